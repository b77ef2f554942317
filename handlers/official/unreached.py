"""`/chuaden`: people whom no message reached. The office calls or visits them, reads it out, and notes what came of it.

Who may read suspected denunciations sees those, and nobody else does. A mistake can be taken back.
"""

from handlers.choices import to_id
from handlers.messages import Choice, Reply
from handlers.official.concerns.in_person import NO_DOOR
from handlers.official.words import Words
from handlers.reports.words import whom_words
from handlers.texts import N_
from handlers.turn import Turn
from storage import concerns, deliveries, officials, people, reports, unreached
from storage.records import Concern, OnBehalf, Role, Unreached

SHOWN = 8
TOLD = "told_by_person"
REASONS = {
    "window_closed": N_("unreached.reason.window"),
    "recipient_gone": N_("unreached.reason.gone"),
    "recipient_not_found": N_("unreached.reason.gone"),
    NO_DOOR: N_("unreached.reason.no_door"),
}
_OTHER = N_("unreached.reason.other")
OUTCOMES = {
    "called": N_("unreached.called"),
    "visited": N_("unreached.visited"),
    "failed": N_("unreached.failed"),
}


def chuaden(turn: Turn, argument: str = "") -> None:
    """The list, one entry of it (its number), what came of it (`12 called`), or taking that back (`12 lai`)."""
    number, _, outcome = argument.strip().partition(" ")
    found = _entry(turn, to_id(number))
    if found is None:
        _show_list(turn, unknown=bool(argument.strip()) and to_id(number) is not None)
    elif outcome == "lai":
        _take_back(turn, found)
    elif outcome in OUTCOMES:
        _settle(turn, found, outcome)
    else:
        _show(turn, found)


def _sees_protected(turn: Turn) -> bool:
    return turn.has_role(Role.INSPECTOR)


def _entry(turn: Turn, unreached_id: int | None) -> Unreached | None:
    found = unreached.get(turn.tx, turn.office.id, unreached_id) if unreached_id is not None else None
    if found is None:
        return None
    concern = _concern(turn, found)
    protected = concern is not None and concern.protected
    if protected != _sees_protected(turn):
        turn.record("refused_unreached", "unreached", found.id)
        return None
    return found


def _concern(turn: Turn, entry: Unreached) -> Concern | None:
    return concerns.get_concern(turn.tx, turn.office.id, entry.concern_id) if entry.concern_id is not None else None


def _show_list(turn: Turn, *, unknown: bool) -> None:
    waiting = unreached.open_ones(turn.tx, turn.office.id, protected=_sees_protected(turn))
    if not waiting:
        turn.say(turn.t(N_("unreached.unknown")) if unknown else turn.t(N_("unreached.none")))
        return
    words = Words(tx=turn.tx, office=turn.office, texts=turn.texts)
    lines = [turn.tn("unreached.count", len(waiting))]
    lines += [f"{n}. {_line(turn, words, entry)}" for n, entry in enumerate(waiting[:SHOWN], 1)]
    if len(waiting) > SHOWN:
        lines.append(turn.tn("unreached.more", len(waiting) - SHOWN))
    choices = [
        Choice(label=turn.t(N_("unreached.open"), whom=_whom(turn, words, entry)), value=f"/chuaden {entry.id}")
        for entry in waiting[:SHOWN]
    ]
    turn.say("\n".join(lines), choices)


def _whom(turn: Turn, words: Words, entry: Unreached) -> str:
    """A concern's code and place, or an official's name, or what little is known."""
    concern = _concern(turn, entry)
    if concern is not None:
        return f"{concern.code} · {words.area(concern.area_id)}"
    official = officials.find_official(turn.tx, turn.office.id, entry.person_id)
    if official is not None:
        return official.name
    person = people.get_person(turn.tx, turn.office.id, entry.person_id)
    return words.area(person.area_id if person else None)


def _line(turn: Turn, words: Words, entry: Unreached) -> str:
    return turn.t(
        N_("unreached.line"), whom=_whom(turn, words, entry), reason=_reason(turn, entry), day=turn.texts.day(entry.at)
    )


