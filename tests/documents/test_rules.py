"""The format rules, measured in the files: state papers (NĐ 30, Phụ lục I) and Party papers (HD 36, HD 05).

Sizes are points, lengths millimetres. `source` says where a rule comes from.
"""

import dataclasses
import re
from functools import cache

import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from bot.documents.docx.draw import draw
from bot.documents.docx.rules import A5, DRAFT, FONT, GUIDES, Role
from bot.documents.docx.xml import style_id
from handlers.papers.content import Part
from handlers.papers.families import Family
from tests.documents import samples
from tests.documents.reading import (
    headers,
    look,
    margins,
    opened,
    paragraphs,
    tables_with_borders,
    text_of,
    words,
)

STATE, PARTY = Family.STATE, Family.PARTY_05
FAMILIES = tuple(Family)
KINDS = tuple(samples.papers(STATE))
ISSUED = ("invitation", "notice", "report", "minutes", "conclusion", "transfer")
NUMBERED = {"invitation": "GM", "notice": "TB", "report": "BC", "minutes": "BB", "conclusion": "TB", "transfer": "PC"}


@cache
def drawn(kind: str, family: Family, *, draft: bool = False) -> bytes:
    return draw(samples.papers(family, draft=draft)[kind], family)


each_family = pytest.mark.parametrize("family", FAMILIES)
each_kind = pytest.mark.parametrize("kind", KINDS)


@each_family
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in {"slip", "register", "follow_up"}])
def test_a_page_is_a4_with_margins_20_20_30_15(kind: str, family: Family) -> None:
    # NĐ 30: top and bottom 20–25, left 30–35, right 15–20; HD 36: 20, 20, 30, 15.
    assert margins(opened(drawn(kind, family)).sections[0]) == (210, 297, 20, 20, 30, 15)


@each_family
@pytest.mark.parametrize("kind", ["register", "follow_up"])
def test_wide_tables_lie_on_a_landscape_page(kind: str, family: Family) -> None:
    section = opened(drawn(kind, family)).sections[0]
    assert section.orientation == WD_ORIENT.LANDSCAPE
    assert margins(section) == (297, 210, 20, 20, 30, 15)


@each_family
def test_the_appendix_of_a_report_is_a_landscape_section_with_pages_of_its_own(family: Family) -> None:
    first, appendix = opened(drawn("report", family)).sections
    assert first.orientation == WD_ORIENT.PORTRAIT
    assert appendix.orientation == WD_ORIENT.LANDSCAPE
    assert margins(appendix) == (297, 210, 20, 20, 30, 15)
    assert appendix._sectPr.xpath("./w:pgNumType/@w:start") == ["1"]


@each_family
def test_a_speaker_slip_is_a5(family: Family) -> None:
    assert margins(opened(drawn("slip", family)).sections[0])[:2] == (148, 210) == (A5.width, A5.height)


STATE_LOOKS = [
    # text, size, bold, italic, underline, align, source (NĐ 30, Phụ lục I, mục II)
    ("ỦY BAN NHÂN DÂN", 13, True, False, False, "center", "ô 2: issuer, capitals 12–13 bold"),
    ("CỘNG HÒA XÃ HỘI", 13, True, False, False, "center", "ô 1: Quốc hiệu, capitals 12–13 bold"),
    ("Độc lập - Tự do", 14, True, False, False, "center", "ô 1: Tiêu ngữ, 13–14 bold"),
    ("Số: 06/", 13, False, False, False, "center", "ô 3: number, 13 upright"),
    ("Phước Lộc, ngày 05 tháng 02 năm 2026", 14, False, True, False, "center", "ô 4: italic 13–14"),
    ("TM. ỦY BAN NHÂN DÂN", 14, True, False, False, "center", "ô 7a: capitals 13–14 bold"),
    ("KT. CHỦ TỊCH", 14, True, False, False, "center", "ô 7a: deputy, capitals 13–14 bold"),
    ("PHÓ CHỦ TỊCH", 14, True, False, False, "center", "ô 7a: position, capitals 13–14 bold"),
    ("Trần Thị Thử", 14, True, False, False, "center", "ô 7b: name, 13–14 bold, no title"),
    ("Nơi nhận:", 12, True, True, False, "left", "ô 9b: label 12 bold italic"),
    ("- Thường trực Tỉnh ủy (để báo cáo);", 11, False, False, False, "left", "ô 9b: items 11, ';'"),
    ("- Lưu: VT.", 11, False, False, False, "left", "ô 9b: last line 'Lưu:', '.'"),
]
PARTY_LOOKS = [
    # text, size, bold, italic, underline, align, source (HD 36, HD 05)
    ("ĐẢNG CỘNG SẢN VIỆT NAM", 15, True, False, False, "center", "title of the Party, capitals 15 bold"),
    ("ĐẢNG BỘ TỈNH BÌNH MINH", 14, False, False, False, "center", "superior, capitals 14"),
    ("ĐẢNG ỦY XÃ PHƯỚC LỘC", 14, True, False, False, "center", "issuer, capitals 14 bold"),
    ("*", 14, False, False, False, "center", "star under the issuer"),
    ("Số 06-", 14, False, False, False, "center", "number 14, no colon"),
    ("Phước Lộc, ngày 05 tháng 02 năm 2026", 14, False, True, False, "center", "italic 14"),
    ("T/M BAN THƯỜNG VỤ", 14, True, False, False, "center", "authority, capitals 14 bold, slash"),
    ("PHÓ BÍ THƯ", 14, False, False, False, "center", "position, capitals 14 not bold"),
    ("Trần Thị Thử", 14, True, False, False, "center", "name 14 bold"),
    ("Nơi nhận:", 14, False, False, True, "left", "label 14 underlined"),
    ("- Lưu VT.", 12, False, False, False, "left", "items 12, 'Lưu' without colon, '.'"),
]
LOOKS = [(STATE, *row) for row in STATE_LOOKS] + [(PARTY, *row) for row in PARTY_LOOKS]


