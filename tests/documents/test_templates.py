"""An office's own templates: filled, or refused with the file, the field and the place."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as DocumentType
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.documents.docx.draw import draw
from bot.documents.docx.office_template import LARGEST, TemplateError, check, fill, kind_of, template_beside
from bot.documents.docx.template_example import example
from bot.documents.docx.template_fields import TEMPLATED, fields_of, shape_of
from handlers.papers.before import Notice
from handlers.papers.content import Paper
from handlers.papers.families import Family
from handlers.papers.words import one_line
from tests.documents import samples
from tests.documents.reading import margins, opened, text_of
from tests.sources import ROOT

NOTICE = samples.notice(Family.STATE)
SHIPPED = {Family.STATE: "nha-nuoc", Family.PARTY_05: "dang"}


def template(*paragraphs: str, build: Callable[[DocumentType], object] | None = None) -> bytes:
    document = Document()
    for words in paragraphs:
        document.add_paragraph(words)
    if build is not None:
        build(document)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def table(*rows: tuple[str, ...]) -> Callable[[DocumentType], object]:
    def build(document: DocumentType) -> None:
        made = document.add_table(rows=len(rows), cols=len(rows[0]))
        for row, words in zip(made.rows, rows, strict=True):
            for cell, text in zip(row.cells, words, strict=True):
                cell.text = text

    return build


def refused(data: bytes, paper: type[Paper] = Notice) -> str:
    with pytest.raises(TemplateError) as error:
        check(data, "thong-bao.docx", paper)
    return str(error.value)


def test_a_template_is_filled_with_the_fields_of_the_paper() -> None:
    data = template("{{ issuer | upper }}", "{{ number_line }}", "{%p for t in topics %}", "+ {{ t }}", "{%p endfor %}")
    text = text_of(fill(data, "thong-bao.docx", NOTICE, Family.STATE))
    expected = ["ỦY BAN NHÂN DÂN XÃ PHƯỚC LỘC", "Số: 06/TB-UBND", *(f"+ {topic}" for topic in NOTICE.topics)]
    assert text.split("\n") == expected


def test_rows_of_a_table_are_repeated() -> None:
    data = template(
        build=table(
            ("Việc", "Hạn"),
            ("{%tr for x in tasks %}", ""),
            ("{{ x.matter }}", "{{ x.due_on }}"),
            ("{%tr endfor %}", ""),
        )
    )
    text = text_of(fill(data, "ket-luan.docx", samples.conclusion(Family.STATE), Family.STATE))
    assert text.split("\n") == [
        "Việc",
        "Hạn",
        "Sửa đường ra đồng thôn Đông",
        "ngày 15 tháng 12 năm 2026",
        "Thu gom rác ở chợ",
        "",
    ]


@pytest.mark.parametrize("family", SHIPPED)
def test_the_example_gives_what_we_draw_ourselves(family: Family) -> None:
    paper = samples.notice(family)
    made = fill(example(family), "thong-bao.docx", paper, family)
    text = one_line(text_of(made))
    for words in (paper.letterhead.issuer.upper(), paper.meeting.when, paper.topics[0], "Trần Thị Thử", "Lưu"):
        assert words in text
    assert "{" not in text
    assert margins(opened(made).sections[0]) == (210, 297, 20, 20, 30, 15)


@pytest.mark.parametrize(("family", "folder"), SHIPPED.items())
def test_the_shipped_templates_are_the_examples_of_today(family: Family, folder: str) -> None:
    shipped = ROOT / "plans" / "templates" / "papers" / folder / "thong-bao.docx"
    assert text_of(shipped.read_bytes()) == text_of(example(family)), "run doithoai papers example and replace it"
    check(shipped.read_bytes(), shipped.name, Notice)


def test_quotation_marks_that_word_bent_are_read_as_straight_ones() -> None:
    data = template("{{ topics | join(“ + ”) }}")
    assert text_of(fill(data, "thong-bao.docx", NOTICE, Family.STATE)) == " + ".join(NOTICE.topics)


@pytest.mark.parametrize("family", SHIPPED)
def test_the_lists_of_the_example_end_as_ours_do(family: Family) -> None:
    paper = samples.notice(family)
    ours, theirs = (
        [line for line in text_of(data).split("\n") if line.startswith(("- ", "Căn cứ"))]
        for data in (draw(paper, family), fill(example(family), "thong-bao.docx", paper, family))
    )
    assert set(ours) <= set(theirs)


def test_a_draft_says_so_at_the_top_of_any_template_and_a_released_paper_does_not() -> None:
    data = template("{{ issuer }}")
    draft = text_of(fill(data, "thong-bao.docx", samples.notice(Family.STATE, draft=True), Family.STATE)).split("\n")
    assert draft[0] == "DỰ THẢO"
    assert "trợ lý tự động soạn" in draft[1]
    assert "DỰ THẢO" not in text_of(fill(data, "thong-bao.docx", NOTICE, Family.STATE))


FAULTS = [
    pytest.param(template("Xin chào", "{{ isuer }}"), ["đoạn 2", "«isuer»", "«issuer»"], id="a misspelt field"),
    pytest.param(template("{{ meeting.venu }}"), ["đoạn 1", "«meeting» không có mục «venu»", "«venue»"], id="inside"),
    pytest.param(
        template("{%p for t in topic %}", "{{ t }}", "{%p endfor %}"), ["đoạn 1", "«topic»", "«topics»"], id="a list"
    ),
    pytest.param(template("{{ issuer"), ["đoạn 1", "thiếu dấu }}"], id="not closed"),
    pytest.param(template("issuer }}"), ["đoạn 1", "thiếu dấu {{"], id="not opened"),
    pytest.param(template("{% if deadline %}", "{{ deadline }}"), ["endif"], id="a condition without end"),
    pytest.param(template("a", "{{ issuer issuer }}"), ["đoạn 2", "viết sai"], id="two words"),
    pytest.param(template("{% colspan 3 %}"), ["đoạn 1", "không có lệnh «colspan»"], id="an unknown mark"),
    pytest.param(template("{{ issuer | shout }}"), ["đoạn 1", "không có phép «shout»"], id="an unknown filter"),
    pytest.param(template("{{ topics }}"), ["đoạn 1", "không in thẳng được"], id="a list printed"),
    pytest.param(
        template("{%p for x in issuer %}", "{{ x }}", "{%p endfor %}"), ["không phải danh sách"], id="no list"
    ),
    pytest.param(template("{%tr for t in topics %}{%tr endfor %}"), ["đoạn 1", "chỉ dùng trong bảng"], id="no table"),
    pytest.param(
        template(build=table(("a", "b"), ("c", "{{ sognature }}"))), ["bảng 1, hàng 2, cột 2", "sognature"], id="a cell"
    ),
    pytest.param(
        template(build=lambda document: document.sections[0].header.add_paragraph("{{ nubmer_line }}")),
        ["đầu trang", "«number_line»"],
        id="in the header",
    ),
]


@pytest.mark.parametrize(("data", "parts"), FAULTS)
def test_a_fault_names_the_file_the_place_and_the_field(data: bytes, parts: list[str]) -> None:
    message = refused(data)
    assert message.startswith("thong-bao.docx: ")
    for part in parts:
        assert part in message
    with pytest.raises(TemplateError):
        fill(data, "thong-bao.docx", NOTICE, Family.STATE)


def test_all_faults_are_told_at_once() -> None:
    message = refused(template("{{ isuer }}", "{{ plcae }}"))
    assert len(message.split("\n")) == 2


@pytest.mark.parametrize(
    "words",
    [
        "{{ issuer.__class__ }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ meeting.title.__init__.__globals__ }}",
        "{{ range(9) }}",
        "{{ issuer * 1000000000 }}",
        "{{ issuer ~ issuer }}",
        "{{ topics[0] }}",
        "{{ lipsum() }}",
        "{% set a = issuer %}{{ a }}",
        "{% include 'x' %}",
        "{% macro a() %}{% endmacro %}",
        "{{ issuer.upper() }}",
        "{% for a in topics %}{% for b in topics %}{% for c in topics %}{% endfor %}{% endfor %}{% endfor %}",
        "{% for a in topics if a %}{% endfor %}",
        "{% for a in topics recursive %}{% endfor %}",
    ],
)
def test_a_template_names_fields_and_does_nothing_else(words: str) -> None:
    assert refused(template(words)).startswith("thong-bao.docx: đoạn 1")


def archive(**parts: str | bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return made.getvalue()


def with_part(name: str, content: str | bytes) -> bytes:
    made = io.BytesIO(template("{{ issuer }}"))
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as file:
        file.writestr(name, content)
    return made.getvalue()


EXTERNAL = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
    'Target="https://a.example/x.dotm" TargetMode="External"/></Relationships>'
)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(b"", "không phải tệp DOCX", id="empty"),
        pytest.param(b"\xd0\xcf\x11\xe0 old or locked", "có mật khẩu", id="an old or locked file"),
        pytest.param(archive(a="b"), "không phải tệp DOCX của Word", id="another zip"),
        pytest.param(b"x" * (LARGEST + 1), "lớn quá", id="too large"),
        pytest.param(with_part("word/media/a.bin", b"\0" * 70_000_000), "quá lớn", id="a zip bomb"),
        pytest.param(with_part("word/vbaProject.bin", b"macro"), "macro", id="macros"),
        pytest.param(with_part("word/_rels/settings.xml.rels", EXTERNAL), "bên ngoài", id="an outside template"),
        pytest.param(with_part("word/_rels/settings.xml.rels", "<broken"), "hỏng", id="broken XML"),
    ],
)
def test_a_file_that_is_no_plain_docx_is_refused(data: bytes, message: str) -> None:
    assert message in refused(data)


def test_a_loop_that_begins_in_a_table_and_ends_outside_is_refused() -> None:
    data = template(build=table(("{% for x in topics %}{{ x }}", "b")))
    document = Document(io.BytesIO(data))
    document.add_paragraph("{% endfor %}")
    made = io.BytesIO()
    document.save(made)
    message = refused(made.getvalue())
    assert "đoạn 1 («{% endfor %}»)" in message
    assert "bảng 1, hàng 1, cột 1" in message


@pytest.mark.parametrize(
    ("start", "end"), [("{%tr for x in topics %}", "{%p endfor %}"), ("{% if issuer %}", "{%tr endif %}")]
)
def test_a_loop_ends_with_the_kind_of_mark_it_began_with(start: str, end: str) -> None:
    assert "mở" in refused(template(build=table((start, "a"), ("b", end))))


def test_a_cell_whose_list_is_empty_still_has_a_paragraph_or_word_would_refuse_the_file() -> None:
    cell = "{%p for t in topics %}\n{{ t }}\n{%p endfor %}"
    document = Document()
    made = document.add_table(rows=1, cols=1).cell(0, 0)
    made.text = cell.split("\n", maxsplit=1)[0]
    for line in cell.split("\n")[1:]:
        made.add_paragraph(line)
    file = io.BytesIO()
    document.save(file)
    none = Notice.model_validate({**dict(NOTICE), "topics": ()})
    data = fill(file.getvalue(), "thong-bao.docx", none, Family.STATE)
    assert len(opened(data).tables[0].cell(0, 0).paragraphs) == 1


def test_a_field_that_is_empty_when_filled_is_told() -> None:
    none = Notice.model_validate({**dict(NOTICE), "topics": ()})
    with pytest.raises(TemplateError, match="trống"):
        fill(template("{{ topics | first }}"), "thong-bao.docx", none, Family.STATE)


@pytest.mark.parametrize("family", [Family.STATE, Family.PARTY_05])
@pytest.mark.parametrize(("name", "kind"), TEMPLATED.items())
def test_the_shape_says_exactly_what_the_fields_hold(name: str, kind: type[Paper], family: Family) -> None:
    paper = next(one for one in samples.papers(family).values() if type(one) is kind)
    assert isinstance(paper, Paper)
    _same(shape_of(kind), fields_of(paper, family), name)


def _same(shape: object, value: object, where: str) -> None:
    if isinstance(shape, dict):
        assert isinstance(value, dict), where
        assert set(shape) == set(value) - {"charts", "qr"}, where
        for name in shape:
            _same(shape[name], value[name], f"{where}.{name}")
    elif isinstance(shape, list):
        assert isinstance(value, list), where
        for one in value:
            _same(shape[0], one, where)
    else:
        assert value is None or isinstance(value, str | int | bool), where


@pytest.mark.parametrize(
    ("path", "kind"),
    [("a/thong-bao.docx", Notice), ("thong-bao.doc", None), ("thongbao.docx", None), ("ket-luan.docx", "ket-luan")],
)
def test_a_files_name_says_which_paper_it_is_for(path: str, kind: type[Paper] | str | None) -> None:
    assert kind_of(Path(path)) is (TEMPLATED[kind] if isinstance(kind, str) else kind)


def test_a_template_lies_in_the_folder_named_as_its_plan(tmp_path: Path) -> None:
    plan, folder = tmp_path / "giao-minh-2025.toml", tmp_path / "giao-minh-2025"
    assert template_beside(plan, Notice) is None
    folder.mkdir()
    (folder / "thong-bao.docx").touch()
    assert template_beside(plan, Notice) == folder / "thong-bao.docx"


@settings(max_examples=30)
@given(st.text("{}%# abif/enrdo.|'\"", max_size=40))
def test_any_words_in_a_template_are_filled_or_refused_with_a_place(words: str) -> None:
    data = template(words)
    try:
        check(data, "thong-bao.docx", Notice)
    except TemplateError as error:
        assert str(error).startswith("thong-bao.docx: ")  # noqa: PT017 - both ends are right
        return
    assert fill(data, "thong-bao.docx", NOTICE, Family.STATE)


@settings(max_examples=20)
@given(st.text())
def test_what_a_resident_wrote_is_never_read_as_a_template(words: str) -> None:
    slip = samples.transfer(Family.STATE)
    changed = type(slip).model_validate({**dict(slip), "content": f"{{{{ issuer }}}} <w:b/> {words}"})
    text = text_of(fill(template("{{ content }}"), "phieu-chuyen.docx", changed, Family.STATE))
    assert one_line(text).startswith("{{ issuer }} <w:b/>")
