"""The officials' inbox: concerns by state, topic, hamlet and agency, a page at a time (keyset, never OFFSET)."""

from dataclasses import dataclass
from datetime import date

from storage.records import Concern, ConcernState
from storage.transaction import Transaction, Value


@dataclass(frozen=True, kw_only=True)
class Selection:
    """Which concerns. Empty and None mean «any».

    protected: the suspected denunciations instead of all others; never both. agency_id: only what this agency answers
    or has answered. assigned_by: only what this person gave to an agency and is still there. late_on: only what was due
    before this day.
    """

    office_id: int
    protected: bool = False
    agency_id: int | None = None
    states: tuple[ConcernState, ...] = ()
    topic: str = ""
    area_id: int | None = None
    assigned_by: int | None = None
    late_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Count:
    """How many concerns have this state, topic and hamlet; whether they are late, and given out by `assigned_by`."""

    state: ConcernState
    topic: str
    area_id: int | None
    late: bool
    mine: bool
    n: int


def page(tx: Transaction, chosen: Selection, *, before_number: int | None = None, limit: int = 6) -> list[Concern]:
    """A page of concerns, the newest first, after those whose number is below `before_number`."""
    rows = tx.all(
        """SELECT c.* FROM concern AS c
           WHERE c.office_id = :office_id AND c.protected = :protected AND c.state <> 'withdrawn'
             AND (:states = '' OR :states LIKE '%,' || c.state || ',%')
             AND (:topic = '' OR c.topic = :topic)
             AND (CAST(:area_id AS BIGINT) IS NULL OR c.area_id = CAST(:area_id AS BIGINT))
             AND (:any_due OR c.due_on < :late_on)
             AND (CAST(:before_number AS BIGINT) IS NULL OR c.number < CAST(:before_number AS BIGINT))
             AND (CAST(:agency_id AS BIGINT) IS NULL OR EXISTS (
                    SELECT 1 FROM assignment AS a WHERE a.office_id = c.office_id AND a.concern_id = c.id
                      AND a.agency_id = CAST(:agency_id AS BIGINT) AND a.state IN ('open', 'done')))
             AND (CAST(:assigned_by AS BIGINT) IS NULL OR EXISTS (
                    SELECT 1 FROM assignment AS m WHERE m.office_id = c.office_id AND m.concern_id = c.id
                      AND m.assigned_by = CAST(:assigned_by AS BIGINT) AND m.state = 'open'))
           ORDER BY c.number DESC LIMIT :limit""",
        states=_listed(chosen.states),
        before_number=before_number,
        any_due=chosen.late_on is None,
        late_on=chosen.late_on or date.min,
        assigned_by=chosen.assigned_by,
        limit=limit,
        **_common(chosen),
    )
    return [Concern.of(row) for row in rows]


def counts(tx: Transaction, chosen: Selection, *, today: date, mine_of: int) -> list[Count]:
    """How many concerns there are of each state, topic and hamlet within a selection, whatever its states.

    `mine_of`: the person whose assignments count as mine.
    """
    rows = tx.all(
        """SELECT c.state, c.topic, c.area_id,
             CASE WHEN c.due_on < :today AND c.state IN ('received', 'assigned', 'drafted') THEN 1 ELSE 0 END AS late,
             CASE WHEN EXISTS (SELECT 1 FROM assignment AS m WHERE m.office_id = c.office_id AND m.concern_id = c.id
                                 AND m.assigned_by = :mine_of AND m.state = 'open') THEN 1 ELSE 0 END AS mine,
             COUNT(*) AS n
           FROM concern AS c
           WHERE c.office_id = :office_id AND c.protected = :protected AND c.state <> 'withdrawn'
             AND (:topic = '' OR c.topic = :topic)
             AND (CAST(:area_id AS BIGINT) IS NULL OR c.area_id = CAST(:area_id AS BIGINT))
             AND (CAST(:agency_id AS BIGINT) IS NULL OR EXISTS (
                    SELECT 1 FROM assignment AS a WHERE a.office_id = c.office_id AND a.concern_id = c.id
                      AND a.agency_id = CAST(:agency_id AS BIGINT) AND a.state IN ('open', 'done')))
           GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5""",
        today=today,
        mine_of=mine_of,
        **_common(chosen),
    )
    return [
        Count(
            state=ConcernState(row["state"]),
            topic=row["topic"],
            area_id=row["area_id"],
            late=bool(row["late"]),
            mine=bool(row["mine"]),
            n=int(row["n"]),
        )
        for row in rows
    ]


def _listed(states: tuple[ConcernState, ...]) -> str:
    return f",{','.join(states)}," if states else ""


def _common(chosen: Selection) -> dict[str, Value]:
    return {
        "office_id": chosen.office_id,
        "protected": chosen.protected,
        "topic": chosen.topic,
        "area_id": chosen.area_id,
        "agency_id": chosen.agency_id,
    }
