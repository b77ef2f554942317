"""The demo office: «Xã Giao Minh», its real plan moved into the near future, and a one-time link an official."""

from datetime import datetime
from pathlib import Path

from handlers.official.enrol import new_enrolment
from handlers.rules.plans.reading import PLANS, read_plan
from handlers.setup import first_feasible_day, import_plan, into_near_future
from handlers.texts import local_day
from storage import offices, officials
from storage.records import Office, Role
from storage.transaction import Transaction

PLAN = PLANS / "giao-minh-2025.toml"
_AGENCY_OFFICERS = {"kinh-te": "Phạm Văn Sơn", "van-hoa-xa-hoi": "Vũ Thị Nga"}
"""Whose names these are: nobody's. Each stands for somebody who would be greeted by name."""


def prepare(tx: Transaction, at: datetime, path: Path = PLAN) -> Office:
    """The demo office; made from its plan when it is not there yet."""
    plan = read_plan(path)
    found = offices.find_office(tx, plan.office.code)
    if found is not None:
        return found
    near = into_near_future(plan, local_day(at))
    return import_plan(tx, near, at, lambda session: first_feasible_day(near, session), opens_now=True)


def links(tx: Transaction, office: Office, address: str, at: datetime) -> list[tuple[str, str]]:
    """(who, link) for each demo official; each link works once, within 24 hours. New ones are made at every start."""
    officials.drop_unused_demo_codes(tx, office.id)
    agencies = {agency.key: agency for agency in offices.agencies(tx, office.id)}
    people: list[tuple[str, str, Role, int | None]] = [
        (office.profile.committee, "Nguyễn Thị Hoa", Role.COMMITTEE, None),
        ("Văn phòng", "Trần Văn Bình", Role.OFFICE, None),
        *((agencies[key].name, name, Role.AGENCY, agencies[key].id) for key, name in _AGENCY_OFFICERS.items()),
        ("Chủ trì", "Đỗ Văn Thành", Role.CHAIR, None),
        ("Quản trị", "Lê Thị Mai", Role.ADMIN, None),
        ("Người được giao xử lý đơn tố cáo", "Bùi Văn Quang", Role.INSPECTOR, None),
    ]
    return [
        (who, f"{address}/chat#{new_enrolment(tx, office.id, role, agency_id, name, None, at)}")
        for who, name, role, agency_id in people
    ]
