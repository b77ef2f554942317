"""One turn of a conversation: what a handler function gets, and what it says.

A handler is a plain function over an open transaction (decision 3). It reads the turn (who writes, what, when, what
was gathered so far), writes through `turn.tx`, and says something with `say`, `ask` or `tell`. Nothing is sent here:
what is said becomes rows of the outbox in the same transaction.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from handlers.messages import Choice, Incoming, OutboundFile, Outgoing, Reply
from handlers.rules.quiet_hours import after_night, is_night
from handlers.texts import Texts
from storage import audit, officials, people
from storage.ids import new_id
from storage.records import (
    AuditEntry,
    Consent,
    Conversation,
    Identity,
    Office,
    Official,
    Person,
    Role,
    Urgency,
    to_json,
)
from storage.transaction import Transaction

SCOPE = "~"
DRAFT = "draft"
"""What outlives a conversation that begins anew: the concern that a resident was still writing."""
QUESTION = "question"
"""The question that waits for an answer, so that it can be asked again in the same words."""


@dataclass
class Turn:
    """Who writes, what, when; what was gathered; and what is said in answer.

    `step` is the step that waits for the next word («submit.text»), or "" when nothing waits. `data` is what the
    conversation has gathered; it is kept as JSON, so only plain values may stand in it. `web_address` is where a
    browser reaches the office's web chat, "" where none can.
    """

    tx: Transaction
    at: datetime
    incoming: Incoming
    office: Office
    identity: Identity
    person: Person
    official: Official | None
    texts: Texts
    step: str = ""
    serial: int = 0
    data: dict[str, Any] = field(default_factory=dict)
    offered: tuple[tuple[str, str], ...] = ()
    outgoing: list[Outgoing] = field(default_factory=list)
    web_address: str = ""
    _said_now: tuple[tuple[str, str], ...] = ()

    def t(self, message_id: str, **values: object) -> str:
        """Wording in this person's language."""
        return self.texts.t(message_id, **values)

    def tn(self, message_id: str, n: int, **values: object) -> str:
        """Wording for `n` things in this person's language."""
        return self.texts.tn(message_id, n, **values)

    @property
    def text(self) -> str:
        """What was typed, without the blanks around it; "" when nothing was."""
        return (self.incoming.text or "").strip()

    @property
    def reply_address(self) -> str:
        """Where the answer goes: the group it was said in, or the person."""
        return self.incoming.group or self.identity.address

    def has_role(self, *roles: Role) -> bool:
        """Whether the writer is an official in one of these roles."""
        return self.official is not None and self.official.role in roles

    def say(
        self,
        text: str,
        choices: Iterable[Choice] = (),
        *,
        files: Iterable[OutboundFile] = (),
        update_key: str | None = None,
    ) -> None:
        """Say something to the writer. Choices here must be commands (values that begin with «/»)."""
        offered = tuple(choices)
        if offered:
            # Two lists in one answer are one list to who reads them: the numbers of the second go on after the first's.
            self._said_now += tuple((choice.label, choice.value) for choice in offered)
            self.offered = self._said_now
        reply = Reply(text=text, choices=offered, files=tuple(files), update_key=update_key)
        self.outgoing.append(
            Outgoing(
                channel=self.identity.channel,
                address=self.reply_address,
                reply=reply,
                language=self.texts.language,
            )
        )

    def ask(
        self,
        step: str,
        text: str,
        choices: Iterable[tuple[str, str]] = (),
        *,
        update_key: str | None = None,
        **gathered: Any,
    ) -> None:
        """Ask a question: the next word goes to `step`. Choices are (label, value) pairs scoped to this step.

        A scoped value carries the step and the serial of the conversation, so that a button of an old message is
        recognised as old and never acts on a new one. A value that begins with «/» stays a command. A question without
        choices takes no number of an earlier one.
        """
        self.step = step
        self.offered = ()
        self.data.update(gathered)
        self.data[QUESTION] = text
        offered = [Choice(label=label, value=self._scoped(step, value)) for label, value in choices]
        self.say(text, offered, update_key=update_key)

    def ask_again(self, text: str | None = None, *, update_key: str | None = None) -> None:
        """Ask the question that waits once more, or say `text` in its place, with the choices offered last."""
        offered = [Choice(label=label, value=value) for label, value in self.offered]
        self.say(self.data.get(QUESTION, "") if text is None else text, offered, update_key=update_key)

    def _scoped(self, step: str, value: str) -> str:
        return value if value.startswith("/") else f"{step}{SCOPE}{self.serial}{SCOPE}{value}"

    def begin(self, **gathered: Any) -> None:
        """Begin a conversation anew: buttons of earlier ones are old from here on. A resident's draft stays."""
        self.serial += 1
        self.step = ""
        kept = {DRAFT: self.data[DRAFT]} if DRAFT in self.data else {}
        self.data = {**kept, **gathered}
        self.offered = ()

    def finish(self) -> None:
        """The conversation is over; nothing waits."""
        self.begin()

    def tell(
        self,
        to: Identity,
        text: str,
        choices: Iterable[Choice] = (),
        *,
        files: Iterable[OutboundFile] = (),
        once_key: str | None = None,
        update_key: str | None = None,
        concern_id: int | None = None,
    ) -> None:
        """Tell somebody else, as a notice. Choices must be commands. `once_key`: never twice, whatever repeats this.

        `concern_id`: the concern of theirs that this tells them of.

        At night it waits for the morning. A resident who took their consent back is told nothing any more.
        """
        if self._wants_silence(to.person_id):
            return
        reply = Reply(text=text, choices=tuple(choices), files=tuple(files), update_key=update_key)
        self.outgoing.append(
            Outgoing(
                channel=to.channel,
                address=to.address,
                reply=reply,
                urgency=Urgency.NOTICE,
                once_key=once_key,
                concern_id=concern_id,
                not_before=self._not_at_night(to),
            )
        )

    def _not_at_night(self, to: Identity) -> datetime | None:
        """At night others are told in the morning; whoever writes just now is awake, at each of their doors."""
        if to.person_id == self.person.id or not is_night(self.at, self.office.profile):
            return None
        return after_night(self.at, self.office.profile)

    def _wants_silence(self, person_id: int) -> bool:
        person = people.get_person(self.tx, self.office.id, person_id)
        refused = person is not None and person.consent is Consent.REFUSED
        return refused and officials.find_official(self.tx, self.office.id, person_id) is None

    def texts_of(self, person_id: int) -> Texts:
        """The texts in another person's language."""
        person = people.get_person(self.tx, self.office.id, person_id)
        return Texts(person.language if person else self.texts.language)

    def record(
        self,
        act: str,
        subject: str,
        subject_id: int | None = None,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
    ) -> None:
        """Write an act of this person into the audit log. No concern text, name or phone number goes in here."""
        audit.add_entry(
            self.tx,
            AuditEntry(
                office_id=self.office.id,
                id=new_id(self.at),
                at=self.at,
                person_id=self.person.id,
                act=act,
                subject=subject,
                subject_id=subject_id,
                before=dict(before or {}),
                after=dict(after or {}),
            ),
        )

    def state(self) -> Conversation:
        """The conversation as it is to be remembered after this turn."""
        return Conversation(
            office_id=self.office.id,
            identity_id=self.identity.id,
            step=self.step,
            serial=self.serial,
            data=self.data,
            offered=self.offered,
            updated_at=self.at,
        )


def body_of(reply: Reply) -> str:
    """A reply as the JSON text that the outbox keeps."""
    return to_json(reply.model_dump(mode="json"))
