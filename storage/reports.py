"""Contributors' reports and for whom their concerns were filed."""

from datetime import datetime

from storage.records import Concern, OnBehalf, Report, SheetOrder
from storage.rows import insert, insert_many
from storage.transaction import Transaction


def add_report(tx: Transaction, report: Report) -> None:
    """Remember a report. Raises AlreadyRecorded when the same sheet is filed already."""
    insert(tx, "report", report)


def get_report(tx: Transaction, office_id: int, report_id: int) -> Report | None:
    """One report, held until the transaction ends, or None."""
    row = tx.one(
        "SELECT * FROM report WHERE office_id = :office_id AND id = :report_id /*pg FOR UPDATE*/",
        office_id=office_id,
        report_id=report_id,
    )
    return Report.of(row) if row else None


def mark_filed(tx: Transaction, report: Report) -> bool:
    """A sheet that waited was taken whole; False when it did not wait. Raises AlreadyRecorded for one filed before."""
    return bool(
        tx.run(
            """UPDATE report SET state = 'filed', source_hash = :source_hash, due_at = :due_at, late = :late
               WHERE office_id = :office_id AND id = :id AND state = 'waiting'""",
            office_id=report.office_id,
            id=report.id,
            source_hash=report.source_hash,
            due_at=report.due_at,
            late=report.late,
        )
    )


def mark_refused(tx: Transaction, office_id: int, report_id: int) -> bool:
    """Nothing of a sheet that waited was taken; False when it did not wait."""
    return bool(
        tx.run(
            """UPDATE report SET state = 'refused'
               WHERE office_id = :office_id AND id = :report_id AND state = 'waiting'""",
            office_id=office_id,
            report_id=report_id,
        )
    )


def mark_withdrawn(tx: Transaction, office_id: int, report_id: int, at: datetime) -> bool:
    """A filed report is taken back; False when it was not filed, or is withdrawn already."""
    return bool(
        tx.run(
            """UPDATE report SET state = 'withdrawn', withdrawn_at = :at
               WHERE office_id = :office_id AND id = :report_id AND state = 'filed'""",
            office_id=office_id,
            report_id=report_id,
            at=at,
        )
    )


def set_mood(tx: Transaction, office_id: int, report_id: int, mood: str) -> bool:
    """Write beside a filed report what it says of the people's mood; False when it is not filed (any more)."""
    return bool(
        tx.run(
            """UPDATE report SET mood = :mood
               WHERE office_id = :office_id AND id = :report_id AND state = 'filed'""",
            office_id=office_id,
            report_id=report_id,
            mood=mood,
        )
    )


def filed_with_hash(tx: Transaction, office_id: int, source_hash: str) -> Report | None:
    """The filed report that came from the same bytes, or None."""
    row = tx.one(
        "SELECT * FROM report WHERE office_id = :office_id AND source_hash = :source_hash AND state = 'filed'",
        office_id=office_id,
        source_hash=source_hash,
    )
    return Report.of(row) if row else None


def filed_by(tx: Transaction, office_id: int, person_id: int, *, before: int | None = None, limit: int) -> list[Report]:
    """What a person filed or took back, the newest first, below the id `before`."""
    rows = tx.all(
        """SELECT * FROM report
           WHERE office_id = :office_id AND filed_by = :person_id AND state IN ('filed', 'withdrawn')
             AND (CAST(:before AS BIGINT) IS NULL OR id < CAST(:before AS BIGINT))
           ORDER BY id DESC LIMIT :limit""",
        office_id=office_id,
        person_id=person_id,
        before=before,
        limit=limit,
    )
    return [Report.of(row) for row in rows]


def filed_under(tx: Transaction, office_id: int, session_id: int | None, route: str, sender: str) -> list[Report]:
    """The filed reports of one body under one route of a session, the oldest first."""
    rows = tx.all(
        """SELECT * FROM report
           WHERE office_id = :office_id AND route = :route AND sender = :sender AND state = 'filed'
             AND (session_id = CAST(:session_id AS BIGINT)
                  OR (session_id IS NULL AND CAST(:session_id AS BIGINT) IS NULL))
           ORDER BY id""",
        office_id=office_id,
        session_id=session_id,
        route=route,
        sender=sender,
    )
    return [Report.of(row) for row in rows]


def was_filed_at(tx: Transaction, report: Report, at: datetime) -> bool:
    """Whether a report of the same sender, route and session, taken back or not, was filed at this very moment."""
    row = tx.one(
        """SELECT 1 AS found FROM report
           WHERE office_id = :office_id AND route = :route AND sender = :sender AND filed_at = :at
             AND session_id = CAST(:session_id AS BIGINT) AND state IN ('filed', 'withdrawn') LIMIT 1""",
        office_id=report.office_id,
        route=report.route,
        sender=report.sender,
        session_id=report.session_id,
        at=at,
    )
    return row is not None


