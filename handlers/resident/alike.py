"""«Already raised?»: before a concern is sent, its writer sees what others raised or what was answered, and may join.

Of other people nothing is shown but topic, hamlet and how many; of an answer only what was published. One question at
most, and none for a suspected denunciation, for one's own case, or while memory is not filled: then it is simply sent.
"""

from dataclasses import dataclass
from itertools import islice

from handlers import matching
from handlers.official.concern_groups import merging
from handlers.resident import drafts, suggestions
from handlers.resident.drafts import Draft
from handlers.rules.alike import is_open, is_shown_to_others, one_place
from handlers.texts import N_
from handlers.turn import Turn
from storage import concern_groups, concerns, offices, people, published
from storage.records import Answer, Concern, ConcernGroup, Consent, Kind

MOST_SHOWN = 3
_LOOKED = 12
_CERTAIN = 0.9
"""Whoever raised this raised the same: no likelier one is looked for."""
_NOT_ASKED = frozenset({Kind.DENUNCIATION, Kind.COMPLAINT, Kind.OFFTOPIC})


@dataclass(frozen=True, kw_only=True)
class Alike:
    """A concern that others raised (`voices` persons), or its published answer."""

    concern: Concern
    answer: Answer | None
    voices: int


def find(turn: Turn, draft: Draft) -> list[Alike]:
    """At most three. What is in memory is asked of the database before a word of it is shown."""
    known = matching.known_of(turn.office.id)
    if not known.ready or not draft.text.strip() or suggestions.kind(draft.text) in _NOT_ASKED:
        return []
    found: dict[int, Alike] = {}
    for match in islice(known.each_like(draft.text, _CERTAIN), _LOOKED):
        one = _alike(turn, match)
        if one is not None:
            found.setdefault(one.concern.id, one)
        if len(found) == MOST_SHOWN:
            break
    return list(found.values())


def _alike(turn: Turn, match: matching.Match) -> Alike | None:
    concern = concerns.get_concern(turn.tx, turn.office.id, match.concern_id)
    if concern is None or not is_shown_to_others(concern):
        return None
    if not one_place(turn.person.area_id, concern.area_id, named=match.named):
        return None
    group = concern_groups.group_of(turn.tx, turn.office.id, concern.id)
    head = concerns.get_concern(turn.tx, turn.office.id, group.representative_id) if group else concern
    if head is None or not is_shown_to_others(head):
        return None
    answer = published.published_of_concern(turn.tx, turn.office.id, head.id)
    if answer is not None:
        return Alike(concern=head, answer=answer, voices=0)
    voices = _voices(turn, head, group)
    return Alike(concern=head, answer=None, voices=voices) if voices and is_open(head) else None


def _voices(turn: Turn, head: Concern, group: ConcernGroup | None) -> int:
    """How many persons raised it; 0 when the writer is one of them, or all took their consent back."""
    if group is None:
        person = people.get_person(turn.tx, turn.office.id, head.person_id)
        mine = head.person_id == turn.person.id
        return 0 if mine or person is None or person.consent is Consent.REFUSED else 1
    members = concern_groups.members(turn.tx, turn.office.id, group.id)
    if any(one.concern.person_id == turn.person.id for one in members):
        return 0
    return concern_groups.voices(turn.tx, turn.office.id, group.id)


def ask(turn: Turn, found: list[Alike], lead: str = "") -> None:
    """What is there, and the ways on."""
    # With several each line has the number of its button; «1.» before a single line would be taken for a choice.
    lines = [f"{f'{place}.' if len(found) > 1 else '-'} {_line(turn, one)}" for place, one in enumerate(found, 1)]
    choices = [_choice(turn, one, place, alone=len(found) == 1) for place, one in enumerate(found, 1)]
    choices.append((turn.t(N_("alike.send_own")), "own"))
    question = turn.t(N_("alike.ask"), found="\n".join(lines))
    turn.ask("submit.alike", f"{lead}\n\n{question}" if lead else question, choices)


def _line(turn: Turn, one: Alike) -> str:
    if one.answer is not None:
        return turn.t(N_("alike.answered"), question=one.answer.public_question)
    return turn.tn("alike.raised", one.voices, topic=_topic(turn, one.concern), area=_area(turn, one.concern))


def _topic(turn: Turn, concern: Concern) -> str:
    return suggestions.topic_label(turn.office, turn.texts, concern.topic)


def _area(turn: Turn, concern: Concern) -> str:
    area = offices.get_area(turn.tx, turn.office.id, concern.area_id) if concern.area_id is not None else None
    return area.name if area else turn.t(N_("submit.no_area"))


def _choice(turn: Turn, one: Alike, place: int, *, alone: bool) -> tuple[str, str]:
    label = turn.t(N_("alike.see") if one.answer is not None else N_("alike.me_too"))
    value = f"see-{one.answer.id}" if one.answer is not None else f"join-{one.concern.id}"
    return (label if alone else f"{label} ({place})", value)


def show_answer(turn: Turn, answer_id: int) -> bool:
    """A published answer, and the ways on; False when it is published no longer."""
    answer = published.get_published(turn.tx, turn.office.id, answer_id)
    if answer is None:
        return False
    agency = offices.get_agency(turn.tx, turn.office.id, answer.agency_id) if answer.agency_id is not None else None
    text = turn.t(
        N_("alike.answer"),
        question=answer.public_question,
        agency=agency.name if agency else turn.office.name,
        day=turn.texts.day(answer.decided_at or answer.drafted_at),
        text=answer.text,
    )
    choices = [(turn.t(N_("alike.send_own")), "own"), (turn.t(N_("submit.drop")), "drop")]
    turn.ask("submit.alike", text, choices)
    return True


def choose(turn: Turn, value: str) -> Draft:
    """Remember which concern the draft joins; one that cannot be joined any more is sent on its own."""
    concern_id = int(value.removeprefix("join-")) if value.startswith("join-") else 0
    return drafts.change(turn, joins=concern_id)


def joined_words(turn: Turn, draft: Draft) -> str:
    """For the look before sending: with whom the concern will be counted; «» when it stands alone."""
    target = _target(turn, draft)
    if target is None:
        return ""
    return turn.t(N_("alike.joins_line"), topic=_topic(turn, target), area=_area(turn, target))


def _target(turn: Turn, draft: Draft) -> Concern | None:
    target = concerns.get_concern(turn.tx, turn.office.id, draft.joins) if draft.joins else None
    return target if target is not None and is_open(target) and is_shown_to_others(target) else None


def join(turn: Turn, draft: Draft, concern: Concern) -> str:
    """Let the concern that was just kept join the one that was chosen; what is said of it, «» when it stands alone."""
    target = _target(turn, draft)
    if target is None or concern.protected:
        return ""
    held = concerns.lock_concern(turn.tx, turn.office.id, target.code)
    group = merging.join(turn, concern, held) if held is not None else None
    if group is None:
        return ""
    others = concern_groups.voices(turn.tx, turn.office.id, group.id) - 1
    return turn.tn("alike.joined", others) if others > 0 else turn.t(N_("alike.joined_alone"))
