"""The plan of Xã Giao Minh is read faithfully, and a wrong plan is refused with the line and a sentence."""

import datetime as dt
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.rules.calendar import read_calendar
from handlers.rules.plans.errors import PlanError, Problem
from handlers.rules.plans.parts import DueRule
from handlers.rules.plans.profile import promise, read_profile
from handlers.rules.plans.reading import (
    LARGEST_PLAN,
    PLANS,
    Plan,
    duties_for,
    load_plan,
    moved,
    read_plan,
    routes_for,
)
from handlers.rules.plans.window import collection_window, feasible_days

TEXT = (PLANS / "giao-minh-2025.toml").read_text(encoding="utf-8")
PLAN = load_plan(TEXT)
SESSION = PLAN.sessions[0]
CALENDAR = read_calendar()


def wrong(old: str, new: str) -> PlanError:
    """What is said about the plan once ``old`` is replaced by ``new`` in its first place."""
    assert old in TEXT
    with pytest.raises(PlanError) as refused:
        load_plan(TEXT.replace(old, new, 1))
    return refused.value


def problems_in(text: str) -> tuple[Problem, ...]:
    """What is said about a text; nothing when it is a plan."""
    try:
        load_plan(text)
    except PlanError as refused:
        return refused.problems
    return ()


def line_where(text: str, words: str) -> int:
    return text[: text.index(words)].count("\n") + 1


def test_the_office_is_the_party_committee_of_giao_minh() -> None:
    office = PLAN.office
    assert (office.code, office.level, office.kind) == ("GM", "xa", "party_committee")
    assert office.document_family == "party"
    assert PLAN.document.number == "21-KH/ĐU"
    assert PLAN.document.issued == dt.date(2025, 11, 21)


def test_invented_contact_details_are_marked_as_invented() -> None:
    contact = PLAN.office.contact
    assert contact is not None
    assert contact.invented


def test_two_people_chair_the_session_together() -> None:
    assert [chair.key for chair in PLAN.chairs_of(SESSION)] == ["bi-thu", "chu-tich-ubnd"]


def test_the_session_is_half_a_day_in_a_window_of_six() -> None:
    assert SESSION.when.span() == (dt.date(2025, 11, 25), dt.date(2025, 11, 30))
    assert SESSION.when.half_days == 1
    assert SESSION.when.tentative


def test_about_two_hundred_come_and_five_from_each_hamlet() -> None:
    assert (SESSION.quotas.expected, SESSION.quotas.per_area) == (200, 5)
    assert len(SESSION.areas) == 12


def test_everyone_who_reports_owes_it_before_eleven_on_the_28th() -> None:
    cut = DueRule(date=dt.date(2025, 11, 28), time=dt.time(11), inclusive=False)
    routes = [route for route in routes_for(PLAN, SESSION) if route.kind != "explanation"]
    assert {route.due for route in routes} == {cut}
    assert len(routes) == 5


def test_explanations_are_owed_before_the_29th_through_the_office() -> None:
    explanations = [route for route in routes_for(PLAN, SESSION) if route.kind == "explanation"]
    assert {(route.receiver, route.via) for route in explanations} == {("thuong-truc", "vp-dang-uy")}
    assert {route.due for route in explanations} == {DueRule(date=dt.date(2025, 11, 29), inclusive=False)}


def test_unions_report_to_the_front_which_reports_on_and_copies_the_government() -> None:
    routes = {route.key: route for route in PLAN.routes}
    assert routes["doan-the-mttq"].receiver == "mttq"
    assert routes["mttq-dang-uy"].senders == ("mttq",)
    assert routes["mttq-dang-uy"].copies == ("ubnd",)


def test_invitations_are_the_work_of_four_kinds_of_bodies_and_announcing_has_no_limit() -> None:
    duties = {duty.key: duty for duty in duties_for(PLAN, SESSION)}
    assert {"mttq", "phu-nu", "cap-uy"} < set(duties["thu-moi"].partners)
    assert duties["thong-bao"].due is None


def test_three_bodies_get_the_plan_for_report() -> None:
    assert [r.purpose for r in PLAN.recipients].count("report") == 3
    assert len(PLAN.recipients) == 9


