"""Offices with their areas, agencies and plans."""

from datetime import datetime

from storage.errors import NotFound
from storage.records import Agency, Area, Office
from storage.rows import insert, values_of
from storage.transaction import Transaction


def add_office(tx: Transaction, office: Office) -> None:
    """Remember a new office. Raises AlreadyRecorded when its code is taken."""
    insert(tx, "office", office)


def find_office(tx: Transaction, code: str) -> Office | None:
    """The office with this code, or None."""
    row = tx.one("SELECT * FROM office WHERE code = :code", code=code)
    return Office.of(row) if row else None


def get_office(tx: Transaction, office_id: int) -> Office:
    """The office with this id. Raises NotFound."""
    row = tx.one("SELECT * FROM office WHERE id = :office_id", office_id=office_id)
    if row is None:
        raise NotFound("office")
    return Office.of(row)


def all_offices(tx: Transaction) -> list[Office]:
    """Every office of this deployment, the oldest first."""
    return [Office.of(row) for row in tx.all("SELECT * FROM office ORDER BY id")]


def set_profile(tx: Transaction, office: Office) -> None:
    """Write an office's name and profile anew, after its plan was imported again."""
    tx.run(
        "UPDATE office SET name = :name, profile = :profile WHERE id = :id",
        id=office.id,
        name=office.name,
        profile=office.profile.model_dump_json(),
    )


def add_area(tx: Transaction, area: Area) -> None:
    """Remember a hamlet of an office."""
    insert(tx, "area", area)


def areas(tx: Transaction, office_id: int) -> list[Area]:
    """The hamlets of an office, in the order that people know."""
    rows = tx.all("SELECT * FROM area WHERE office_id = :office_id ORDER BY position, id", office_id=office_id)
    return [Area.of(row) for row in rows]


def get_area(tx: Transaction, office_id: int, area_id: int) -> Area | None:
    """One hamlet, or None."""
    row = tx.one(
        "SELECT * FROM area WHERE office_id = :office_id AND id = :area_id",
        office_id=office_id,
        area_id=area_id,
    )
    return Area.of(row) if row else None


def add_agency(tx: Transaction, agency: Agency) -> None:
    """Remember an agency of an office."""
    insert(tx, "agency", agency)


def change_agency(tx: Transaction, agency: Agency) -> None:
    """Write an agency anew, after its plan was imported again."""
    tx.run(
        """UPDATE agency SET name = :name, topics = :topics, position = :position, kind = :kind,
             superior = :superior, answers = :answers
           WHERE office_id = :office_id AND id = :id""",
        **{name: value for name, value in values_of(agency).items() if name != "key"},
    )


def agencies(tx: Transaction, office_id: int) -> list[Agency]:
    """The agencies that answer concerns, in the plan's order."""
    return [agency for agency in bodies(tx, office_id) if agency.answers]


def bodies(tx: Transaction, office_id: int) -> list[Agency]:
    """Every body of the plan, also those that only send or receive reports, in the plan's order."""
    rows = tx.all("SELECT * FROM agency WHERE office_id = :office_id ORDER BY position, id", office_id=office_id)
    return [Agency.of(row) for row in rows]


def get_agency(tx: Transaction, office_id: int, agency_id: int) -> Agency | None:
    """One agency, or None."""
    row = tx.one(
        "SELECT * FROM agency WHERE office_id = :office_id AND id = :agency_id",
        office_id=office_id,
        agency_id=agency_id,
    )
    return Agency.of(row) if row else None


def add_plan(tx: Transaction, office_id: int, plan_id: int, key: str, text: str, at: datetime) -> None:
    """Keep a plan as it was imported; earlier versions stay."""
    tx.run(
        """INSERT INTO plan (office_id, id, key, text, created_at)
           VALUES (:office_id, :plan_id, :key, :text, :at)""",
        office_id=office_id,
        plan_id=plan_id,
        key=key,
        text=text,
        at=at,
    )


def plan_texts(tx: Transaction, office_id: int) -> list[str]:
    """Every plan that was imported, as JSON, the newest first."""
    rows = tx.all("SELECT text FROM plan WHERE office_id = :office_id ORDER BY id DESC", office_id=office_id)
    return [str(row["text"]) for row in rows]
