"""One flat table: who may say what, and which function answers.

`answer(tx, office, incoming, at)` is the whole inside of the house: one inbound message in, rows of the outbox out. The
caller (bot/intake.py) runs it in one transaction with the memory of the message's id.
"""

from dataclasses import dataclass
from datetime import datetime

from handlers import people as who
from handlers.choices import chosen, to_id
from handlers.commands import COMMANDS, STEPS, UNASKED
from handlers.messages import Incoming, Outgoing
from handlers.resident import drafts, phone, start
from handlers.resident.courtesies import named_command
from handlers.texts import N_
from handlers.turn import SCOPE, Turn
from handlers.understanding.normalise import fold
from storage import conversations
from storage.records import Consent, Office
from storage.transaction import Transaction

MOST_COMMAND_LETTERS = 32
OPEN_COMMANDS = frozenset({"trogiup", "ngonngu", "huy", "dulieu", "lienket"})


@dataclass(frozen=True)
class Said:
    """What a message turned out to be: a command with its argument, a choice of a step, or plain words."""

    command: str = ""
    argument: str = ""
    step: str = ""
    serial: int = 0
    value: str = ""


def answer(tx: Transaction, office: Office, incoming: Incoming, at: datetime, web_address: str = "") -> list[Outgoing]:
    """Answer one message. Everything it changes is in `tx`; what it says comes back in order.

    `web_address`: where a browser reaches the web chat of this office, for whom no platform serves.
    """
    if incoming.group and not _for_us(incoming):
        return []  # before anybody is remembered: what people say to each other in a group is not ours to keep
    turn = who.turn_for(tx, office, incoming, at, web_address)
    if incoming.kind == "left":
        who.left(turn)
    elif incoming.group:
        _in_group(turn)
    else:
        _in_private(turn)
    conversations.save_conversation(tx, turn.state())
    return turn.outgoing


def _for_us(incoming: Incoming) -> bool:
    """Whether this is one of the commands that are answered in a group."""
    text = (incoming.choice or incoming.text or "").strip()
    command = COMMANDS.get(_command(text).command) if text.startswith("/") else None
    return command is not None and command.in_groups


def _in_group(turn: Turn) -> None:
    _run_command(turn, read(turn))


def _in_private(turn: Turn) -> None:
    if turn.incoming.kind == "unsupported":
        UNASKED["unsupported"](turn, "")
        return
    if turn.incoming.kind == "refused":
        UNASKED["refused"](turn, turn.incoming.refusal)
        if not (turn.text or turn.incoming.files):
            return
    if turn.incoming.contact is not None and not (turn.text or turn.incoming.files or turn.incoming.choice):
        phone.was_given(turn)
        return
    _answer_words(turn)
    drafts.offer_again(turn)


def _answer_words(turn: Turn) -> None:
    said = read(turn)
    if _must_consent_first(turn, said):
        start.ask_consent(turn, said.argument if said.command == "start" else "")
    elif said.command:
        _run_command(turn, said)
    elif said.step:
        _run_choice(turn, said)
    elif turn.step in STEPS:
        STEPS[turn.step](turn, turn.text)
    elif named := named_command(turn.text):
        turn.incoming = replace_choice(turn.incoming, f"/{named}")
        _run_command(turn, Said(command=named))
    else:
        UNASKED["words"](turn, turn.text)


def _must_consent_first(turn: Turn, said: Said) -> bool:
    """Residents decide about consent before anything else; help, language, own data and enrolment stay open."""
    if turn.official is not None or turn.person.consent is Consent.GIVEN:
        return False
    open_to_all = said.command in OPEN_COMMANDS or (said.command == "start" and said.argument)
    return not (open_to_all or said.step in start.OPEN_STEPS or (turn.step in start.OPEN_STEPS and not said.command))


def read(turn: Turn) -> Said:
    """Tell apart a command, a choice and plain words. A typed number or label becomes the choice of a tap."""
    if turn.incoming.choice is None and turn.text and not turn.text.startswith("/"):
        turn.incoming = replace_choice(turn.incoming, chosen(turn.text, turn.offered))
    value = turn.incoming.choice or turn.text
    if turn.incoming.choice is None and not value.startswith("/"):
        return Said()
    if value.startswith("/"):
        return _command(value)
    if value.count(SCOPE) >= 2:
        step, serial, plain = value.split(SCOPE, 2)
        return Said(step=step or STALE, serial=to_id(serial) or 0, value=plain)
    return Said(step=STALE, value=value)


STALE = "?"


def _command(text: str) -> Said:
    head, *rest = text[1:].split(maxsplit=1) or [""]
    name = fold(head.partition("@")[0])[:MOST_COMMAND_LETTERS]
    return Said(command=name or STALE, argument="".join(rest).strip())


def _run_command(turn: Turn, said: Said) -> None:
    command = COMMANDS.get(said.command)
    if command is None:
        turn.say(turn.t(N_("router.unknown_command"), command=said.command))
        return
    if command.roles and not turn.has_role(*command.roles):
        turn.record("refused_command", "command", after={"command": said.command})
        turn.say(turn.t(N_("router.not_allowed"), command=said.command))
        return
    drafts.set_aside(turn, said.command)
    command.handler(turn, said.argument)


def _run_choice(turn: Turn, said: Said) -> None:
    """A tap on an old message never acts: the step and the serial must be those that wait now."""
    if said.step in STEPS and said.step == turn.step and said.serial == turn.serial:
        turn.incoming = replace_choice(turn.incoming, said.value)
        STEPS[said.step](turn, said.value)
        return
    UNASKED["old_choice"](turn, said.step)


def replace_choice(incoming: Incoming, value: str | None) -> Incoming:
    """The incoming message with this choice: one that was typed, or one stripped of step and serial."""
    return incoming.model_copy(update={"choice": value}) if value != incoming.choice else incoming