def test_the_plan_sets_no_time_after_the_session_so_the_profile_does() -> None:
    profile = read_profile()
    assert PLAN.after.conclusion is None
    results, answers = promise(PLAN, "results", profile), promise(PLAN, "answers", profile)
    assert results is not None
    assert (results.due, results.origin) == (DueRule(days=10, direction="after"), "law")
    assert answers is not None
    assert answers.due == DueRule(days=10, unit="working", direction="after")


def test_the_profile_of_communes_binds_no_province() -> None:
    province = PLAN.model_copy(update={"office": PLAN.office.model_copy(update={"level": "tinh"})})
    assert promise(province, "answers", read_profile()) is None


def test_each_topic_but_none_twice_has_an_agency_that_answers_it() -> None:
    assert {topic.id: len(PLAN.agencies_for(topic.id)) for topic in PLAN.topics} == {t.id: 1 for t in PLAN.topics}


def test_sixteen_topics_come_with_the_program() -> None:
    assert len(PLAN.topics) == 16
    assert PLAN.topic("land").vi == "Đất đai"


def test_a_plan_may_bring_its_own_topics() -> None:
    own = "\n".join(f'[[topics]]\nid = "{t.id}"\nvi = "Việc {t.id}"\nen = "{t.en}"' for t in PLAN.topics)
    assert load_plan(TEXT + own).topic("land").vi == "Việc land"


def test_every_line_of_the_plan_that_sets_a_value_has_its_phrase_or_says_it_is_the_demonstrations() -> None:
    blocks = [block for block in TEXT.split("\n\n") if re.search("^[a-z]", block, re.MULTILINE)]
    silent = [block for block in blocks if "«" not in block and "DEMO" not in block]
    heads = {re.findall(r"^\[\[?([a-z.]+)", block, re.MULTILINE)[0] for block in silent[1:]}
    # the repeated tables have their phrase above the first of them
    assert heads <= {"areas", "agencies", "sessions.attendees"}
    assert silent[0].startswith("format = 1")


def test_opinions_are_taken_from_the_day_of_signing_until_eleven_oclock() -> None:
    window = collection_window(PLAN, SESSION, None, CALENDAR)
    assert window.opens == dt.datetime(2025, 11, 20, 17, tzinfo=dt.UTC)
    assert window.closes == dt.datetime(2025, 11, 28, 4, tzinfo=dt.UTC)


def test_only_the_weekend_at_the_end_of_the_window_is_possible() -> None:
    assert feasible_days(PLAN, SESSION, CALENDAR) == (dt.date(2025, 11, 29), dt.date(2025, 11, 30))


def test_a_moved_plan_has_every_date_shifted_and_nothing_else() -> None:
    later = moved(PLAN, 400)
    by = dt.timedelta(days=400)
    assert later.sessions[0].when.first == dt.date(2025, 11, 25) + by
    assert later.sessions[0].collection.opens == dt.date(2025, 11, 21) + by
    assert later.document.issued == dt.date(2025, 11, 21) + by
    assert later.routes[0].due == DueRule(date=dt.date(2025, 11, 28) + by, time=dt.time(11), inclusive=False)
    assert later.document.title.endswith("năm 2026")
    assert later.office == PLAN.office


@pytest.mark.parametrize("days", [0, 1, 30, -40, 365])
def test_moving_there_and_back_gives_the_same_plan(days: int) -> None:
    assert moved(moved(PLAN, days), -days) == PLAN


def test_a_month_and_a_quarter_move_with_their_first_day() -> None:
    text = TEXT.replace("first = 2025-11-25\nlast = 2025-11-30", 'month = "2025-11"')
    assert moved(load_plan(text), 60).sessions[0].when.month == "2025-12"
    text = TEXT.replace("first = 2025-11-25\nlast = 2025-11-30", 'quarter = "2025-Q4"')
    assert moved(load_plan(text), 100).sessions[0].when.quarter == "2026-Q1"


def test_a_plan_goes_through_json_and_back() -> None:
    assert Plan.model_validate_json(PLAN.model_dump_json()) == PLAN


def test_decomposed_letters_are_composed_when_read() -> None:
    assert load_plan(TEXT.replace("Xã Giao Minh", "Xa\u0303 Giao Minh")).office.name == "Xã Giao Minh"