def forward(tx: Transaction, office_id: int, report_id: int, forwarded_in: int) -> bool:
    """A filed report is passed on; False when it was before, or is not filed."""
    return bool(
        tx.run(
            """UPDATE report SET forwarded_in = :forwarded_in
               WHERE office_id = :office_id AND id = :report_id AND state = 'filed' AND forwarded_in IS NULL""",
            office_id=office_id,
            report_id=report_id,
            forwarded_in=forwarded_in,
        )
    )


def take_forward_back(tx: Transaction, office_id: int, forwarded_in: int) -> int:
    """What was passed on by this report is not any more; return how many reports."""
    return tx.run(
        "UPDATE report SET forwarded_in = NULL WHERE office_id = :office_id AND forwarded_in = :forwarded_in",
        office_id=office_id,
        forwarded_in=forwarded_in,
    )


def add_on_behalf(tx: Transaction, rows: list[OnBehalf]) -> None:
    """Remember for whom concerns were filed."""
    insert_many(tx, "on_behalf", list(rows))


def on_behalf_of(tx: Transaction, office_id: int, concern_id: int) -> OnBehalf | None:
    """For whom a concern was filed; None for one that its sender sent."""
    row = tx.one(
        "SELECT * FROM on_behalf WHERE office_id = :office_id AND concern_id = :concern_id",
        office_id=office_id,
        concern_id=concern_id,
    )
    return OnBehalf.of(row) if row else None


def concerns_of(tx: Transaction, office_id: int, report_id: int, *, hold: bool = False) -> list[Concern]:
    """The concerns of a report in order, the protected ones too. `hold`: nobody decides about them meanwhile."""
    rows = tx.all(
        f"""SELECT c.* FROM on_behalf AS b JOIN concern AS c ON c.office_id = b.office_id AND c.id = b.concern_id
            WHERE b.office_id = :office_id AND b.report_id = :report_id ORDER BY c.number
            {"/*pg FOR UPDATE OF c */" if hold else ""}""",  # noqa: S608 - our own words only
        office_id=office_id,
        report_id=report_id,
    )
    return [Concern.of(row) for row in rows]


def count_assigned(tx: Transaction, office_id: int, report_id: int) -> int:
    """How many open concerns of a report somebody has begun to deal with: given out, decided, or put into a group."""
    row = tx.one(
        """SELECT COUNT(*) AS n FROM on_behalf AS b
           JOIN concern AS c ON c.office_id = b.office_id AND c.id = b.concern_id
           WHERE b.office_id = :office_id AND b.report_id = :report_id AND c.protected = FALSE
             AND (c.state <> 'received'
                  OR EXISTS (SELECT 1 FROM assignment AS a WHERE a.office_id = c.office_id AND a.concern_id = c.id)
                  OR EXISTS (SELECT 1 FROM group_member AS m
                             WHERE m.office_id = c.office_id AND m.concern_id = c.id AND m.left_at IS NULL))""",
        office_id=office_id,
        report_id=report_id,
    )
    return int(row["n"]) if row else 0


def withdraw_concerns(tx: Transaction, office_id: int, report_id: int) -> int:
    """Take a report's open concerns out of every session and list; the words stay. Return how many."""
    return tx.run(
        """UPDATE concern SET state = 'withdrawn', session_id = NULL, for_next_session = FALSE
           WHERE office_id = :office_id AND protected = FALSE AND state = 'received'
             AND id IN (SELECT concern_id FROM on_behalf WHERE office_id = :office_id AND report_id = :report_id)""",
        office_id=office_id,
        report_id=report_id,
    )


def add_order(tx: Transaction, order: SheetOrder) -> None:
    """Remember that somebody waits for the empty sheet."""
    insert(tx, "sheet_order", order)


def waiting_orders(tx: Transaction, limit: int) -> list[SheetOrder]:
    """Who waits for the empty sheet, in every office, the oldest first."""
    rows = tx.all("SELECT * FROM sheet_order WHERE state = 'waiting' ORDER BY id LIMIT :limit", limit=limit)
    return [SheetOrder.of(row) for row in rows]


def take_order(tx: Transaction, order: SheetOrder) -> bool:
    """The sheet is made and on its way; False when somebody else has sent it."""
    return bool(
        tx.run(
            "UPDATE sheet_order SET state = 'made' WHERE office_id = :office_id AND id = :id AND state = 'waiting'",
            office_id=order.office_id,
            id=order.id,
        )
    )
