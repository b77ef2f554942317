"""Choices as a numbered list in the text, for platforms without buttons, and the typed number back to a choice.

A question's choices are numbered from 1 and stand in the conversation (`Turn.offered`). A notice comes unasked, perhaps
in the middle of a question: its numbers go on after those in use at the address, are given when it is sent, and are
kept beside it. So a typed «5» means one thing, whichever of the two was seen last.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.channels.base import Limits
from bot.channels.split import length, split_text
from handlers.choices import named, numbers
from handlers.messages import Choice, Incoming, Reply
from handlers.texts import LANGUAGES, N_, Texts
from storage import conversations, notice_offers, people
from storage.records import Conversation, Delivery
from storage.transaction import Transaction

_LONGEST_LABEL = 400
_WIDEST = 100
"""Room is kept for numbers of three digits: those of a notice are not known before it is sent."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """One message: its text without the list, and the choices listed under it."""

    text: str
    choices: tuple[Choice, ...] = ()


def with_list(text: str, choices: Sequence[Choice], first: int, language: str) -> str:
    """The text with its choices under it: «Gõ số để chọn:», «1. Đất đai», … `first` is the number of the first."""
    if not choices:
        return text
    lines = [f"{number}. {_label(choice)}" for number, choice in enumerate(choices, first)]
    return "\n".join([*([text, ""] if text else []), Texts(language).t(N_("numbering.choose")), *lines])


def _label(choice: Choice) -> str:
    line = " ".join(choice.label.split())
    return line if len(line) <= _LONGEST_LABEL else f"{line[:_LONGEST_LABEL]}…"


def laid_out(reply: Reply, limits: Limits) -> list[Part]:
    """A reply's words and choices as messages that stay within the limit once the list is written."""
    texts = split_text(reply.text, limits.text, limits.text_unit) if reply.text else []
    parts, runs = [Part(text=text) for text in texts], _runs(reply.choices, limits)
    if runs and texts and _fits(texts[-1], runs[0], limits):
        parts[-1] = Part(text=texts[-1], choices=runs.pop(0))
    return parts + [Part(text="", choices=run) for run in runs]


def _runs(choices: Sequence[Choice], limits: Limits) -> list[tuple[Choice, ...]]:
    """The choices in runs of which each makes a message by itself."""
    runs: list[tuple[Choice, ...]] = []
    for choice in choices:
        if runs and _fits("", (*runs[-1], choice), limits):
            runs[-1] = (*runs[-1], choice)
        else:
            runs.append((choice,))
    return runs


def _fits(text: str, choices: Sequence[Choice], limits: Limits) -> bool:
    """Whether they fit into one message, in whichever language the list is introduced."""
    return all(
        length(with_list(text, choices, _WIDEST, language), limits.text_unit) <= limits.text for language in LANGUAGES
    )


def numbered_notice(tx: Transaction, row: Delivery, reply: Reply) -> Reply:
    """A notice with its list, its numbers given and kept; the same numbers when it is sent once more."""
    identity = people.find_identity(tx, row.office_id, row.channel, row.address)
    asked = conversations.get_conversation(tx, row.office_id, identity.id) if identity else None
    person = people.get_person(tx, row.office_id, identity.person_id) if identity else None
    first = notice_offers.allocate(
        tx,
        row,
        [(choice.label, choice.value) for choice in reply.choices],
        after=len(asked.offered) if asked else 0,
    )
    text = with_list(reply.text, reply.choices, first, person.language if person else LANGUAGES[0])
    return reply.model_copy(update={"text": text})


def read_number(tx: Transaction, incoming: Incoming) -> Incoming:
    """What was typed, as the choice of a notice that it names by number or label; else the message as it is.

    A question that waits goes before: what its own list offers is never taken for a notice's.
    """
    if incoming.choice is not None or not incoming.text or incoming.kind != "message":
        return incoming
    offers = notice_offers.offers(tx, incoming.office_id, incoming.channel, incoming.sender)
    if not offers or named(incoming.text, _asked(tx, incoming)) is not None:
        return incoming
    value = named(incoming.text, {offer.number: (offer.label, offer.value) for offer in offers})
    return incoming if value is None else incoming.model_copy(update={"choice": value})


def _asked(tx: Transaction, incoming: Incoming) -> dict[int, tuple[str, str]]:
    identity = people.find_identity(tx, incoming.office_id, incoming.channel, incoming.sender)
    state: Conversation | None = (
        conversations.get_conversation(tx, incoming.office_id, identity.id) if identity is not None else None
    )
    return numbers(state.offered) if state is not None else {}