@pytest.mark.parametrize(
    ("old", "new", "path", "words"),
    [
        pytest.param('level = "xa"', 'levell = "xa"', "office.levell", "có phải «level»", id="wrong key"),
        pytest.param('title = "Đối', 'titel = "Đối', "document.title", "thiếu mục này", id="missing key"),
        pytest.param(
            "per_area = 5",
            'per_area = "5"',
            "sessions[1].quotas.per_area",
            "số nguyên",
            id="number in quotes",
        ),
        pytest.param("per_area = 5", "per_area = -5", "sessions[1].quotas.per_area", "nhỏ hơn 0", id="negative"),
        pytest.param(
            "opens = 2025-11-21",
            'opens = "21/11/2025"',
            "sessions[1].collection.opens",
            "2025-11-28",
            id="date in quotes",
        ),
        pytest.param(
            "tentative = true",
            'tentative = "có"',
            "sessions[1].when.tentative",
            "true",
            id="not a truth value",
        ),
        pytest.param('level = "xa"', 'level = "thôn"', "office.level", "'tinh', 'xa', 'huyen'", id="unknown level"),
        pytest.param(
            '"Asia/Ho_Chi_Minh"',
            '"Asia/Hanoi"',
            "office.time_zone",
            "không có múi giờ «Asia/Hanoi»",
            id="time zone",
        ),
        pytest.param(
            "summary_time = 07:00:00",
            "summary_time = 20:00:00",
            "committee.summary_time",
            "trước 20 giờ",
            id="a morning summary in the evening",
        ),
        pytest.param('"Asia/Ho_Chi_Minh"', '"../etc/passwd"', "office.time_zone", "múi giờ", id="time zone as a path"),
        pytest.param('code = "GM"', 'code = "gm 1"', "office.code", "in hoa", id="office code"),
        pytest.param('key = "xom-1"', 'key = "Xóm 1"', "areas[1].key", "chữ thường không dấu", id="key with accents"),
        pytest.param('key = "xom-2"', 'key = "xom-1"', "areas[2].key", "dùng 2 lần", id="key used twice"),
        pytest.param('receiver = "mttq"', 'receiver = "mtqt"', "routes[1].receiver", "«mtqt»", id="unknown receiver"),
        pytest.param('topics = ["admin"]', 'topics = ["adm"]', "agencies[8].topics", "lĩnh vực", id="unknown topic"),
        pytest.param(
            "expected = 200",
            "total_min = 90\ntotal_max = 50",
            "sessions[1].quotas.total_min",
            "lớn hơn",
            id="min",
        ),
        pytest.param(
            "expected = 200",
            "total_max = 50",
            "sessions[1].quotas.total_max",
            "60 người",
            id="hamlets too many",
        ),
        pytest.param(
            "last = 2025-11-30", "last = 2025-11-20", "sessions[1].when", "đứng sau", id="window turned round"
        ),
        pytest.param(
            "last = 2025-11-30",
            "last = 2025-11-30\ndate = 2025-11-29",
            "sessions[1].when",
            "chỉ chọn một",
            id="two ways",
        ),
        pytest.param('senders = ["mttq"]', "senders = []", "routes[2].senders", "ít nhất 1", id="nobody sends"),
        pytest.param('owner = "vp-dang-uy"', "owner = 7", "archive.owner", "ngoặc kép", id="not text"),
        pytest.param(
            "due = { date = 2025-11-29, inclusive = false }",
            "due = { date = 2025-11-29, days = 3 }",
            "routes[6].due",
            "đúng một trong hai",
            id="date and days",
        ),
        pytest.param(
            "due = { date = 2025-11-29, inclusive = false }",
            'due = { days = 3, anchor = "nothing" }',
            "routes[6].due.anchor",
            "«nothing»",
            id="unknown anchor",
        ),
        pytest.param(
            "due = { date = 2025-11-29, inclusive = false }",
            'due = { days = 3, anchor = "xdd-giai-trinh" }',
            "routes[6].due.anchor",
            "vòng quanh",
            id="counted from itself",
        ),
        pytest.param("format = 1", "format = 2", "format", "1", id="another format"),
    ],
)
def test_a_wrong_value_is_named_with_its_line(old: str, new: str, path: str, words: str) -> None:
    problems = wrong(old, new).problems
    assert path in [problem.path for problem in problems]
    problem = next(problem for problem in problems if problem.path == path)
    assert words in problem.message
    assert problem.line is not None
    changed = line_where(TEXT, old)
    assert abs(problem.line - changed) <= 12


