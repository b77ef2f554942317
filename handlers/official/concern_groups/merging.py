"""What people decide of concerns that look alike: merge, keep apart, split, who represents; each with a trail and undo.

Callers hold both concerns (desk.hold), so that of two who decide at once the second sees what the first did. Protected
concerns never take part, and one that is protected later leaves at once, without a word.
"""

from enum import StrEnum

from handlers import matching
from handlers.official.concern_groups import work as group_work
from handlers.rules.alike import is_open
from handlers.turn import Turn
from storage import concern_groups, concerns, corrections, likenesses, prints
from storage.ids import new_id
from storage.records import (
    Concern,
    ConcernGroup,
    GroupAct,
    GroupActKind,
    Grouped,
    Likeness,
    LikenessState,
    Member,
)


class Problem(StrEnum):
    """Why an act on groups is not done."""

    SAME = "same"
    ALREADY = "already"
    CLOSED = "closed"
    ALONE = "alone"
    UNDONE = "undone"


def merge(turn: Turn, concern: Concern, into: Concern) -> Problem | GroupAct:
    """Two open concerns, with the groups they stand in, become one group; the older group's representative stays."""
    if concern.id == into.id:
        return Problem.SAME
    if not (is_open(concern) and is_open(into)):
        return Problem.CLOSED
    mine, theirs = _group_of(turn, concern), _group_of(turn, into)
    if mine is not None and theirs is not None and mine.id == theirs.id:
        return Problem.ALREADY
    if (mine is not None and theirs is None) or (mine is theirs is None and concern.id < into.id):
        concern, into, mine, theirs = into, concern, theirs, mine
    act = _act(turn, GroupActKind.MERGE, concern, other=into)
    group = theirs or _found_group(turn, into, act)
    act = act.model_copy(update={"group_id": group.id, "before_id": mine.representative_id if mine else None})
    moving = [one.concern for one in _members(turn, mine)] if mine else [concern]
    joined = {one.concern.id for one in _members(turn, mine) if one.joined} if mine else set()
    for one in moving:
        concern_groups.end_member(turn.tx, turn.office.id, one.id, turn.at, act.id)
        _add(turn, group, one, act, joined=one.id in joined)
    _decide_between(turn, moving, group, LikenessState.SUGGESTED, LikenessState.MERGED)
    _keep_act(turn, act)
    _follow(turn, group, moving)
    return act


def join(turn: Turn, concern: Concern, target: Concern) -> ConcernGroup | None:
    """A resident's concern joins another's «me too»; None when that one is no longer open. Returns the group."""
    if not (is_open(concern) and is_open(target)):
        return None
    act = _act(turn, GroupActKind.JOIN, concern, other=target)
    group = _group_of(turn, target) or _found_group(turn, target, act)
    _add(turn, group, concern, act, joined=True)
    concern_groups.add_act(turn.tx, act.model_copy(update={"group_id": group.id}))
    turn.record("join_group", "concern", concern.id, after={"group": group.id, "record": act.id})
    _follow(turn, group, [concern])
    return group


def keep_apart(turn: Turn, concern: Concern, other: Concern) -> Problem | GroupAct:
    """Two concerns are not one matter: remembered, and not suggested again."""
    mine, theirs = _group_of(turn, concern), _group_of(turn, other)
    if concern.id == other.id:
        return Problem.SAME
    if mine is not None and theirs is not None and mine.id == theirs.id:
        return Problem.ALREADY
    act = _act(turn, GroupActKind.APART, concern, other=other)
    _set_apart(turn, concern, other)
    _keep_act(turn, act)
    return act


def split(turn: Turn, concern: Concern) -> Problem | GroupAct:
    """A concern leaves its group and is kept apart from it; what its agency has, stays with the agency."""
    group = _group_of(turn, concern)
    if group is None:
        return Problem.ALONE
    act = _act(turn, GroupActKind.SPLIT, concern, group=group)
    concern_groups.end_member(turn.tx, turn.office.id, concern.id, turn.at, act.id)
    for one in _members(turn, group):
        _set_apart(turn, concern, one.concern)
    _settle(turn, group, act.id)
    _keep_act(turn, act)
    return act


