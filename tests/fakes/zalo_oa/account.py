"""All that the fake remembers of one Official Account, and the rules by which it takes or refuses a message."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from bot import clock
from bot.clock import Clock

Json = dict[str, Any]
MOST_CHARACTERS = 2000
MOST_BUTTONS = 5
LONGEST_TITLE = 100
OPEN = timedelta(days=7)
FREE = timedelta(hours=48)
FREE_REPLIES = 8
UPLOADS = {
    "image": ("attachment_id", 1_000_000, ("jpg", "jpeg", "png")),
    "file": ("token", 5_000_000, ("pdf", "doc", "docx", "csv")),
}
UPLOAD_LASTS = timedelta(days=7)


class OAError(Exception):
    """A refusal in the platform's envelope."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code


class Fault(Exception):
    """A request that no correct client makes."""


@dataclass(frozen=True, kw_only=True)
class Button:
    """A button under a message."""

    title: str
    type: str
    payload: str


@dataclass(frozen=True, kw_only=True)
class Heard:
    """One message that a person got."""

    user_id: str
    message_id: str
    text: str
    buttons: tuple[Button, ...] = ()
    template_type: str | None = None
    file: bytes | None = None
    file_name: str = ""

    @property
    def labels(self) -> list[str]:
        """The titles of its buttons."""
        return [button.title for button in self.buttons]


@dataclass(frozen=True, kw_only=True)
class Template:
    """A template that was sent, by a person's id or by telephone."""

    to: str
    template_id: str
    data: Json
    tracking_id: str = ""


@dataclass
class Upload:
    """An uploaded file and when it ends."""

    kind: str
    name: str
    content: bytes
    until: datetime


@dataclass
class Person:
    """What the account knows of somebody."""

    last_interaction: datetime
    following: bool = True
    replies: int = 0


@dataclass
class Tokens:
    """The pair in force; what was used up and how often it was renewed."""

    access: str = "access-1"
    refresh: str = "refresh-1"
    until: datetime | None = None
    used: set[str] = field(default_factory=set)
    refreshes: int = 0
    dead_with: int = -14014