@pytest.mark.parametrize("kind", ["notice", "report", "conclusion"])
@pytest.mark.parametrize(
    ("family", "text", "size", "bold", "italic", "underline", "align", "source"),
    [pytest.param(*row, id=f"{row[0]}: {row[-1]}") for row in LOOKS],
)
def test_the_parts_of_the_frame_look_as_the_rules_say(
    kind: str,
    family: Family,
    text: str,
    size: float,
    bold: bool,
    italic: bool,
    underline: bool,
    align: str,
    source: str,
) -> None:
    found = look(drawn(kind, family), text)
    expected = dataclasses.replace(
        found, font=FONT, size=size, bold=bold, italic=italic, underline=underline, align=align
    )
    assert found == expected, source


TITLES = {
    "invitation": "GIẤY MỜI",
    "notice": "THÔNG BÁO",
    "report": "BÁO CÁO",
    "minutes": "BIÊN BẢN",
    "conclusion": "THÔNG BÁO",
    "transfer": "PHIẾU CHUYỂN",
    "follow_up": "BẢNG THEO DÕI",
    "register": "SỔ GIAO GIẤY MỜI",
}


@each_family
@pytest.mark.parametrize(("kind", "title"), TITLES.items())
def test_the_type_stands_in_capitals_bold_in_the_middle(kind: str, title: str, family: Family) -> None:
    # NĐ 30 ô 5a: 13–14; HD 36: 15–16.
    found = look(drawn(kind, family), title)
    assert (found.bold, found.align, found.size) == (True, "center", 16 if family.of_party else 14)


@each_family
@pytest.mark.parametrize(("kind", "abbreviation"), NUMBERED.items())
def test_each_type_has_its_number_in_its_familys_form(kind: str, abbreviation: str, family: Family) -> None:
    expected = f"Số 06-{abbreviation}/ĐU" if family.of_party else f"Số: 06/{abbreviation}-UBND"
    assert expected in text_of(drawn(kind, family)).split("\n")


def test_the_body_of_a_state_paper_is_14_justified_with_a_first_line_of_12_7_and_6_points_between() -> None:
    # NĐ 30 ô 6: 13–14, justified, first line 10 or 12.7, gap at least 6, leading single to 1.5.
    found = look(drawn("notice", STATE), "Ủy ban nhân dân xã Phước Lộc thông báo về")
    assert (found.size, found.align, found.first_line, found.after, found.exact) == (14, "both", 12.7, 6, None)


@pytest.mark.parametrize("family", [Family.PARTY_36, Family.PARTY_05])
def test_the_body_of_a_party_paper_is_14_with_a_first_line_of_10_and_exactly_18_points_leading(family: Family) -> None:
    found = look(drawn("notice", family), "Đảng ủy xã Phước Lộc thông báo về")
    assert (found.size, found.align, found.first_line, found.exact) == (14, "both", 10, 18)


def test_legal_bases_of_a_state_paper_are_italic_and_end_with_semicolons_and_a_stop() -> None:
    data = drawn("notice", STATE)
    assert look(data, "Căn cứ Luật").italic
    lines = [line for line in text_of(data).split("\n") if line.startswith("Căn cứ")]
    assert [line[-1] for line in lines] == [";", "."]