def _reason(turn: Turn, entry: Unreached) -> str:
    return turn.t(REASONS.get(entry.reason, _OTHER), code=entry.reason)


def _show(turn: Turn, entry: Unreached) -> None:
    """What is to be read out, the telephone number if there is one, and what may be noted."""
    words = Words(tx=turn.tx, office=turn.office, texts=turn.texts)
    phone = _phone(turn, entry)
    delivery = deliveries.get_delivery(turn.tx, turn.office.id, entry.delivery_id)
    said = Reply.model_validate_json(delivery.body) if delivery else None
    turn.record("read_unreached", "unreached", entry.id)
    parts = [
        _line(turn, words, entry),
        _filed_for(turn, entry),
        turn.t(N_("unreached.phone"), phone=phone) if phone else turn.t(N_("unreached.no_phone")),
        turn.t(N_("unreached.read_out"), text=said.text) if said and said.text else "",
        turn.t(N_("unreached.has_files")) if said and said.files else "",
        turn.t(OUTCOMES[entry.outcome]) if entry.outcome in OUTCOMES else "",
    ]
    if entry.outcome:
        choices = [Choice(label=turn.t(N_("unreached.take_back")), value=f"/chuaden {entry.id} lai")]
    else:
        choices = [
            Choice(label=turn.t(text), value=f"/chuaden {entry.id} {outcome}") for outcome, text in OUTCOMES.items()
        ]
    choices.append(Choice(label=turn.t(N_("unreached.list_again")), value="/chuaden"))
    turn.say("\n\n".join(part for part in parts if part), choices)


def _on_behalf(turn: Turn, entry: Unreached) -> OnBehalf | None:
    concern = _concern(turn, entry)
    return reports.on_behalf_of(turn.tx, turn.office.id, concern.id) if concern is not None else None


def _phone(turn: Turn, entry: Unreached) -> str:
    """The person's own number, or the one that was given for whom a concern was filed; "" for none."""
    behalf = _on_behalf(turn, entry) if entry.reason == NO_DOOR else None
    person = people.get_person(turn.tx, turn.office.id, entry.person_id)
    return behalf.phone if behalf is not None else person.phone if person is not None else ""


def _filed_for(turn: Turn, entry: Unreached) -> str:
    """Whom to call or visit, where a contributor filed the concern; "" for anybody else."""
    behalf = _on_behalf(turn, entry) if entry.reason == NO_DOOR else None
    return turn.t(N_("report.on_behalf"), whom=whom_words(turn.texts, behalf, names=True)) if behalf else ""


def _settle(turn: Turn, entry: Unreached, outcome: str) -> None:
    """Note what came of it. Who was told by a person gets no message any more when they write again."""
    if not unreached.settle(turn.tx, turn.office.id, entry.id, outcome, turn.at, turn.person.id):
        turn.say(turn.t(N_("unreached.settled_before")), [_again(turn)])
        return
    if outcome != "failed":
        deliveries.mark_replaced(turn.tx, turn.office.id, entry.delivery_id, TOLD)
    turn.record("settle_unreached", "unreached", entry.id, after={"outcome": outcome})
    back = Choice(label=turn.t(N_("unreached.take_back")), value=f"/chuaden {entry.id} lai")
    turn.say(turn.t(N_("unreached.noted"), outcome=turn.t(OUTCOMES[outcome])), [back, _again(turn)])


def _again(turn: Turn) -> Choice:
    return Choice(label=turn.t(N_("unreached.list_again")), value="/chuaden")


def _take_back(turn: Turn, entry: Unreached) -> None:
    if unreached.reopen(turn.tx, turn.office.id, entry.id):
        deliveries.wait_again(turn.tx, turn.office.id, entry.delivery_id, TOLD, entry.reason)
        turn.record("reopen_unreached", "unreached", entry.id, before={"outcome": entry.outcome})
    turn.say(turn.t(N_("unreached.taken_back")), [_again(turn)])