def test_the_line_of_a_wrong_key_is_exact() -> None:
    assert wrong('level = "xa"', 'levell = "xa"').problems[0].line is not None
    problems = {p.path: p.line for p in wrong('level = "xa"', 'levell = "xa"').problems}
    assert problems["office.levell"] == line_where(TEXT, 'level = "xa"')


def test_several_errors_are_told_at_once_in_the_order_of_the_file() -> None:
    text = TEXT.replace('code = "GM"', "code = 1").replace("per_area = 5", "per_area = 1.5")
    with pytest.raises(PlanError) as refused:
        load_plan(text)
    lines = [problem.line for problem in refused.value.problems]
    assert len(lines) == 2
    assert lines == sorted(lines, key=lambda line: line or 0)


def test_a_report_to_oneself_is_a_circle() -> None:
    assert "đi vòng: Ban Thường trực" in str(wrong('receiver = "dang-uy"', 'receiver = "mttq"'))


def test_an_explanation_may_go_back_to_where_the_questions_came_from() -> None:
    back = TEXT.replace(
        'senders = ["xay-dung-dang"]\n# «gửi về Thường trực', 'senders = ["dang-uy"]\n# «gửi về Thường trực'
    )
    back = back.replace('receiver = "thuong-truc"', 'receiver = "mttq"', 1)
    assert back != TEXT
    assert problems_in(back) == ()


def test_a_circle_through_an_unknown_body_names_both_faults() -> None:
    text = TEXT.replace('receiver = "mttq"', 'receiver = "ai-do"', 1)
    text = text.replace('senders = ["mttq"]', 'senders = ["ai-do"]', 1)
    text = text.replace('receiver = "dang-uy"', 'receiver = "phu-nu"', 1)
    messages = " ".join(problem.message for problem in problems_in(text))
    assert "đi vòng" in messages
    assert "không có cơ quan hay người nào mang khóa «ai-do»" in messages


def test_reports_that_go_in_a_circle_are_refused_with_the_way_they_take() -> None:
    refused = wrong('receiver = "dang-uy"', 'receiver = "phu-nu"')
    assert "tuyến báo cáo đi vòng" in str(refused)
    assert "Hội Liên hiệp Phụ nữ xã" in str(refused)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[office\n", "dòng 1"),
        ("a = 1\na = 2\n", "dòng 2: mục này đã có ở trên"),
        ("b = 1\na = 2025-13-01", "dòng 2: ngày hoặc giờ không có thật"),
        ("a = 2025-02-30", "dòng 1: ngày hoặc giờ không có thật"),
        ("a = 11:00", "dòng 1: ngày hoặc giờ không có thật; .* giờ viết đủ như 11:00:00"),
        ('a = "chưa đóng', "dòng 1|ngoặc kép"),
        ("a = Xã Giao Minh", "dòng 1: giá trị viết sai"),
        ("a = " + "9" * 5000, "con số dài"),
        ("a = " + "[" * 100 + "]" * 100, "thiếu mục này"),
        ("a = " + "[" * 5000, "lồng nhau quá sâu"),
        ("#" * (LARGEST_PLAN + 1), "dài quá"),
        ("", "thiếu mục này"),
    ],
)
def test_text_that_is_not_a_plan_is_refused_in_words(text: str, words: str) -> None:
    with pytest.raises(PlanError, match=words):
        load_plan(text)


@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_a_plan_with_any_line_spoilt_is_read_or_refused_in_words(data: st.DataObject) -> None:
    lines = TEXT.split("\n")
    at = data.draw(st.integers(0, len(lines) - 1))
    spoilt = data.draw(st.sampled_from(["", "]", '"', "x = 1", "[[sessions]]", lines[at] + lines[at], lines[at][:-1]]))
    text = "\n".join([*lines[:at], spoilt, *lines[at + 1 :]])
    problems = problems_in(text)
    assert all(problem.message for problem in problems)
    assert all(problem.line is None or problem.line <= len(lines) for problem in problems)


def test_bytes_that_are_not_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(PlanError, match="UTF-8"):
        read_plan(path)
