"""Charts, the timeline and the poster: everything can be read, nothing lies over anything, twice the same bytes."""

import subprocess
import sys
from datetime import date, timedelta

import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pydantic import ValidationError

from bot.documents import pictures
from bot.documents.png.charts import MOST_BARS, bar_chart, share_words
from bot.documents.png.drawing import UNKNOWN, Page, drawable, width_of, wrap, wrap_evenly
from bot.documents.png.poster import poster_page
from bot.documents.png.timeline import TALLEST, WIDTH, timeline_pages
from handlers.papers.tables import Count, Poster, Progress, TimelineEntry
from tests.documents import examples
from tests.documents.looking import outside, overlapping, picture, said
from tests.sources import ROOT

LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyàằầèềìòồờùừỳảẳẩẻểỉỏổởủửỷãẵẫẽễĩõỗỡũữỹáắấéếíóốớúứýạặậẹệịọộợụựỵ"
TITLE = "Số ý kiến theo lĩnh vực"


def test_the_font_has_every_vietnamese_letter() -> None:
    both = LETTERS + LETTERS.upper() + "–«»…·₫"
    assert drawable(both) == both


def test_marks_that_came_apart_are_put_together_and_unknown_letters_become_a_box() -> None:
    assert drawable("Đươ\u0300ng\u0000 \U0001f98a\nភ") == f"Đường {UNKNOWN} {UNKNOWN}"
    assert drawable("ê\u0323") == "ệ"


@settings(max_examples=60)
@given(st.text(alphabet=LETTERS + "  WMil.", max_size=200), st.integers(40, 600), st.integers(1, 4))
def test_wrapped_lines_fit_and_lose_no_letter_unless_they_say_so(words: str, width: int, most: int) -> None:
    lines = wrap(words, 30, width, most=most)
    assert len(lines) <= most
    assert all(width_of(line, 30) <= width or len(line) == 1 for line in lines)
    if lines and not lines[-1].endswith("…"):
        assert "".join(lines).replace(" ", "") == words.replace(" ", "")
    even = wrap_evenly(words, 30, width, most=most)
    assert len(even) == len(lines)