@pytest.mark.parametrize(("family", "sign"), [(Family.PARTY_36, ","), (Family.PARTY_05, ";"), (STATE, ";")])
def test_recipients_are_parted_by_the_sign_of_their_guide(family: Family, sign: str) -> None:
    # HD 36 has commas, HD 05 semicolons, NĐ 30 semicolons; the last line ends with a stop.
    lines = [line for line in text_of(drawn("notice", family)).split("\n") if line.startswith("- ")][-4:]
    assert [line[-1] for line in lines] == [sign, sign, sign, "."]
    assert lines[-1] == ("- Lưu VT." if family.of_party else "- Lưu: VT.")


def test_sections_are_numbered_in_the_form_of_their_family() -> None:
    assert "I. KẾT QUẢ TIẾP NHẬN Ý KIẾN, KIẾN NGHỊ" in text_of(drawn("report", STATE))
    assert "I- KẾT QUẢ TIẾP NHẬN Ý KIẾN, KIẾN NGHỊ" in text_of(drawn("report", PARTY))


def test_a_collective_party_body_is_never_signed_for_by_a_deputys_mark() -> None:
    assert "K/T" not in text_of(drawn("notice", PARTY))
    assert "KT. CHỦ TỊCH" in text_of(drawn("notice", STATE))


def test_the_party_has_dashes_under_the_abstract_and_the_state_a_line() -> None:
    assert "\n-----\n" in text_of(drawn("notice", PARTY))
    assert "-----" not in text_of(drawn("notice", STATE))


@each_family
def test_minutes_are_signed_left_by_the_secretary_and_right_by_the_chair_without_a_date_line(family: Family) -> None:
    # NĐ 30 mẫu 1.9; the Party's minutes have other words.
    data = drawn("minutes", family)
    left, right = GUIDES[family].secretary, GUIDES[family].chair
    row = next(row for row in opened(data).element.body.iter(qn("w:tr")) if words(row).startswith(left))
    cells = [words(cell) for cell in row.findall(qn("w:tc"))]
    assert cells == [f"{left}Trần Văn Ghi", f"{right}Nguyễn Văn Mẫu"]
    assert "Phước Lộc, ngày 05" not in text_of(data)


@pytest.mark.parametrize(("family", "width"), [(STATE, 60.2), (PARTY, 72.9)])
def test_the_line_under_the_heading_is_as_wide_as_its_text(family: Family, width: float) -> None:
    # 60.2 mm is «Độc lập - Tự do - Hạnh phúc» at 14 bold, 72.9 mm «ĐẢNG CỘNG SẢN VIỆT NAM» at 15 bold.
    column = 165 - GUIDES[family].left_column
    drawn_lines = _line_widths(drawn("notice", family), column)
    assert any(abs(line - width) < 0.3 for line in drawn_lines)


def test_the_line_under_the_issuer_is_a_third_to_a_half_of_its_text() -> None:
    # «XÃ PHƯỚC LỘC» at 13 bold.
    text = 35.2
    first = _line_widths(drawn("notice", STATE), GUIDES[STATE].left_column)[0]
    assert text / 3 <= first <= text / 2


def _line_widths(data: bytes, column: float) -> list[float]:
    found = []
    for one in paragraphs(data):
        properties = one.find(qn("w:pPr"))
        if properties.find(qn("w:pBdr")) is not None:
            side = int(properties.find(qn("w:ind")).get(qn("w:left"))) / 1440 * 25.4
            found.append(column - 2 * side)
    return found


@each_family
@each_kind
def test_pages_are_numbered_in_the_middle_of_the_top_margin_and_not_on_the_first(kind: str, family: Family) -> None:
    data = drawn(kind, family)
    section = opened(data).sections[0]
    assert section.different_first_page_header_footer
    assert "PAGE" not in section.first_page_header._element.xml
    assert " PAGE " in section.header._element.xml
    number = section.header._element.find(qn("w:p")).find(qn("w:pPr")).find(qn("w:pStyle")).get(qn("w:val"))
    assert number == style_id(Role.PAGE_NUMBER)
    assert (section.header_distance or 0) < (section.top_margin or 0)
    looked = GUIDES[family].styles[Role.PAGE_NUMBER]
    assert (looked.size, looked.align) == (14, "center")


@each_family
@pytest.mark.parametrize("kind", ["report", "follow_up", "register", "minutes"])
def test_every_table_repeats_its_head_on_each_page(kind: str, family: Family) -> None:
    tables = tables_with_borders(drawn(kind, family))
    assert tables
    for table in tables:
        head = table.find(qn("w:tr")).find(qn("w:trPr"))
        assert head.find(qn("w:tblHeader")) is not None
        assert head.find(qn("w:cantSplit")) is not None


