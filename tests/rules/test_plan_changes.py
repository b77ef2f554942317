"""Days typed beside a plan, its log of amendments, and the schema that is kept beside the plans."""

import datetime as dt

import pytest

from handlers.rules.plans.changes import read_session_dates
from handlers.rules.plans.errors import PlanError
from handlers.rules.plans.reading import PLANS, load_plan, read_plan
from handlers.rules.plans.schema import SCHEMA, schema_text

PROVINCE = read_plan(PLANS / "tinh-uy-quang-ngai-2021.toml")
COMMUNE = read_plan(PLANS / "giao-minh-2025.toml")


def test_a_plan_keeps_the_log_of_its_amendments() -> None:
    text = (PLANS / "giao-minh-2025.toml").read_text(encoding="utf-8")
    entry = '[[document.amendments]]\ndate = 2025-11-20\ntext = "Lùi ngày"\nsession = "doi-thoai-2025"\n\n'
    before, office, after = text.partition("[office]")
    (kept,) = load_plan(f"{before}{entry}{office}{after}").document.amendments
    assert (kept.date, kept.text, kept.session) == (dt.date(2025, 11, 20), "Lùi ngày", "doi-thoai-2025")


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
