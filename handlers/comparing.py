"""Off the reply path: each new concern is compared with those before it, and what looks alike becomes a suggestion.

Never more than a suggestion: officials merge (handlers/official/concern_groups/merging.py). Protected concerns take no
part. A tick repeated finds nothing new; of several workers one does each concern, because the counter's row is held
meanwhile.
"""

from collections.abc import Iterator
from datetime import datetime

from handlers import matching
from handlers.matching import Known
from handlers.rules.alike import is_open, one_place
from storage import concern_groups, concerns, counters, likenesses, prints, search
from storage.records import Concern, ConcernGroup, Likeness, LikenessState, Office
from storage.transaction import Transaction

AT_ONCE = 5
"""Concerns compared in one transaction: meanwhile nobody else writes on SQLite (docs/performance.md)."""
READ_AT_ONCE = 500
MOST_LOOKED = 20
MOST_SUGGESTED = 3


def read_on(tx: Transaction, office: Office, limit: int = READ_AT_ONCE) -> bool:
    """Take the next kept prints into memory; True when all of them are there."""
    known = matching.known_of(office.id)
    if known.place == (0, 0):
        known.place = (prints.newest(tx, office.id, matching.MOST_KNOWN), 0)
    rows = prints.taken_after(tx, office.id, *known.place, limit)
    for row in rows:
        known.add(int(row["concern_id"]), row["print"])
        known.place = (int(row["seq"]), int(row["concern_id"]))
    if len(rows) < limit:
        known.ready = True
        return True
    return False


def something_waits(tx: Transaction, office: Office) -> bool:
    """Whether a concern waits to be compared."""
    return bool(prints.waiting(tx, office.id, 1))


def compare_new(tx: Transaction, office: Office, at: datetime, limit: int = AT_ONCE) -> int:
    """Compare the concerns that wait, at most `limit`; return how many were compared. 0 while memory is not filled."""
    known = matching.known_of(office.id)
    if not known.ready or not something_waits(tx, office):
        return 0
    seq = counters.take_next(tx, office.id, "comparing")  # other workers wait here until this transaction ends
    while not read_on(tx, office):
        pass
    waiting = prints.waiting(tx, office.id, limit)
    for concern in waiting:
        stored = matching.dump(concern.text)
        if prints.keep(tx, office.id, concern.id, stored, seq):
            _compare(tx, office, known, concern, at)
            known.add(concern.id, stored)
    return len(waiting)


def something_is_outdated(office: Office) -> bool:
    """Whether a print in memory was taken with other tables than today's."""
    return bool(matching.known_of(office.id).outdated)


def renew(tx: Transaction, office: Office, limit: int = AT_ONCE) -> None:
    """Take the next outdated prints anew, at most `limit`: a new version of the program reads texts otherwise.

    Only what is kept and in memory changes: what was suggested, merged or kept apart stays. A concern that was
    protected or forgotten meanwhile is left out.
    """
    known = matching.known_of(office.id)
    outdated = known.outdated[-limit:]
    for concern in search.concerns(tx, office.id, outdated, hold=True):
        stored = matching.dump(concern.text)
        if prints.renew(tx, office.id, concern.id, stored):
            known.add(concern.id, stored)
    known.outdated = [one for one in known.outdated if one not in outdated]


def _compare(tx: Transaction, office: Office, known: Known, concern: Concern, at: datetime) -> None:
    found = [*_alike(tx, known, concern)]
    earlier = [other for other, _ in found if _is_of_earlier_session(concern, other)]
    if earlier and office.profile.flag_recurring:
        likenesses.mark_recurring(tx, office.id, concern.id, [other.id for other in earlier])
    if is_open(concern):
        likenesses.suggest(tx, [*_suggestions(tx, concern, found, at)])


def _alike(tx: Transaction, known: Known, concern: Concern) -> Iterator[tuple[Concern, float]]:
    """Earlier concerns that seem the same matter in the same place. What is in memory is asked of the database."""
    found = [match for match in known.like(concern.text, MOST_LOOKED) if match.concern_id != concern.id]
    others = {one.id: one for one in search.concerns(tx, concern.office_id, [match.concern_id for match in found])}
    for match in found:
        other = others.get(match.concern_id)
        if other is not None and one_place(concern.area_id, other.area_id, named=match.named):
            yield other, match.score


def _is_of_earlier_session(concern: Concern, other: Concern) -> bool:
    return other.session_id is not None and other.session_id != concern.session_id and other.id < concern.id


def _suggestions(
    tx: Transaction, concern: Concern, found: list[tuple[Concern, float]], at: datetime
) -> Iterator[Likeness]:
    """At most three: each with another group's representative or a concern that stands alone, and never one that
    people kept apart from it."""
    own = concern_groups.group_of(tx, concern.office_id, concern.id)
    apart = likenesses.apart_from(tx, concern.office_id, concern.id)
    seen: set[int] = {concern.id}
    for other, score in found:
        group = concern_groups.group_of(tx, concern.office_id, other.id)
        head = _head(tx, other, group)
        beside = {one.concern.id for one in concern_groups.members(tx, head.office_id, group.id)} if group else set()
        if head.id in seen or not is_open(head) or (group and own and group.id == own.id) or apart & {head.id, *beside}:
            continue
        seen.add(head.id)
        if not prints.hold(tx, concern.office_id, head.id):  # it is being protected at this moment
            continue
        yield Likeness(
            office_id=concern.office_id,
            concern_id=concern.id,
            other_id=head.id,
            score=score,
            reasons=matching.compare(concern.text, head.text).reasons,
            state=LikenessState.SUGGESTED,
            found_at=at,
        )
        if len(seen) > MOST_SUGGESTED:
            return


def _head(tx: Transaction, other: Concern, group: ConcernGroup | None) -> Concern:
    head = concerns.get_concern(tx, other.office_id, group.representative_id) if group else None
    return head or other