def test_no_picture_is_paid_for_before_one_is_asked_for() -> None:
    code = (
        "import sys, bot.app, bot.cli, bot.documents.pictures, bot.documents.xlsx.sheets, bot.documents.dossier, "
        "bot.documents.xlsx.report_form, bot.documents.xlsx.report_reader; "
        "print('matplotlib' in sys.modules, 'numpy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


def chart(*counts: tuple[str, int]) -> Page:
    return bar_chart(TITLE, [Count(label=label, n=n) for label, n in counts], examples.HEADING)


def test_each_bar_has_its_number_and_its_share_as_vietnamese_papers_write_them() -> None:
    page = chart(("Giao thông", 1_234), ("Đất đai", 3_580))
    assert "1.234 (25,6%)" in said(page)
    assert "3.580 (74,4%)" in said(page)
    assert "Tổng số: 4.814 ý kiến, tính đến ngày 26/11/2026." in said(page)


def test_a_share_has_one_decimal_always_and_none_of_nothing() -> None:
    assert [share_words(1, 20), share_words(0, 7), share_words(0, 0)] == ["1 (5,0%)", "0 (0,0%)", "0"]


@pytest.mark.parametrize(
    "counts",
    [
        pytest.param([], id="none"),
        pytest.param([("Giao thông", 0)], id="zero"),
        pytest.param([("x" * 300, 5), (examples.LONG_NAME, 3)], id="long labels"),
        pytest.param([("$x^2$ và $5", 2), ("<b>&", 1), ("", 1)], id="signs of formulas"),
        pytest.param([(f"Xóm {n}", 1_000_000 - n) for n in range(60)], id="sixty bars"),
    ],
)
def test_nothing_in_a_chart_lies_over_anything_else(counts: list[tuple[str, int]]) -> None:
    page = chart(*counts)
    assert (overlapping(page), outside(page)) == ([], [])
    assert picture(page.png()).size == (page.width, page.height)


def test_what_looks_like_a_formula_is_drawn_as_it_is_written() -> None:
    assert "$x^2$" in said(chart(("$x^2$", 2)))
    assert picture(chart(("$x^2$ sai \\frac{", 2)).png()).width == 1240


def test_bars_beyond_what_a_phone_shows_become_one_that_says_how_many() -> None:
    page = chart(*[(f"Xóm {n}", 2) for n in range(1, MOST_BARS + 7)])
    assert "Còn lại (7 mục)" in said(page)
    assert f"Tổng số: {2 * (MOST_BARS + 6)} ý kiến" in said(page)


def test_a_session_gets_its_charts_and_none_without_content() -> None:
    counts = examples.counts(examples.concerns(40))
    drawn = pictures.charts(counts, examples.HEADING)
    assert list(drawn) == ["linh-vuc.png", "noi-o.png", "ket-qua.png"]
    assert all(len(png) < 150_000 for png in drawn.values())
    assert pictures.charts(counts, examples.HEADING) == drawn
    assert pictures.charts(counts.model_copy(update={"by_topic": ()}), examples.HEADING).keys() == {
        "noi-o.png",
        "ket-qua.png",
    }


@pytest.mark.parametrize("size", [0, 1, 7, 40])
def test_a_timeline_can_be_read_on_a_phone(size: int) -> None:
    pages = timeline_pages(examples.HEADING, examples.milestones(size))
    assert all(page.width == WIDTH and page.height <= TALLEST + 1 for page in pages)
    assert [(overlapping(page), outside(page)) for page in pages] == [([], [])] * len(pages)
    heights = [bottom - top for page in pages for _, (_, top, _, bottom) in page.words]
    assert min(heights) * 390 / WIDTH >= 14  # a line of letters, in pixels of a phone's screen
    assert all(len(png) < 150_000 for png in pictures.timeline(examples.HEADING, examples.milestones(size)))


def test_each_milestone_stands_there_once_with_its_day_and_who_owes_it() -> None:
    entries = [
        entry.model_copy(update={"name": f"Việc số {n}", "owed_by": f"Nơi {n}"})
        for n, entry in enumerate(examples.milestones(40), 1)
    ]
    pages = timeline_pages(examples.HEADING, entries)
    words = [line for page in pages for line, _ in page.words]
    assert 1 < len(pages) <= 6
    assert sorted(line for line in words if line.startswith("Việc số")) == sorted(entry.name for entry in entries)
    assert len([line for line in words if line.removeprefix("Đã xong: ").startswith("Nơi ")]) == 40
    assert [line for line in words if line.startswith("Hôm nay,")] == ["Hôm nay, 26/11/2026"]
    assert "Chưa ấn định ngày" in words


def test_the_line_of_today_stands_between_what_was_and_what_comes() -> None:
    page = timeline_pages(examples.HEADING, examples.milestones(7))[0]
    tops = {words: box[1] for words, box in page.words}
    assert tops["24/11"] < tops["Hôm nay, 26/11/2026"] < tops["26/11"] < tops["28/11"]
    assert "Quá hạn 2 ngày" in tops
    assert "Đến hạn hôm nay" in tops


def test_a_day_of_another_year_says_its_year() -> None:
    entry = TimelineEntry(name="Trả lời", due=date(2027, 1, 5), progress=Progress.NEXT)
    assert "năm 2027" in said(timeline_pages(examples.HEADING, [entry])[0])


@settings(max_examples=20)
@given(
    st.lists(
        st.builds(
            TimelineEntry,
            name=st.text(max_size=300),
            owed_by=st.text(max_size=300),
            due=st.none() | st.dates(date(2026, 1, 1), date(2027, 12, 31)),
            clock=st.none() | st.times(),
            progress=st.sampled_from(Progress),
        ),
        max_size=12,
    )
)
def test_no_milestones_can_lie_over_each_other(entries: list[TimelineEntry]) -> None:
    for page in timeline_pages(examples.HEADING, entries):
        assert (overlapping(page), outside(page)) == ([], [])


def test_the_same_milestones_give_the_same_bytes_in_any_order() -> None:
    entries = [entry.model_copy(update={"due": examples.TODAY}) for entry in examples.milestones(9)]
    assert pictures.timeline(examples.HEADING, entries) == pictures.timeline(examples.HEADING, entries[::-1])


def longest_poster() -> Poster:
    long = "rất dài và còn dài hơn nữa " * 30
    return Poster(
        office=long,
        superior=long,
        title=long,
        topic=long,
        when=long,
        where=long,
        who=long,
        until=long,
        ways=(long,) * 6,
        link="https://example.org/" + "a" * 280,
        link_words=long,
        contact=long,
    )


@pytest.mark.parametrize(
    "poster",
    [
        pytest.param(examples.POSTER, id="usual"),
        pytest.param(longest_poster(), id="longest"),
        pytest.param(
            Poster(
                office="Xã",
                title="Họp",
                when="8 giờ",
                where="Hội trường",
                until="hôm nay",
                ways=(),
                link="x",
                link_words="",
            ),
            id="shortest",
        ),
    ],
)
def test_a_poster_fits_its_page_whatever_it_says(poster: Poster) -> None:
    page = poster_page(poster)
    assert (overlapping(page), outside(page)) == ([], [])
    assert picture(page.png()).size == (1240, 1754)


def test_a_poster_says_what_when_where_how_until_when_and_that_a_machine_listens() -> None:
    words = said(poster_page(examples.POSTER))
    for part in ("15/12/2026", "Hội trường", "11/12/2026", "0228 000 0000", "trưởng xóm", "Zalo: Xã Giao Minh"):
        assert part in words
    assert "trợ lý tự động" in words


def test_the_qr_code_of_a_poster_is_that_of_the_link_with_its_quiet_zone() -> None:
    drawn = picture(poster_page(examples.POSTER).png())
    grid = [list(map(bool, line)) for line in segno.make(examples.POSTER.link, error="m", micro=False).matrix]
    assert qr_in(drawn, len(grid)) == grid


def qr_in(drawn: Image.Image, modules: int) -> list[list[bool]]:
    """The modules of the code in the picture: pure black is used for nothing else on the page."""
    black = drawn.convert("L").point(lambda value: 255 if value < 8 else 0)
    box = black.getbbox()
    assert box is not None
    left, top, right, bottom = box
    size = (right - left) // modules
    assert (right - left, bottom - top) == (size * modules, size * modules)
    around = drawn.crop((left - 4 * size, top - 4 * size, right + 4 * size, bottom + 4 * size))
    around.paste((255, 255, 255), (4 * size, 4 * size, 4 * size + right - left, 4 * size + bottom - top))
    assert around.getextrema() == ((255, 255),) * 3
    at = [size * n + size // 2 for n in range(modules)]
    return [[black.getpixel((left + x, top + y)) == 255 for x in at] for y in at]


def test_a_link_too_long_for_an_old_telephone_is_refused() -> None:
    with pytest.raises(ValidationError):
        Poster.model_validate({**examples.POSTER.model_dump(), "link": "https://example.org/" + "a" * 300})


def test_a_poster_as_pdf_is_one_a4_page_with_letters_as_letters() -> None:
    pdf, png = pictures.poster(examples.POSTER)
    assert pdf.startswith(b"%PDF-")
    assert pdf.count(b"/Type /Page ") + pdf.count(b"/Type /Page\n") == 1
    assert b"/MediaBox [ 0 0 595.2 841.92 ]" in pdf
    assert b"/FontFile2" in pdf or b"/Type0" in pdf
    assert len(pdf) < 150_000
    assert len(png) < 150_000
    assert pictures.poster(examples.POSTER) == (pdf, png)
    assert pictures.poster(examples.POSTER.model_copy(update={"title": "Họp \ud800\x00 dân"}))


def test_the_picture_of_another_day_is_another() -> None:
    later = examples.HEADING.model_copy(update={"as_of": examples.TODAY + timedelta(days=1)})
    entries = examples.milestones(5)
    assert pictures.timeline(later, entries) != pictures.timeline(examples.HEADING, entries)
