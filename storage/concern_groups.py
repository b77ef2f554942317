"""Groups of concerns that people found to be one matter: who belongs to them now, who did, and by which act."""

from datetime import datetime

from storage.records import Concern, ConcernGroup, GroupAct, Grouped, Member
from storage.rows import insert
from storage.transaction import Transaction


def add_group(tx: Transaction, group: ConcernGroup) -> None:
    """Remember a new group; its members are rows of their own."""
    insert(tx, "concern_group", group)


def group_of(tx: Transaction, office_id: int, concern_id: int) -> ConcernGroup | None:
    """The group that a concern stands in now, or None."""
    row = tx.one(
        """SELECT g.* FROM group_member AS m
           JOIN concern_group AS g ON g.office_id = m.office_id AND g.id = m.group_id
           WHERE m.office_id = :office_id AND m.concern_id = :concern_id AND m.left_at IS NULL""",
        office_id=office_id,
        concern_id=concern_id,
    )
    return ConcernGroup.of(row) if row else None


def get_group(tx: Transaction, office_id: int, group_id: int) -> ConcernGroup | None:
    """The group with this id, or None."""
    row = tx.one(
        "SELECT * FROM concern_group WHERE office_id = :office_id AND id = :group_id",
        office_id=office_id,
        group_id=group_id,
    )
    return ConcernGroup.of(row) if row else None


def lock_group(tx: Transaction, office_id: int, group_id: int) -> None:
    """Nobody else changes this group until the transaction ends."""
    tx.one(
        "SELECT id FROM concern_group WHERE office_id = :office_id AND id = :group_id /*pg FOR UPDATE*/",
        office_id=office_id,
        group_id=group_id,
    )


def members(tx: Transaction, office_id: int, group_id: int) -> list[Grouped]:
    """The concerns that stand in a group now, the oldest first; never one that is protected."""
    rows = tx.all(
        """SELECT c.*, m.joined AS joined_ FROM group_member AS m
           JOIN concern AS c ON c.office_id = m.office_id AND c.id = m.concern_id AND c.protected = FALSE
           WHERE m.office_id = :office_id AND m.group_id = :group_id AND m.left_at IS NULL ORDER BY c.id""",
        office_id=office_id,
        group_id=group_id,
    )
    fields = Concern.model_fields
    return [Grouped(concern=Concern.of({f: row[f] for f in fields}), joined=bool(row["joined_"])) for row in rows]


def voices(tx: Transaction, office_id: int, group_id: int) -> int:
    """How many persons stand behind a group: each counts once, and nobody who took their consent back."""
    row = tx.one(
        """SELECT COUNT(DISTINCT p.id) AS n FROM group_member AS m
           JOIN concern AS c ON c.office_id = m.office_id AND c.id = m.concern_id AND c.protected = FALSE
           JOIN person AS p ON p.office_id = c.office_id AND p.id = c.person_id AND p.consent <> 'refused'
           WHERE m.office_id = :office_id AND m.group_id = :group_id AND m.left_at IS NULL""",
        office_id=office_id,
        group_id=group_id,
    )
    return int(row["n"]) if row else 0


def groups(tx: Transaction, office_id: int, *, before: int | None = None, limit: int = 6) -> list[ConcernGroup]:
    """A page of the groups that have members and an open concern among them, the newest first."""
    rows = tx.all(
        """SELECT g.* FROM concern_group AS g
           WHERE g.office_id = :office_id
             AND (CAST(:before AS BIGINT) IS NULL OR g.id < CAST(:before AS BIGINT))
             AND EXISTS (SELECT 1 FROM group_member AS m
                         JOIN concern AS c ON c.office_id = m.office_id AND c.id = m.concern_id
                           AND c.protected = FALSE AND c.state IN ('received', 'assigned', 'drafted')
                         WHERE m.office_id = g.office_id AND m.group_id = g.id AND m.left_at IS NULL)
           ORDER BY g.id DESC LIMIT :limit""",
        office_id=office_id,
        before=before,
        limit=limit,
    )
    return [ConcernGroup.of(row) for row in rows]


def representatives(tx: Transaction, office_id: int, session_id: int | None) -> dict[int, int]:
    """Concern id -> id of its group's representative, for the grouped concerns of a session (None: of no session)."""
    rows = tx.all(
        """SELECT m.concern_id, g.representative_id FROM concern AS c
           JOIN group_member AS m ON m.office_id = c.office_id AND m.concern_id = c.id AND m.left_at IS NULL
           JOIN concern_group AS g ON g.office_id = m.office_id AND g.id = m.group_id
           WHERE c.office_id = :office_id AND c.protected = FALSE
             AND (c.session_id = CAST(:session_id AS BIGINT)
                  OR (c.session_id IS NULL AND CAST(:session_id AS BIGINT) IS NULL))""",
        office_id=office_id,
        session_id=session_id,
    )
    return {int(row["concern_id"]): int(row["representative_id"]) for row in rows}


def add_member(tx: Transaction, member: Member) -> None:
    """Let a concern stand in a group. Raises AlreadyRecorded while it stands in another."""
    insert(tx, "group_member", member)


def end_member(tx: Transaction, office_id: int, concern_id: int, at: datetime, left_by: int | None) -> bool:
    """Let a concern leave its group by an act (None: by a rule); False when it stood in none."""
    return bool(
        tx.run(
            """UPDATE group_member SET left_at = :at, left_by = :left_by
               WHERE office_id = :office_id AND concern_id = :concern_id AND left_at IS NULL""",
            office_id=office_id,
            concern_id=concern_id,
            at=at,
            left_by=left_by,
        )
    )


def moved_by(tx: Transaction, office_id: int, act_id: int) -> list[Member]:
    """The memberships that an act began or ended."""
    rows = tx.all(
        """SELECT * FROM group_member
           WHERE office_id = :office_id AND (came_by = :act_id OR left_by = :act_id) ORDER BY id""",
        office_id=office_id,
        act_id=act_id,
    )
    return [Member.of(row) for row in rows]


def set_representative(tx: Transaction, office_id: int, group_id: int, concern_id: int) -> None:
    """Remember who stands for a group."""
    tx.run(
        "UPDATE concern_group SET representative_id = :concern_id WHERE office_id = :office_id AND id = :group_id",
        office_id=office_id,
        group_id=group_id,
        concern_id=concern_id,
    )


def add_act(tx: Transaction, act: GroupAct) -> None:
    """Append an act to the trail."""
    insert(tx, "group_act", act)


def get_act(tx: Transaction, office_id: int, act_id: int) -> GroupAct | None:
    """The act with this id, or None."""
    row = tx.one(
        "SELECT * FROM group_act WHERE office_id = :office_id AND id = :act_id", office_id=office_id, act_id=act_id
    )
    return GroupAct.of(row) if row else None


def acts_of(tx: Transaction, office_id: int, group_id: int) -> list[GroupAct]:
    """Everything that was done with a group, the oldest first."""
    rows = tx.all(
        "SELECT * FROM group_act WHERE office_id = :office_id AND group_id = :group_id ORDER BY id",
        office_id=office_id,
        group_id=group_id,
    )
    return [GroupAct.of(row) for row in rows]


def mark_undone(tx: Transaction, office_id: int, act_id: int, at: datetime) -> bool:
    """Mark an act as undone; False when somebody did so before."""
    return bool(
        tx.run(
            """UPDATE group_act SET undone_at = :at
               WHERE office_id = :office_id AND id = :act_id AND undone_at IS NULL""",
            office_id=office_id,
            act_id=act_id,
            at=at,
        )
    )