def represent(turn: Turn, concern: Concern) -> Problem | GroupAct:
    """Another concern stands for the group from now on."""
    group = _group_of(turn, concern)
    if group is None:
        return Problem.ALONE
    if group.representative_id == concern.id:
        return Problem.ALREADY
    act = _act(turn, GroupActKind.REPRESENT, concern, group=group)
    concern_groups.set_representative(turn.tx, turn.office.id, group.id, concern.id)
    _keep_act(turn, act)
    return act


def undo(turn: Turn, done: GroupAct) -> Problem | GroupAct:
    """Take an act back: who came by it leaves, who left by it is back, and the suggestion waits again.

    A concern that was protected, or stands in another group since, stays where it is.
    """
    if not concern_groups.mark_undone(turn.tx, turn.office.id, done.id, turn.at):
        return Problem.UNDONE
    act = GroupAct(
        office_id=turn.office.id,
        id=new_id(turn.at),
        kind=GroupActKind.UNDO,
        group_id=done.group_id,
        concern_id=done.concern_id,
        other_id=done.other_id,
        before_id=done.id,
        done_by=turn.person.id,
        done_at=turn.at,
        undone_at=None,
    )
    moved = concern_groups.moved_by(turn.tx, turn.office.id, done.id)
    for row in moved:
        if row.came_by == done.id and row.left_at is None:
            concern_groups.end_member(turn.tx, turn.office.id, row.concern_id, turn.at, act.id)
    for row in moved:
        if row.left_by == done.id:
            _come_back(turn, row, act)
    _restore(turn, done)
    _keep_act(turn, act)
    return act


def _come_back(turn: Turn, row: Member, act: GroupAct) -> None:
    concern = concerns.get_concern(turn.tx, turn.office.id, row.concern_id)
    group = concern_groups.get_group(turn.tx, turn.office.id, row.group_id)
    if concern is None or concern.protected or group is None or _group_of(turn, concern) is not None:
        return
    _add(turn, group, concern, act, joined=row.joined)


def _restore(turn: Turn, done: GroupAct) -> None:
    """What the act had set beside the memberships: the representative, and what was decided of the suggestion."""
    group = concern_groups.get_group(turn.tx, turn.office.id, done.group_id) if done.group_id else None
    before = done.before_id if done.kind in (GroupActKind.SPLIT, GroupActKind.REPRESENT) else None
    if group is not None and before is not None and before in {one.concern.id for one in _members(turn, group)}:
        concern_groups.set_representative(turn.tx, turn.office.id, group.id, before)
    if done.kind is GroupActKind.SPLIT and group is not None:
        for one in _members(turn, group):
            likenesses.decide(turn.tx, turn.office.id, done.concern_id, one.concern.id, LikenessState.MERGED)
    elif done.kind is GroupActKind.APART and done.other_id is not None:
        likenesses.decide(turn.tx, turn.office.id, done.concern_id, done.other_id, LikenessState.SUGGESTED)
    elif done.kind is GroupActKind.MERGE:
        _suggest_again(turn, [row.concern_id for row in concern_groups.moved_by(turn.tx, turn.office.id, done.id)])
    if group is not None:
        _settle(turn, group, None)


def _suggest_again(turn: Turn, ids: list[int]) -> None:
    """Pairs that were merged and are in one group no longer wait for a decision again."""
    for concern_id in ids:
        own = concern_groups.group_of(turn.tx, turn.office.id, concern_id)
        for found in likenesses.of_concern(turn.tx, turn.office.id, concern_id):
            other = found.concern_id + found.other_id - concern_id
            beside = concern_groups.group_of(turn.tx, turn.office.id, other)
            if found.state is LikenessState.MERGED and (own is None or beside is None or own.id != beside.id):
                likenesses.decide(turn.tx, turn.office.id, concern_id, other, LikenessState.SUGGESTED)


def leave_silently(turn: Turn, concern: Concern) -> None:
    """A concern was closed to all but the inspector: it leaves its group, and nothing that compares it is kept."""
    office_id = turn.office.id
    prints.forget(turn.tx, office_id, concern.id)  # first: this waits for a comparison that is under way
    group = _group_of(turn, concern)
    likenesses.forget(turn.tx, office_id, concern.id)
    corrections.forget_words(turn.tx, office_id, concern.id)
    matching.known_of(office_id).remove(concern.id)
    if group is not None:
        concern_groups.end_member(turn.tx, office_id, concern.id, turn.at, None)
        _settle(turn, group, None)


