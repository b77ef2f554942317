"""The rules on contributors' sheets: each mistake has its sentence, and one mistake keeps the whole sheet out."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.rules.contributions import (
    HEADINGS,
    LONGEST_NAME,
    Cell,
    Checked,
    Choice,
    Choices,
    Column,
    Contribution,
    SheetError,
    SheetRow,
    Source,
    check_header,
    check_rows,
    find_choice,
    find_header,
    plain_phone,
    read_day,
)

TODAY = date(2026, 11, 26)
CHOICES = Choices(
    areas=(
        Choice(key="xom-1", name="Xóm 1"),
        Choice(key="xom-12", name="Xóm 12"),
        Choice(key="giua", name="Thôn Giữa"),
        Choice(key="dong-thon", name="Thôn Đông"),
        Choice(key="dong-xom", name="Xóm Đông"),
    ),
    topics=(Choice(key="land", name="Đất đai"), Choice(key="utilities", name="Điện, nước, thoát nước")),
)
GOOD = {
    Column.SOURCE: "Gặp người dân",
    Column.DAY: "5/11/2026",
    Column.NAME: "Nguyễn Thị  Hoa",
    Column.AREA: "Xóm 1",
    Column.PHONE: "0912 345 678",
    Column.NAMED: "Có",
    Column.TOPIC: "Đất đai",
    Column.TEXT: "Xin cấp sổ đỏ cho đất vườn.",
}
GROUP = {
    **GOOD,
    Column.SOURCE: "Họp dân",
    Column.NAME: "Họp dân xóm 1",
    Column.PEOPLE: "45",
    Column.PHONE: "",
    Column.NAMED: "",
    Column.AREA: "",
}
ANONYMOUS = {**GOOD, Column.NAME: "", Column.PHONE: "", Column.NAMED: "Không"}


def row(cells: dict[Column, str], line: int = 4, merged: str = "", **changes: str) -> SheetRow:
    words = {**cells, **{Column(name): text for name, text in changes.items()}}
    return SheetRow(line=line, cells={column: Cell(text=text) for column, text in words.items()}, merged=merged)


def check(*rows: SheetRow) -> Checked:
    return check_rows(rows, CHOICES, TODAY)


def only(checked: Checked) -> Contribution:
    assert checked.problems == ()
    return checked.contributions[0]


def test_a_row_on_behalf_of_a_person_becomes_a_contribution() -> None:
    assert only(check(row(GOOD))) == Contribution(
        line=4,
        source=Source.RESIDENT,
        day=date(2026, 11, 5),
        name="Nguyễn Thị Hoa",
        people=None,
        area="xom-1",
        phone="0912345678",
        topic="land",
        text="Xin cấp sổ đỏ cho đất vườn.",
        proposal="",
    )


def test_a_row_on_behalf_of_a_group_has_a_number_of_people_and_may_be_of_the_whole_commune() -> None:
    found = only(check(row(GROUP)))
    assert (found.source, found.people, found.area, found.name) == (Source.MEETING, 45, None, "Họp dân xóm 1")


def test_who_does_not_want_to_be_named_is_not() -> None:
    found = only(check(row(ANONYMOUS)))
    assert (found.name, found.phone, found.people) == ("", "", None)


def test_everything_may_be_typed_without_marks() -> None:
    found = only(
        check(
            row(GOOD, source="GAP NGUOI DAN", area="xom 12", named="co", topic="dien nuoc thoat nuoc", text="mat nuoc")
        )
    )
    assert (found.source, found.area, found.topic) == (Source.RESIDENT, "xom-12", "utilities")


@pytest.mark.parametrize(
    ("column", "text", "sentence"),
    [
        (Column.SOURCE, "", "Thiếu nguồn. Xin chọn «Gặp người dân», «Họp dân», «Thăm dò ý kiến»."),
        (Column.SOURCE, "facebook", "Nguồn «facebook» không có trong mẫu"),
        (Column.DAY, "", "Thiếu ngày. Xin ghi ngày/tháng/năm, ví dụ 26/11/2026."),
        (Column.DAY, "13/13/2026", "Ngày «13/13/2026» chưa đúng"),
        (Column.DAY, "hôm qua", "Ngày «hôm qua» chưa đúng"),
        (Column.DAY, "27/11/2026", "Ngày 27/11/2026 chưa đến"),
        (Column.DAY, "24/11/2025", "Ngày 24/11/2025 đã quá một năm"),
        (Column.NAME, "", "Thiếu họ tên."),
        (Column.NAME, "Nguyễn " * 50, "Tên dài 349 chữ; xin ghi không quá 120 chữ."),
        (Column.PEOPLE, "vài chục", "Số người «vài chục» chưa đúng"),
        (Column.PEOPLE, "0", "Số người «0» chưa đúng"),
        (Column.PEOPLE, "²", "Số người «²» chưa đúng"),
        (Column.AREA, "", "Thiếu thôn, xóm. Xin chọn trong danh sách."),
        (Column.AREA, "Thôn Giứa 2", "Không có «Thôn Giứa 2» trong danh sách thôn, xóm. Có phải «Thôn Giữa»?"),
        (Column.AREA, "Đông", "Không có «Đông» trong danh sách"),
        (Column.PHONE, "12345", "Số điện thoại chưa đúng. Xin ghi đủ 10 chữ số, ví dụ 0912 345 678."),
        (Column.NAMED, "", "Người dân có đồng ý ghi tên không? Xin chọn «Có» hoặc «Không»."),
        (Column.NAMED, "chưa hỏi", "Cột này chỉ ghi «Có» hoặc «Không»."),
        (Column.TOPIC, "Đất đại lộ", "Không có lĩnh vực «Đất đại lộ». Có phải «Đất đai»? Nếu chưa rõ, xin để trống."),
        (Column.TEXT, "", "Thiếu nội dung ý kiến."),
        (Column.TEXT, "ok!", "Nội dung quá ngắn, chưa rõ việc gì."),
        (Column.TEXT, "dài " * 6_000, "Ô này dài 23.999 chữ cái; xin rút còn dưới 20.000."),
        (Column.PROPOSAL, "dài " * 6_000, "Ô này dài 23.999 chữ cái; xin rút còn dưới 20.000."),
    ],
)
def test_each_mistake_has_one_sentence_at_its_column(column: Column, text: str, sentence: str) -> None:
    checked = check(row({**GOOD, column: text}))
    assert checked.contributions == ()
    assert [problem.column for problem in checked.problems] == [column]
    assert checked.problems[0].message.startswith(sentence)


def test_a_person_who_refused_to_be_named_must_not_stand_there_with_a_name() -> None:
    checked = check(row(GOOD, named="Không"))
    assert [problem.message for problem in checked.problems] == [
        "Người này không đồng ý ghi tên. Xin xóa họ tên và số điện thoại."
    ]
    assert check(row(ANONYMOUS, phone="0912345678")).problems[0].column is Column.PHONE


def test_a_meeting_needs_a_name_and_how_many_came() -> None:
    assert {problem.column for problem in check(row(GROUP, name="", people="")).problems} == {Column.PEOPLE}
    assert {problem.column for problem in check(row(GROUP, name="")).problems} == {Column.NAME}


def test_all_mistakes_of_a_row_are_said_at_once_in_the_order_of_the_columns() -> None:
    checked = check(row(GOOD, source="", day="x", area="", phone="1", text=""))
    assert [problem.column for problem in checked.problems] == [
        Column.SOURCE,
        Column.DAY,
        Column.AREA,
        Column.PHONE,
        Column.TEXT,
    ]


def test_one_wrong_row_keeps_all_out() -> None:
    checked = check(row(GOOD, line=4), row(GROUP, line=5, people="x"), row(ANONYMOUS, line=6))
    assert checked.contributions == ()
    assert [problem.line for problem in checked.problems] == [5]


def test_the_same_words_of_the_same_person_twice_are_a_mistake_and_of_another_person_are_not() -> None:
    assert [problem.line for problem in check(row(GOOD, line=4), row(GOOD, line=9)).problems] == [9]
    assert len(check(row(GOOD, line=4), row(GOOD, line=5, name="Trần Văn Bình")).contributions) == 2


def test_formulas_and_merged_cells_are_refused_with_the_place() -> None:
    formula = row(GOOD).model_copy(update={"cells": {**row(GOOD).cells, Column.TEXT: Cell(text="=B2", formula=True)}})
    assert [problem.message for problem in check(formula).problems] == [
        "Cột «Nội dung ý kiến» là công thức. Xin ghi bằng chữ, hoặc chép rồi dán giá trị."
    ]
    assert check(row(GOOD, merged="B4:B6")).problems[0].message == "Ô B4:B6 bị gộp. Xin bỏ gộp ô và ghi đủ từng dòng."


@pytest.mark.parametrize(
    ("typed", "phone"),
    [
        ("0912345678", "0912345678"),
        ("0912.345.678", "0912345678"),
        ("+84 912 345 678", "0912345678"),
        ("84912345678", "0912345678"),
        ("912345678", "0912345678"),
        ("(0228) 3 123 456", "02283123456"),
        ("2283123456", "02283123456"),
        ("0123456789", None),
        ("09123456789", None),
        ("113", None),
        ("không có", None),
        ("٠٩١٢٣٤٥٦٧٨", None),
    ],
)
def test_a_telephone_number_is_read_as_people_write_it(typed: str, phone: str | None) -> None:
    assert plain_phone(typed) == phone


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (Cell(text="05/11/2026"), date(2026, 11, 5)),
        (Cell(text="5-11-26"), date(2026, 11, 5)),
        (Cell(text="5.11.2026"), date(2026, 11, 5)),
        (Cell(text="2026-11-05"), date(2026, 11, 5)),
        (Cell(text="2026-11-05T00:00:00"), date(2026, 11, 5)),
        (Cell(text="46331", number=46331), date(2026, 11, 5)),
        (Cell(text="46331.75", number=46331.75), date(2026, 11, 5)),
        (Cell(text="11", number=11), None),
        (Cell(text="1e300", number=1e300), None),
        (Cell(text="11/2026"), None),
        (Cell(text="30/2/2026"), None),
        (Cell(text="٥/١١/٢٠٢٦"), None),
    ],
)
def test_a_day_is_read_the_vietnamese_way_or_as_the_spreadsheet_keeps_it(cell: Cell, day: date | None) -> None:
    assert read_day(cell) == day


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_every_day_is_read_back_in_each_way_of_writing_it(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    written = (Cell(text=f"{day:%d/%m/%Y}"), Cell(text=day.isoformat()), Cell(text=str(serial), number=serial))
    assert {read_day(cell) for cell in written} == {day}


def test_a_hamlet_is_known_with_or_without_its_kind_unless_two_are_meant() -> None:
    found = [
        find_choice(words, CHOICES.areas, places=True) for words in ("giữa", "GIUA", "xom giua", "1", "Đông", "xóm")
    ]
    assert found == ["giua", "giua", "giua", "xom-1", None, None]
    assert find_choice("thôn đông", CHOICES.areas, places=True) == "dong-thon"


def test_titles_are_known_in_any_order_and_spelling() -> None:
    header = find_header(
        dict(enumerate(["stt", "NOI DUNG Y KIEN (*)", "thon xom", "Họ và tên", "Ngày", "nguon", "SĐT"]))
    )
    assert header is not None
    assert list(header.columns.values()) == [
        Column.TEXT,
        Column.AREA,
        Column.NAME,
        Column.DAY,
        Column.SOURCE,
        Column.PHONE,
    ]
    check_header(header, range(7))


def test_every_title_of_the_template_is_known_and_a_row_of_words_is_no_header() -> None:
    header = find_header(dict(enumerate(HEADINGS.values())))
    assert header is not None
    assert list(header.columns.values()) == list(HEADINGS)
    assert find_header({0: "Họ tên", 1: "Điện thoại"}) is None


@pytest.mark.parametrize(
    ("titles", "sentence"),
    [
        (["Nguồn", "Ngày", "Họ tên", "Thôn"], "Bảng thiếu cột «Nội dung ý kiến»."),
        (["Nguồn", "Ngày", "Họ tên"], "Bảng thiếu cột «Thôn/Xóm», «Nội dung ý kiến»."),
        ([*HEADINGS.values(), "Điện thoại"], "Bảng có hai cột «Số điện thoại»."),
        (
            [*HEADINGS.values(), "Số điên thoai nhà"],
            "Mẫu không có cột «Số điên thoai nhà». Có phải cột «Số điện thoại»?",
        ),
    ],
)
def test_a_wrong_header_is_named(titles: list[str], sentence: str) -> None:
    header = find_header(dict(enumerate(titles)))
    assert header is not None
    with pytest.raises(SheetError) as error:
        check_header(header, range(len(titles)))
    assert str(error.value).startswith(sentence)


def test_a_strange_title_over_an_empty_column_harms_nobody() -> None:
    header = find_header({**dict(enumerate(HEADINGS.values())), 30: "Ghi thêm"})
    assert header is not None
    check_header(header, range(12))


CELLS = st.builds(
    Cell,
    text=st.text(max_size=60) | st.sampled_from(list(GOOD.values())),
    number=st.none() | st.floats(),
    formula=st.booleans(),
)


@given(st.lists(st.builds(SheetRow, line=st.integers(1, 99), cells=st.dictionaries(st.sampled_from(Column), CELLS))))
def test_any_rows_give_contributions_or_problems_and_never_both(rows: list[SheetRow]) -> None:
    checked = check(*rows)
    assert bool(rows) == (bool(checked.contributions) or bool(checked.problems))
    assert not (checked.contributions and checked.problems)
    for problem in checked.problems:
        assert len(problem.message) < 250


def test_the_oldest_day_that_is_taken_is_a_year_ago() -> None:
    oldest = TODAY - timedelta(days=366)
    assert only(check(row(GOOD, day=f"{oldest:%d/%m/%Y}"))).day == oldest
    assert LONGEST_NAME == 120
