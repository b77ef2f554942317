"""The five real plans stand word for word on their texts, and keep each promise of theirs.

``plan_texts/`` holds the published texts; every phrase quoted («…») in a plan's TOML must be found there.
"""

import datetime as dt
import re
import unicodedata
from pathlib import Path

import pytest

from handlers.rules.plans.parts import DueRule
from handlers.rules.plans.reading import PLANS, Plan, duties_for, read_plan, routes_for
from handlers.rules.plans.session import PlannedSession
from handlers.rules.plans.work import Duty, Route

TEXTS = Path(__file__).parent / "plan_texts"
NAMES = [
    "dang-uy-xa-2017",
    "giao-minh-2025",
    "hdnd-quang-nghiep-2023",
    "huyen-uy-2022",
    "tinh-uy-quang-ngai-2021",
]


def plain(text: str) -> str:
    text = unicodedata.normalize("NFC", text).replace("*", "").replace("#", "")
    return re.sub(r"\s+", " ", text).casefold()


def quotes(toml: str) -> list[str]:
    """The quoted phrases, those broken over comment lines put together, cut where «…» leaves words out."""
    joined = re.sub(r"\n# ", " ", toml)
    parts = [part for quote in re.findall("«([^»]*)»", joined) for part in quote.split("…")]
    return [part for part in (plain(part).strip(" .,;") for part in parts) if part]


def plan(name: str) -> Plan:
    return read_plan(PLANS / f"{name}.toml")


def duties(of: Plan, kind: str, session: PlannedSession | None = None) -> list[Duty]:
    return [duty for duty in duties_for(of, session or of.sessions[0]) if duty.kind == kind]


def route(of: Plan, key: str) -> Route:
    return next(route for route in of.routes if route.key == key)


def days_before(days: int, unit: str = "calendar") -> DueRule:
    return DueRule.model_validate({"days": days, "unit": unit, "direction": "before"})


def test_the_five_plans_are_the_ones_that_ship() -> None:
    assert sorted(path.stem for path in PLANS.glob("*.toml")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_every_phrase_quoted_in_a_plan_is_in_its_text(name: str) -> None:
    text = plain((TEXTS / f"{name}.txt").read_text(encoding="utf-8"))
    found = quotes((PLANS / f"{name}.toml").read_text(encoding="utf-8"))
    assert len(found) > 100
    assert [quote for quote in found if quote not in text] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_deadline_quotes_the_phrase_it_came_from(name: str) -> None:
    promises: list[Route | Duty] = [*plan(name).routes, *plan(name).duties, *plan(name).after.promises()]
    assert [promise.key for promise in promises if "«" not in promise.source] == []
    assert {promise.origin for promise in promises} == {"plan"}


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("giao-minh-2025", 9),
        ("hdnd-quang-nghiep-2023", 5),
        ("huyen-uy-2022", 7),
        ("tinh-uy-quang-ngai-2021", 14),
    ],
)
def test_every_line_of_the_recipients_is_kept_and_the_last_one_files(name: str, number: int) -> None:
    recipients = plan(name).recipients
    assert len(recipients) == number
    assert recipients[-1].purpose == "file"


def test_2021_has_two_sessions_with_topic_audience_time_and_place_of_their_own() -> None:
    jobs, island = plan("tinh-uy-quang-ngai-2021").sessions
    assert (jobs.when.month, island.when.quarter) == ("2021-04", "2021-Q3")
    assert (jobs.quotas.expected, island.quotas.expected) == (200, 150)
    assert (jobs.venue.name, island.venue.announced_later) == ("Hội trường Trạm khách T50", True)


def test_2021_tells_a_deadline_that_includes_its_day_from_one_that_does_not() -> None:
    province = plan("tinh-uy-quang-ngai-2021")
    assert route(province, "doan-the-dan-van").due == DueRule(date=dt.date(2021, 3, 31), inclusive=True)
    assert route(province, "ly-son-dan-van").due == DueRule(date=dt.date(2021, 5, 31), inclusive=False)


def test_2021_reports_bring_mood_concerns_and_proposed_answers() -> None:
    contents = route(plan("tinh-uy-quang-ngai-2021"), "doan-the-dan-van").contents
    assert set(contents) == {"mood", "concerns", "proposed_answers"}


def test_2021_sends_the_dossier_ten_days_before_whichever_session() -> None:
    province = plan("tinh-uy-quang-ngai-2021")
    for session in province.sessions:
        dossiers = [route for route in routes_for(province, session) if route.kind == "dossier"]
        assert [dossier.due for dossier in dossiers] == [days_before(10)]


def test_2021_allows_sessions_beside_the_planned_ones_and_reviews_earlier_conclusions() -> None:
    province = plan("tinh-uy-quang-ngai-2021")
    assert province.ad_hoc.allowed
    assert province.intake.review_earlier_conclusions


@pytest.mark.parametrize(
    "kind",
    ["support_team", "check", "host", "slips", "minutes", "press", "supervise", "security", "logistics"],
)
def test_2021_gives_each_task_to_somebody(kind: str) -> None:
    assert duties(plan("tinh-uy-quang-ngai-2021"), kind)


def test_2021_conclusion_is_drafted_by_two_bodies_without_a_date() -> None:
    conclusion = plan("tinh-uy-quang-ngai-2021").after.conclusion
    assert conclusion is not None
    assert (conclusion.by, conclusion.partners, conclusion.due) == (("dan-van",), ("van-phong",), None)


def test_2022_has_one_session_for_each_audience_by_quarter() -> None:
    sessions = plan("huyen-uy-2022").sessions
    assert [session.when.quarter for session in sessions] == ["2022-Q3", "2022-Q2", "2022-Q3"]
    assert len({session.venue.name for session in sessions}) == 3