class Account:
    """One Official Account on the fake platform. Tests read its attributes and set its switches."""

    def __init__(self, clock: Clock = clock.now) -> None:
        self.clock = clock
        self.app_id = "4211790542350912311"
        self.app_secret = "app-secret"
        self.oa_id = "2811123456789012345"
        self.name = "UBND xã Giao Minh"
        self.webhook_secret = "oa-secret-key"
        self.tokens = Tokens()
        self.people: dict[str, Person] = {}
        self.user_numbers = count(9_100_000_000_000_000_001)  # above 2**53: a client that reads numbers loses digits
        self.numbers = count(1)
        self.sent: list[Heard] = []
        self.templates: list[Template] = []
        self.uploads: dict[str, Upload] = {}
        self.calls: Counter[str] = Counter()
        self.media: dict[str, bytes] = {}
        self.faults: list[str] = []
        self.changed = asyncio.Condition()
        # switches
        self.errors: dict[str, list[int]] = {}
        """Codes with which the next calls of a path are refused, by the end of the path («message/cs»)."""
        self.refuses_buttons = 0
        """The code with which messages with buttons are refused; 0: they are taken."""
        self.broken_pages = 0
        """How many of the next calls are answered by a proxy's page."""
        self.lost_answers = 0
        """How many of the next calls are processed, and their answers lost."""
        self.gate = asyncio.Event()
        """Messages wait until it is set, as it is in the beginning."""
        self.waiting = asyncio.Event()
        """A message waits at the gate."""
        self.gate.set()

    def check_token(self, token: str | None) -> None:
        """Raises OAError when this is not the token in force."""
        if token != self.tokens.access:
            raise OAError(-216, "Access token is invalid")
        if self.tokens.until is not None and self.clock() >= self.tokens.until:
            raise OAError(-220, "Access token has expired")

    def renew(self, refresh_token: str) -> Json:
        """The answer of the token service; a refresh token works once."""
        if refresh_token != self.tokens.refresh or refresh_token in self.tokens.used:
            raise OAError(self.tokens.dead_with, "Invalid refresh token")
        self.tokens.used.add(refresh_token)
        self.tokens.refreshes += 1
        number = self.tokens.refreshes + 1
        self.tokens.access, self.tokens.refresh = f"access-{number}", f"refresh-{number}"
        self.tokens.until = self.clock() + timedelta(hours=25)
        return {"access_token": self.tokens.access, "refresh_token": self.tokens.refresh, "expires_in": "90000"}

    def interact(self, user_id: str) -> None:
        """Somebody did something: their window opens anew."""
        person = self.people.setdefault(user_id, Person(self.clock()))
        person.last_interaction, person.replies = self.clock(), 0

    def person(self, user_id: str) -> Person:
        """Somebody the account knows. Raises OAError."""
        if user_id not in self.people:
            raise OAError(-201, "user_id is invalid")
        return self.people[user_id]

    def quota(self, user_id: str) -> Json:
        """What may be sent to somebody."""
        person = self.person(user_id)
        left = FREE_REPLIES - person.replies if self.clock() < person.last_interaction + FREE else 0
        moment = int(person.last_interaction.timestamp() * 1000)
        return {"last_interaction": str(moment), "cs_reply": {"remain": str(max(left, 0)), "total": str(FREE_REPLIES)}}

    def receive(self, user_id: str, message: Json) -> str:
        """Take a consultation message and return its id. Raises OAError."""
        person = self.person(user_id)
        if not person.following:
            raise OAError(-213, "User has not followed the OA")
        if self.clock() >= person.last_interaction + OPEN:
            raise OAError(-230, "User has not interacted with the OA in the past 7 days")
        heard = self._heard(user_id, message)
        person.replies += 1
        self.sent.append(heard)
        return heard.message_id

    def _heard(self, user_id: str, message: Json) -> Heard:
        allow(message, {"text", "attachment"})
        text = message.get("text", "")
        if not isinstance(text, str) or not (text.strip() or "attachment" in message):
            raise OAError(-201, "text is invalid")
        if len(text) > MOST_CHARACTERS:
            raise OAError(-210, "Parameter exceeds the allowable limit")
        more = self._attachment(message["attachment"], text) if "attachment" in message else {}
        return Heard(user_id=user_id, message_id=f"m{next(self.numbers)}", text=text, **more)

    def _attachment(self, attachment: Json, text: str) -> Json:
        allow(attachment, {"type", "payload"})
        payload = attachment["payload"]
        if attachment["type"] == "file":
            allow(payload, {"token"})
            return self._uploaded("file", payload["token"])
        if attachment["type"] != "template":
            raise OAError(-233, "Message type is not supported")
        if payload.get("template_type") == "media":
            allow(payload, {"template_type", "elements"})
            [element] = payload["elements"]
            allow(element, {"media_type", "attachment_id"})
            return self._uploaded("image", element["attachment_id"])
        allow(payload, {"template_type", "buttons"})
        if self.refuses_buttons:
            raise OAError(self.refuses_buttons, "payload is invalid")
        if not text or payload.get("template_type") not in (None, "list", "button"):
            raise OAError(-201, "template_type is invalid")
        return {"buttons": _buttons(payload["buttons"]), "template_type": payload.get("template_type")}

    def _uploaded(self, kind: str, reference: str) -> Json:
        upload = self.uploads.get(reference)
        if upload is None or upload.kind != kind or self.clock() >= upload.until:
            raise OAError(-100, "Attachment id is expired")
        return {"file": upload.content, "file_name": upload.name}

    def upload(self, kind: str, name: str, content: bytes) -> Json:
        """Keep an uploaded file and return its reference. Raises OAError."""
        field, largest, extensions = UPLOADS[kind]
        if name.rpartition(".")[2].lower() not in extensions:
            raise OAError(-201, "file type is invalid")
        if len(content) > largest:
            raise OAError(-210, "File exceeds the allowable limit")
        reference = f"{kind}-{next(self.numbers)}"
        self.uploads[reference] = Upload(kind, name, content, self.clock() + UPLOAD_LASTS)
        return {field: reference}

    def take_template(self, to: str, body: Json) -> None:
        """Send a template. Raises OAError."""
        if not body["template_data"] or not all(isinstance(each, str) for each in body["template_data"].values()):
            raise OAError(-201, "template_data is invalid")
        tracking_id = body.get("tracking_id", "")
        self.templates.append(
            Template(to=to, template_id=body["template_id"], data=body["template_data"], tracking_id=tracking_id)
        )

    def messages_of(self, user_id: str) -> list[Heard]:
        """What somebody got, oldest first."""
        return [heard for heard in self.sent if heard.user_id == user_id]


def allow(values: Any, names: set[str]) -> None:
    """Refuses a field that the platform does not document. Raises Fault."""
    if not isinstance(values, dict) or not names.issuperset(values):
        raise Fault(f"expected an object of {sorted(names)}, got {sorted(values)}")


def _buttons(given: list[Json]) -> tuple[Button, ...]:
    if not 0 < len(given) <= MOST_BUTTONS:
        raise OAError(-210, "buttons exceed the allowable limit")
    for each in given:
        allow(each, {"title", "type", "payload"})
        if not 0 < len(each["title"]) <= LONGEST_TITLE or not each["type"].startswith("oa.query."):
            raise OAError(-201, "buttons is invalid")
    return tuple(Button(**each) for each in given)
