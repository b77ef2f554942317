"""Enrolling officials with one-time codes: only a code's hash is kept; it is valid for a time, once."""

from datetime import datetime, timedelta

from handlers.menu import choices_of
from handlers.official.words import Words
from handlers.rules import one_time_codes
from handlers.rules.one_time_codes import hash_of
from handlers.turn import Turn
from storage import officials
from storage.ids import new_id
from storage.records import Enrolment, Official, Role
from storage.transaction import Transaction

CODE_LENGTH = 10
VALID_HOURS = 24


def new_enrolment(
    tx: Transaction,
    office_id: int,
    role: Role,
    agency_id: int | None,
    name: str,
    created_by: int | None,
    at: datetime,
    hours: int = VALID_HOURS,
) -> str:
    """Make a one-time code that enrols whoever sends `/start CODE` within `hours`; only its hash is kept.

    `agency_id` is for Role.AGENCY alone; `created_by` is the person, or None when the operator did it.
    """
    if (role is Role.AGENCY) != (agency_id is not None):
        raise ValueError("an agency's officer, and nobody else, has an agency")
    code = one_time_codes.new_code(CODE_LENGTH)
    officials.add_enrolment(
        tx,
        Enrolment(
            office_id=office_id,
            id=new_id(at),
            code_hash=hash_of(code),
            role=role,
            agency_id=agency_id,
            name=name,
            created_by=created_by,
            expires_at=at + timedelta(hours=hours),
            used_at=None,
        ),
    )
    return code


def use_code(turn: Turn, code: str) -> None:
    """`/start CODE`: whoever sends a good code becomes an official. Upper or lower case, with blanks or dashes."""
    turn.finish()
    enrolment = officials.find_enrolment(turn.tx, turn.office.id, hash_of(code))
    if enrolment is None:
        _refuse(turn, None, "unknown", turn.t("enrol.unknown"))
    elif _is_only_admin(turn):
        _refuse(turn, enrolment, "last_admin", turn.t("enrol.last_admin"))
    elif officials.use_enrolment(turn.tx, enrolment, turn.at):
        _enrol(turn, enrolment)
    elif enrolment.used_at is not None or enrolment.expires_at > turn.at:
        _refuse(turn, enrolment, "used", turn.t("enrol.used"))
    else:
        _refuse(turn, enrolment, "expired", turn.t("enrol.expired", when=turn.texts.moment(enrolment.expires_at)))


def _refuse(turn: Turn, enrolment: Enrolment | None, why: str, sentence: str) -> None:
    turn.record("refused_enrolment", "enrolment", enrolment.id if enrolment else None, after={"why": why})
    turn.say(sentence)


def _is_only_admin(turn: Turn) -> bool:
    """An office without an admin could enrol nobody any more; the new role would take the place of the old one."""
    admins = officials.lock_admins(turn.tx, turn.office.id) if turn.has_role(Role.ADMIN) else []
    return turn.official is not None and [admin.id for admin in admins] == [turn.official.id]


def _enrol(turn: Turn, enrolment: Enrolment) -> None:
    official = Official(
        office_id=turn.office.id,
        id=new_id(turn.at),
        person_id=turn.person.id,
        role=enrolment.role,
        agency_id=enrolment.agency_id,
        name=enrolment.name,
        enrolled_at=turn.at,
        removed_at=None,
    )
    earlier = _end_earlier_role(turn)
    officials.add_official(turn.tx, official)
    turn.official = official
    turn.record(
        "enrol",
        "official",
        official.id,
        before={"official": earlier.id if earlier else None},
        after={"role": official.role, "agency": official.agency_id, "enrolment": enrolment.id},
    )
    _welcome(turn, official, earlier)


def _end_earlier_role(turn: Turn) -> Official | None:
    """One person works in one role: the newest code counts."""
    earlier = turn.official
    if earlier is not None:
        officials.remove_official(turn.tx, turn.office.id, earlier.id, turn.at)
    return earlier


def _welcome(turn: Turn, official: Official, earlier: Official | None) -> None:
    words = Words(tx=turn.tx, office=turn.office, texts=turn.texts)
    role = words.role(official.role, official.agency_id)
    lines = [turn.t("enrol.welcome", name=official.name, role=role, office=turn.office.name)]
    if earlier is not None:
        lines.append(turn.t("enrol.earlier_ended", role=words.role(earlier.role, earlier.agency_id)))
    turn.say("\n".join(lines), choices_of(turn.texts, official))