def test_2022_calls_in_the_full_roll_of_one_commune() -> None:
    rolls = [session.quotas.full_roll for session in plan("huyen-uy-2022").sessions]
    assert [roll is not None for roll in rolls] == [False, False, True]


def test_2022_collects_ten_days_before_through_the_mobilisation_board() -> None:
    district = plan("huyen-uy-2022")
    for session in district.sessions:
        reports = [route for route in routes_for(district, session) if route.kind == "opinions"]
        assert {(report.via, report.due) for report in reports} == {("dan-van", days_before(10))}


def test_2022_announces_on_the_loudspeakers_seven_days_before() -> None:
    (announcement,) = duties(plan("huyen-uy-2022"), "announce")
    assert (announcement.channels, announcement.due) == (("loudspeaker",), days_before(7))


def test_2022_programme_has_five_steps() -> None:
    assert len(plan("huyen-uy-2022").programme) == 5


def test_2017_has_one_theme_and_six_focus_matters_with_room_for_others() -> None:
    session = plan("dang-uy-xa-2017").sessions[0]
    assert session.theme is not None
    assert len(session.focus) == 6
    assert session.other_matters


def test_2017_chains_the_15th_the_18th_and_the_25th_of_march() -> None:
    commune = plan("dang-uy-xa-2017")
    (classify,) = duties(commune, "classify")
    assert commune.sessions[0].collection.closes == DueRule(date=dt.date(2017, 3, 15), inclusive=False)
    assert classify.due == DueRule(date=dt.date(2017, 3, 18), inclusive=False)
    assert commune.sessions[0].when.date == dt.date(2017, 3, 25)


def test_2017_invites_delegates_by_working_days_and_villagers_by_calendar_days() -> None:
    invitations = {duty.to: duty.due for duty in duties(plan("dang-uy-xa-2017"), "invite")}
    assert invitations == {("delegates",): days_before(3, "working"), ("residents",): days_before(3)}


def test_2017_wants_seventy_from_each_hamlet_at_least() -> None:
    session = plan("dang-uy-xa-2017").sessions[0]
    assert (session.quotas.per_area_min, session.areas) == (70, ("ap-cho", "ap-can-cu"))


def test_2017_holds_residents_meetings_and_marks_what_keeps_coming_back() -> None:
    intake = plan("dang-uy-xa-2017").intake
    assert "residents_meetings" in intake.sources
    assert intake.flag_recurring
    assert intake.urgent_reports


def test_2017_repeats_its_loudspeaker_texts_in_the_hamlets() -> None:
    assert [duty.repeated for duty in duties(plan("dang-uy-xa-2017"), "announce")] == [False, True]


def test_2017_concludes_within_ten_working_days_on_behalf_of_the_standing_body() -> None:
    conclusion = plan("dang-uy-xa-2017").after.conclusion
    assert conclusion is not None
    assert conclusion.due == DueRule(days=10, unit="working", direction="after")
    assert conclusion.on_behalf_of == "thuong-truc"


def test_2023_is_a_state_document_of_the_peoples_council() -> None:
    office = plan("hdnd-quang-nghiep-2023").office
    assert (office.kind, office.document_family) == ("people_council", "state")


def test_2023_keeps_between_fifty_and_a_hundred_people() -> None:
    quotas = plan("hdnd-quang-nghiep-2023").sessions[0].quotas
    assert (quotas.total_min, quotas.total_max) == (50, 100)


def test_2023_classifies_by_severity_five_days_before_and_takes_polls() -> None:
    council = plan("hdnd-quang-nghiep-2023")
    assert "severity" in council.intake.classify_by
    assert "polls" in council.intake.sources
    assert route(council, "tong-hop-phan-loai").due == days_before(5)


def test_2023_prepares_in_a_conference_of_its_own_with_its_own_list() -> None:
    council = plan("hdnd-quang-nghiep-2023")
    (meeting,) = duties(council, "prepare_meeting")
    assert meeting.due == days_before(5)
    assert any(each.meeting == "preparation" for each in council.sessions[0].attendees)


def test_2023_lists_its_guests_by_tier() -> None:
    guests = [each for each in plan("hdnd-quang-nghiep-2023").sessions[0].attendees if each.meeting == "session"]
    assert {guest.tier for guest in guests} == {"huyen", "xa", "area", "residents"}


def test_2023_announces_and_invites_two_days_before() -> None:
    council = plan("hdnd-quang-nghiep-2023")
    dues = [duty.due for kind in ("announce", "invite") for duty in duties(council, kind) if duty.due]
    assert dues == [days_before(2), days_before(2)]


def test_2023_has_a_second_round_and_an_optional_survey_by_the_front() -> None:
    council = plan("hdnd-quang-nghiep-2023")
    assert council.speaking.follow_up_round
    assert (council.survey.on, council.survey.optional, council.survey.owner) == (True, True, "mttq")
    assert [step.kind for step in council.programme if step.optional] == ["survey"]


def test_2023_concludes_in_five_working_days_and_answers_in_fifteen() -> None:
    after = plan("hdnd-quang-nghiep-2023").after
    assert after.conclusion is not None
    assert after.conclusion.due == DueRule(days=5, unit="working", direction="after")
    assert after.answers is not None
    assert after.answers.due == DueRule(days=15, unit="working", direction="after")


def test_2023_has_three_ways_for_what_stays_open() -> None:
    outcomes = plan("hdnd-quang-nghiep-2023").after.outcomes
    assert [outcome.kind for outcome in outcomes] == ["escalate", "transfer", "verify"]


def test_2023_keeps_a_dossier_with_what_was_collected_said_and_concluded() -> None:
    archive = plan("hdnd-quang-nghiep-2023").archive
    assert archive.owner == "van-phong"
    assert len(archive.contents) == 3
