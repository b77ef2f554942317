"""The channel-neutral vocabulary: what comes in, and what goes out. No flow knows which platform carries it.

Choices are data (decision 6): a channel with buttons draws buttons, one without draws a numbered list, and the typed
«2», the label, or the label without tone marks comes back as the same choice.
"""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict

from storage.records import Urgency, Utc


class Message(BaseModel):
    """Parent of the vocabulary: frozen, keyword-only, no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


_NO_TEXT = re.compile("[\x00\ud800-\udfff]")
Typed = Annotated[str, AfterValidator(lambda text: _NO_TEXT.sub("\ufffd", text))]
"""Words of a person. NUL and half a surrogate pair, which no database keeps as text, show as U+FFFD; all else stays."""


class InboundFile(Message):
    """A file or place that came with a message.

    `remote_ref` is what the channel needs to fetch the bytes after the commit; a channel that already has them on disk
    sets `stored_as` (the name under the files folder) instead.
    """

    kind: Literal["photo", "voice", "document", "location"]
    name: Typed = ""
    content_type: str = ""
    size: int = 0
    remote_ref: str = ""
    stored_as: str = ""
    latitude: float | None = None
    longitude: float | None = None


class Contact(Message):
    """What somebody filled in when they were asked who they are; a telephone number as digits («84912345678»)."""

    name: Typed = ""
    phone: str = ""


class Incoming(Message):
    """One message from one person (or one member of a group chat).

    kind: `message` has text, choice or files; `unsupported` carries nothing we can read (but must be answered);
    `left` says that the person stopped the bot; `refused` says that the channel refused a file, `refusal` why.
    contact: the sender's own particulars, given on a form of the platform.
    """

    office_id: int
    channel: str
    inbound_id: str
    sender: str
    sender_name: Typed = ""
    language: str | None = None
    received_at: Utc
    kind: Literal["message", "unsupported", "left", "refused"] = "message"
    group: str | None = None
    group_title: Typed = ""
    text: Typed | None = None
    choice: Typed | None = None
    files: tuple[InboundFile, ...] = ()
    refusal: str = ""
    contact: Contact | None = None


class Choice(Message):
    """One thing the person can choose. A value that starts with «/» is a command and never grows old."""

    label: str
    value: str


class OutboundFile(Message):
    """A stored file that goes out with a reply."""

    stored_as: str
    name: str
    content_type: str
    kind: str


class Reply(Message):
    """What is said to one address; `update_key` makes later replies with the same key replace this one in place."""

    text: str
    choices: tuple[Choice, ...] = ()
    files: tuple[OutboundFile, ...] = ()
    update_key: str | None = None


class Outgoing(Message):
    """A reply with its address: a row of the outbox to be.

    once_key: at most one delivery of the office ever has it, whatever repeats the act that made it.
    not_before: what is said at night to many waits for the morning; None: at once.
    language: of the words, for what a channel without buttons must add to them.
    concern_id: the concern it tells the sender of, who is called or visited when no message arrives.
    """

    channel: str
    address: str
    reply: Reply
    urgency: Urgency = Urgency.REPLY
    announcement_id: int | None = None
    once_key: str | None = None
    not_before: Utc | None = None
    language: str = "vi"
    concern_id: int | None = None