@each_family
@each_kind
def test_tables_are_as_wide_as_the_text_and_their_columns_fixed(kind: str, family: Family) -> None:
    document = opened(drawn(kind, family))
    pages = [margins(section) for section in document.sections]
    widest = max(width - left - right for width, _, _, _, left, right in pages)
    for table in document.element.body.iter(qn("w:tbl")):
        columns = [int(column.get(qn("w:w"))) / 1440 * 25.4 for column in table.find(qn("w:tblGrid"))]
        assert sum(columns) <= widest + 0.2
        assert table.find(qn("w:tblPr")).find(qn("w:tblLayout")).get(qn("w:type")) == "fixed"


@each_family
@each_kind
def test_a_paragraph_stands_between_two_tables_behind_the_last_and_at_the_end_of_each_cell(
    kind: str, family: Family
) -> None:
    # Word joins neighbouring tables and calls a cell without a paragraph a broken file.
    body = opened(drawn(kind, family)).element.body
    for table in body.iter(qn("w:tbl")):
        assert table.getnext().tag == qn("w:p")
    for cell in body.iter(qn("w:tc")):
        assert cell[-1].tag == qn("w:p")


PARAGRAPH_ORDER = ("pStyle", "keepNext", "widowControl", "pBdr", "tabs", "spacing", "ind", "jc", "sectPr")
RUN_ORDER = ("rFonts", "b", "i", "color", "sz", "szCs", "u", "lang")
TABLE_ORDER = ("tblW", "tblInd", "tblBorders", "tblLayout", "tblCellMar")
CELL_ORDER = ("tcW", "gridSpan", "vAlign")


@each_family
@each_kind
def test_properties_stand_in_the_order_that_the_schema_asks_for(kind: str, family: Family) -> None:
    # ECMA-376 part 1, 17.3.1.26, 17.3.2.28, 17.4.59, 17.4.69: sequences, and Word refuses what is out of order.
    document = opened(drawn(kind, family))
    ours = [one for one in document.styles.element.findall(qn("w:style")) if one.get(qn("w:customStyle"))]
    for root in (document.element, *ours):
        for tag, order in (
            ("w:pPr", PARAGRAPH_ORDER),
            ("w:rPr", RUN_ORDER),
            ("w:tblPr", TABLE_ORDER),
            ("w:tcPr", CELL_ORDER),
        ):
            for properties in root.iter(qn(tag)):
                names = [one.tag.rpartition("}")[2] for one in properties]
                assert names == sorted(names, key=order.index)


@each_family
@each_kind
def test_no_word_is_in_another_font(kind: str, family: Family) -> None:
    document = opened(drawn(kind, family))
    for part in (document.element, document.styles.element):
        fonts = {value for one in part.iter(qn("w:rFonts")) for value in one.attrib.values()}
        assert fonts <= {FONT}


@each_family
@pytest.mark.parametrize("kind", ISSUED)
def test_a_draft_says_so_on_every_page_and_a_released_paper_nowhere(kind: str, family: Family) -> None:
    draft, released = drawn(kind, family, draft=True), drawn(kind, family)
    for section in opened(draft).sections:
        assert DRAFT in words(section.first_page_header._element)
        assert DRAFT in words(section.header._element)
        assert "bản nháp do trợ lý tự động soạn" in words(section.first_page_header._element)
    assert re.search(r"Số:? …", text_of(draft))
    everything = text_of(released) + "".join(headers(released).values())
    assert DRAFT not in everything
    assert "trợ lý tự động soạn" not in everything


@each_family
@each_kind
def test_the_same_content_gives_the_same_bytes(kind: str, family: Family) -> None:
    again: Part = samples.papers(family)[kind]
    assert draw(again, family) == drawn(kind, family)


@pytest.mark.parametrize(
    ("kind", "day"), [("conclusion", "15 tháng 12"), ("conclusion", "20 tháng 12"), ("transfer", "11 tháng 12")]
)
def test_a_last_day_is_named_as_the_last_that_is_still_in_time(kind: str, day: str) -> None:
    # «trước ngày 20» would leave the twentieth out, and a task is overdue from the day after its due day on.
    assert f"chậm nhất ngày {day} năm 2026" in text_of(drawn(kind, STATE))


@each_family
@pytest.mark.parametrize("kind", ["notice", "report", "conclusion", "transfer", "invitation"])
def test_the_signature_stays_with_the_last_words_of_the_text(kind: str, family: Family) -> None:
    body = opened(drawn(kind, family)).element.body
    position = "PHÓ BÍ THƯ" if family.of_party else "PHÓ CHỦ TỊCH"
    table = next(one for one in body.findall(qn("w:tbl")) if position in words(one))
    before = table.getprevious()
    assert words(before).endswith("./.")
    assert before.find(qn("w:pPr")).find(qn("w:keepNext")) is not None
    assert table.find(qn("w:tr")).find(qn("w:trPr")).find(qn("w:cantSplit")) is not None