def _settle(turn: Turn, group: ConcernGroup, act_id: int | None) -> None:
    """After somebody left: one alone is no group, and a group whose representative is gone gets its oldest member."""
    group = concern_groups.get_group(turn.tx, turn.office.id, group.id) or group
    left = [one.concern.id for one in _members(turn, group)]
    if len(left) == 1:
        concern_groups.end_member(turn.tx, turn.office.id, left[0], turn.at, act_id)
    elif left and group.representative_id not in left:
        concern_groups.set_representative(turn.tx, turn.office.id, group.id, left[0])


def _group_of(turn: Turn, concern: Concern) -> ConcernGroup | None:
    """The group that a concern stands in, held; read again once it is held, for another may have moved it."""
    group = concern_groups.group_of(turn.tx, turn.office.id, concern.id)
    if group is None:
        return None
    concern_groups.lock_group(turn.tx, turn.office.id, group.id)
    return concern_groups.group_of(turn.tx, turn.office.id, concern.id)


def _members(turn: Turn, group: ConcernGroup) -> list[Grouped]:
    return concern_groups.members(turn.tx, turn.office.id, group.id)


def _found_group(turn: Turn, first: Concern, act: GroupAct) -> ConcernGroup:
    group = ConcernGroup(office_id=turn.office.id, id=new_id(turn.at), representative_id=first.id, created_at=turn.at)
    concern_groups.add_group(turn.tx, group)
    _add(turn, group, first, act, joined=False)
    return group


def _add(turn: Turn, group: ConcernGroup, concern: Concern, act: GroupAct, *, joined: bool) -> None:
    member = Member(
        office_id=turn.office.id,
        id=new_id(turn.at),
        group_id=group.id,
        concern_id=concern.id,
        joined=joined,
        came_by=act.id,
        came_at=turn.at,
        left_by=None,
        left_at=None,
    )
    concern_groups.add_member(turn.tx, member)


def _act(
    turn: Turn,
    kind: GroupActKind,
    concern: Concern,
    *,
    other: Concern | None = None,
    group: ConcernGroup | None = None,
) -> GroupAct:
    return GroupAct(
        office_id=turn.office.id,
        id=new_id(turn.at),
        kind=kind,
        group_id=group.id if group else None,
        concern_id=concern.id,
        other_id=other.id if other else None,
        before_id=group.representative_id if group else None,
        done_by=turn.person.id,
        done_at=turn.at,
        undone_at=None,
    )


def _keep_act(turn: Turn, act: GroupAct) -> None:
    """The trail of groups, and the audit log: ids only, for a code may become one that nobody may read."""
    concern_groups.add_act(turn.tx, act)
    after = {"group": act.group_id, "record": act.id}
    for concern_id in dict.fromkeys((act.concern_id, act.other_id)):
        if concern_id is not None:
            turn.record(f"group_{act.kind}", "concern", concern_id, after=after)


def _set_apart(turn: Turn, concern: Concern, other: Concern) -> None:
    if likenesses.decide(turn.tx, turn.office.id, concern.id, other.id, LikenessState.APART):
        return
    pair = Likeness(
        office_id=turn.office.id,
        concern_id=max(concern.id, other.id),
        other_id=min(concern.id, other.id),
        score=0.0,
        reasons=(),
        state=LikenessState.APART,
        found_at=turn.at,
    )
    likenesses.suggest(turn.tx, [pair])


def _decide_between(
    turn: Turn, moving: list[Concern], group: ConcernGroup, before: LikenessState, after: LikenessState
) -> None:
    inside = {one.concern.id for one in _members(turn, group)}
    for one in moving:
        for found in likenesses.of_concern(turn.tx, turn.office.id, one.id):
            if {found.concern_id, found.other_id} <= inside and found.state is before:
                likenesses.decide(turn.tx, turn.office.id, found.concern_id, found.other_id, after)


def _follow(turn: Turn, group: ConcernGroup, newcomers: list[Concern]) -> None:
    head = concerns.get_concern(turn.tx, turn.office.id, group.representative_id)
    for one in newcomers:
        if head is not None and one.id != head.id:
            group_work.follow(turn.tx, one, head, turn.at)
