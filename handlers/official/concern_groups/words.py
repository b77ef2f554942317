"""Groups and suggestions in words for officials. No code of a concern that is protected by now is ever named."""

from handlers.official.concerns.desk import words_of
from handlers.official.concerns.reasons import how_sure, quoted
from handlers.official.words import first_words
from handlers.texts import N_
from handlers.turn import Turn
from storage import concern_groups, concerns, likenesses, published
from storage.records import (
    Concern,
    ConcernGroup,
    ConcernState,
    GroupAct,
    GroupActKind,
    Grouped,
    Likeness,
    LikenessState,
)

_ACTS = {
    GroupActKind.MERGE: N_("group.act.merge"),
    GroupActKind.JOIN: N_("group.act.join"),
    GroupActKind.SPLIT: N_("group.act.split"),
    GroupActKind.REPRESENT: N_("group.act.represent"),
    GroupActKind.UNDO: N_("group.act.undo"),
}
_UNDOABLE = frozenset({GroupActKind.MERGE, GroupActKind.SPLIT, GroupActKind.REPRESENT, GroupActKind.APART})


def suggestion(turn: Turn, one: Concern, other: Concern, found: Likeness) -> str:
    """«GM-0005 giống GM-0002 (khá chắc), vì …», and the first words of both."""
    line = turn.t("group.suggestion", one=one.code, other=other.code, sure=how_sure(turn.texts, found.score))
    shown = [f"{c.code}: {first_words(c.text or c.summary)}" for c in (one, other)]
    return "\n".join([line, *shown, *_because(turn, found)])


def why(turn: Turn, found: Likeness) -> str:
    """How sure the machine is, and the words that decided."""
    return "\n".join([turn.t("group.sure", sure=how_sure(turn.texts, found.score)), *_because(turn, found)])


def _because(turn: Turn, found: Likeness) -> list[str]:
    return [turn.t("group.because", words=quoted(found.reasons))] if found.reasons else []


def stands(turn: Turn, group: ConcernGroup) -> str:
    """How many persons stand behind a group, and who represents it."""
    head = concerns.get_concern(turn.tx, turn.office.id, group.representative_id)
    voices = concern_groups.voices(turn.tx, turn.office.id, group.id)
    return turn.tn("group.stands", voices, code=head.code if head is not None and not head.protected else "")


def line(turn: Turn, group: ConcernGroup) -> str:
    """A group in a list: its representative's heading, how many it holds; «» when nobody is left in it."""
    members = concern_groups.members(turn.tx, turn.office.id, group.id)
    head = next((one.concern for one in members if one.concern.id == group.representative_id), None)
    if head is None:
        return ""
    heading_ = words_of(turn).heading(head)
    return turn.t("group.line", heading=heading_, n=len(members), words=first_words(head.text or head.summary))


def heading(turn: Turn, group: ConcernGroup) -> str:
    """What the group is: how many concerns and persons, who represents it."""
    members = concern_groups.members(turn.tx, turn.office.id, group.id)
    return "\n".join([turn.tn("group.heading", len(members)), stands(turn, group)])


def member(turn: Turn, group: ConcernGroup, one: Grouped) -> str:
    """One member: heading, state, first words, and why it is like the representative."""
    words, concern = words_of(turn), one.concern
    tail = [words.state(concern)]
    if concern.id == group.representative_id:
        tail.append(turn.t("group.is_head"))
    elif one.joined:
        tail.append(turn.t("group.joined"))
    parts = [f"{words.heading(concern)} · {' · '.join(tail)}", first_words(concern.text or concern.summary, 200)]
    found = likenesses.between(turn.tx, turn.office.id, concern.id, group.representative_id)
    if concern.id != group.representative_id and found is not None:
        parts += _because(turn, found)
    return "\n".join(parts)


def may_tell(turn: Turn, done: GroupAct) -> bool:
    """Whether an act may be told: not when one of its concerns is protected by now."""
    ids = [one for one in (done.concern_id, done.other_id) if one is not None]
    found = [concerns.get_concern(turn.tx, turn.office.id, one) for one in ids]
    return done.kind in _ACTS and all(one is not None and not one.protected for one in found)


def may_undo(done: GroupAct, *, undone: bool = False) -> bool:
    """Whether an act can be taken back; `undone`: also one that was taken back already, which is then said."""
    return done.kind in _UNDOABLE and (undone or done.undone_at is None)


def act(turn: Turn, done: GroupAct) -> str:
    """One line of the trail. Of a resident who joined no name is given."""
    concern = concerns.get_concern(turn.tx, turn.office.id, done.concern_id)
    who = words_of(turn).official(done.done_by) if done.kind is not GroupActKind.JOIN else ""
    text = turn.t(_ACTS[done.kind], who=who, code=concern.code if concern else "")
    if done.undone_at is not None:
        text = " ".join([text, turn.t("group.act.taken_back")])
    return f"- {turn.texts.moment(done.done_at)}: {text}"


def of_concern(turn: Turn, concern: Concern) -> list[str]:
    """For `/xem`: the group a concern stands in, else what is suggested for it."""
    group = concern_groups.group_of(turn.tx, turn.office.id, concern.id)
    if group is not None:
        return [stands(turn, group)]
    return [
        turn.t("group.suggestion", one=concern.code, other=other.code, sure=how_sure(turn.texts, found.score))
        for found, other in suggested_for(turn, concern)
    ]


def suggested_for(turn: Turn, concern: Concern) -> list[tuple[Likeness, Concern]]:
    """What waits for a decision about a concern, with the other concern."""
    found = []
    for one in likenesses.of_concern(turn.tx, turn.office.id, concern.id):
        other_id = one.concern_id + one.other_id - concern.id
        other = concerns.get_concern(turn.tx, turn.office.id, other_id)
        if one.state is LikenessState.SUGGESTED and other is not None and not other.protected:
            found.append((one, other))
    return found


def recurring(turn: Turn, concern: Concern) -> list[str]:
    """For `/xem`: since when the matter was raised at earlier sessions, how often, and what became of it."""
    earlier = likenesses.earlier_of(turn.tx, turn.office.id, concern.id)
    if not earlier:
        return []
    codes = ", ".join(one.code for one in earlier[-5:])
    since = turn.texts.day(earlier[0].created_at)
    lines = [turn.tn("group.recurring", len(earlier), since=since, codes=codes)]
    answered = [(one, a) for one in earlier for a in published.released_of_concern(turn.tx, turn.office.id, one.id)]
    if answered:
        one, last = max(answered, key=lambda pair: pair[1].decided_at or pair[1].drafted_at)
        day = turn.texts.day(last.decided_at or last.drafted_at)
        lines.append(turn.t("group.last_answer", code=one.code, day=day, text=first_words(last.text, 200)))
    still = [one.code for one in earlier if one.state not in _DONE]
    lines.append(turn.t("group.still_open", codes=", ".join(still)) if still else turn.t("group.none_open"))
    return lines


_DONE = frozenset({ConcernState.ANSWERED, ConcernState.FORWARDED, ConcernState.OUT_OF_REMIT})
