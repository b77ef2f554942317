"""A plan in force is changed only by whole steps, each with a line in its log of amendments."""

import datetime as dt

import pytest

from handlers.rules.plans.changes import read_session_dates, with_date, with_session
from handlers.rules.plans.errors import PlanError
from handlers.rules.plans.reading import PLANS, read_plan, routes_for
from handlers.rules.plans.schema import SCHEMA, schema_text
from handlers.rules.plans.session import PlannedSession, When

PROVINCE = read_plan(PLANS / "tinh-uy-quang-ngai-2021.toml")
COMMUNE = read_plan(PLANS / "giao-minh-2025.toml")
DECIDED = dt.date(2021, 3, 20)

URGENT = PlannedSession(
    key="dot-xuat", title="Đối thoại đột xuất", audience=("Nhân dân",), when=When(date=dt.date(2021, 8, 12))
)


def test_fixing_a_day_replaces_the_month_and_is_logged() -> None:
    fixed = with_date(PROVINCE, "khoi-nghiep", dt.date(2021, 4, 16), DECIDED, "Ấn định ngày")
    when = fixed.session("khoi-nghiep").when
    assert (when.date, when.month, when.tentative) == (dt.date(2021, 4, 16), None, False)
    assert [change.session for change in fixed.document.amendments] == ["khoi-nghiep"]
    assert PROVINCE.document.amendments == ()


def test_a_session_added_in_haste_gets_the_plans_general_promises() -> None:
    changed = with_session(PROVINCE, URGENT, DECIDED, "Vụ việc phức tạp")
    added = changed.session("dot-xuat")
    assert added.ad_hoc
    assert [route.key for route in routes_for(changed, added)] == ["ho-so", "vuong-mac"]
    assert changed.document.amendments[0].text == "Vụ việc phức tạp"


def test_a_plan_that_foresees_no_other_sessions_refuses_one() -> None:
    with pytest.raises(PlanError, match="không cho thêm buổi"):
        with_session(COMMUNE, URGENT, DECIDED, "Cần ngay")


def test_a_session_that_does_not_fit_the_plan_is_refused() -> None:
    stray = URGENT.model_copy(update={"areas": ("nowhere",)})
    with pytest.raises(PlanError, match="nowhere"):
        with_session(PROVINCE, stray, DECIDED, "Cần ngay")
    twin = URGENT.model_copy(update={"key": "ly-son"})
    with pytest.raises(PlanError, match="dùng 2 lần"):
        with_session(PROVINCE, twin, DECIDED, "Cần ngay")


def test_days_are_read_as_typed() -> None:
    assert read_session_dates(COMMUNE, ["2025-11-29"]) == {"doi-thoai-2025": dt.date(2025, 11, 29)}
    typed = ["ly-son=2021-08-20", "khoi-nghiep=2021-04-16"]
    assert read_session_dates(PROVINCE, typed) == {
        "ly-son": dt.date(2021, 8, 20),
        "khoi-nghiep": dt.date(2021, 4, 16),
    }


@pytest.mark.parametrize(
    ("word", "words"),
    [
        ("nowhere=2021-04-16", "không có buổi đối thoại «nowhere»"),
        ("ly-son=16/4/2021", "không phải ngày"),
        ("ly-son=2021-02-30", "không phải ngày"),
        ("hôm nay", "không phải ngày"),
    ],
)
def test_a_day_typed_wrongly_is_explained(word: str, words: str) -> None:
    with pytest.raises(PlanError, match=words):
        read_session_dates(PROVINCE, [word])


def test_days_alone_go_to_the_sessions_in_the_order_of_the_plan() -> None:
    april, august = dt.date(2021, 4, 16), dt.date(2021, 8, 20)
    assert read_session_dates(PROVINCE, ["2021-04-16"]) == {"khoi-nghiep": april}
    assert read_session_dates(PROVINCE, ["2021-04-16", "2021-08-20"]) == {"khoi-nghiep": april, "ly-son": august}
    assert read_session_dates(PROVINCE, ["khoi-nghiep=2021-04-16", "2021-08-20"]) == {
        "khoi-nghiep": april,
        "ly-son": august,
    }


def test_more_days_than_sessions_are_refused() -> None:
    with pytest.raises(PlanError, match="kế hoạch có 2 buổi"):
        read_session_dates(PROVINCE, ["2021-04-16", "2021-08-20", "2021-09-20"])


def test_the_schema_beside_the_plans_is_the_models_own() -> None:
    assert SCHEMA.read_text(encoding="utf-8") == schema_text()
