"""Links to files: short, signed, good until the end of a day, and lost on whoever changes a letter of them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.file_links import BadLink, FileLinks, end_of
from bot.channels.file_types import SENT
from handlers.messages import OutboundFile

AT = datetime(2026, 11, 26, 5, 0, tzinfo=UTC)
STORED = "0123456789abcdef" * 4


def links(at: datetime = AT, days: int = 7, secret: str = "s", url: str = "https://doithoai.example/") -> FileLinks:
    return FileLinks(secret, url, lambda: at, days)


def file(name: str = "Thông báo kết luận.docx", extension: str = "docx") -> OutboundFile:
    return OutboundFile(stored_as=f"{STORED}.{extension}", name=name, content_type="x/y", kind="document")


def test_a_link_leads_to_the_file_it_was_made_for() -> None:
    linked = links().read(links().link(file()))
    assert (linked.stored_as, linked.name) == (f"{STORED}.docx", "Thông báo kết luận.docx")
    assert linked.content_type.endswith("wordprocessingml.document")
    assert linked.last_day == date(2026, 12, 3)


@pytest.mark.parametrize("kept", SENT, ids=lambda kept: kept.extension)
def test_the_type_is_that_of_the_extension(kept: object) -> None:
    extension, content_type = getattr(kept, "extension", ""), getattr(kept, "content_type", "")
    assert links().read(links().link(file("x", extension))).content_type == content_type


def test_addresses_are_made_of_the_public_one() -> None:
    link = links().link(file())
    assert links().page_url(file()) == f"https://doithoai.example/tep/{link}"
    assert links().page_url(file(), "en") == f"https://doithoai.example/tep/{link}?lang=en"
    assert links().raw_url(file()) == f"https://doithoai.example/tep/{link}/tai"


def test_without_a_public_address_there_is_no_link() -> None:
    assert (links(url="").page_url(file()), links(url="").raw_url(file())) == (None, None)


def test_a_link_is_short_enough_to_be_looked_at_and_fits_any_path() -> None:
    longest = file("Thông báo kết luận buổi đối thoại của người đứng đầu cấp ủy, chính quyền xã " * 3 + ".docx")
    assert len(links().page_url(file()) or "") < 180
    assert len(links().page_url(longest) or "") < 320
    assert links().link(file()).replace("-", "").replace("_", "").replace(".", "").isalnum()


@given(st.text(max_size=20))
def test_a_link_ends_in_a_letter_or_digit_because_chats_leave_a_last_mark_out_of_it(name: str) -> None:
    link = links().link(file(name))
    assert link[-1].isalnum()


@pytest.mark.parametrize(
    ("at", "over"),
    [
        (AT, False),
        (datetime(2026, 12, 3, 16, 59, 59, tzinfo=UTC), False),
        (datetime(2026, 12, 3, 17, 0, tzinfo=UTC), True),
        (AT + timedelta(days=400), True),
    ],
    ids=["now", "the last second of the last day in Vietnam", "midnight there", "a year later"],
)
def test_a_link_works_until_the_end_of_its_last_day(at: datetime, *, over: bool) -> None:
    later = links(at)
    assert later.is_over(later.read(links().link(file()))) is over


def test_the_last_day_is_that_of_vietnam() -> None:
    assert links(datetime(2026, 11, 26, 17, 0, tzinfo=UTC)).last_day() == date(2026, 12, 4)
    assert end_of(date(2026, 12, 4)) == datetime(2026, 12, 4, 17, 0, tzinfo=UTC)


def test_the_number_of_days_is_a_setting() -> None:
    assert links(days=0).last_day() == date(2026, 11, 26)
    assert links(days=30).last_day() == date(2026, 12, 26)


def test_a_link_of_another_secret_is_none() -> None:
    with pytest.raises(BadLink):
        links(secret="other").read(links().link(file()))


@given(st.integers(min_value=0), st.sampled_from("AZaz09-_.%é"))
def test_a_link_with_a_letter_changed_is_none(position: int, letter: str) -> None:
    link = links().link(file())
    position %= len(link)
    changed = link[:position] + letter + link[position + 1 :]
    try:
        linked = links().read(changed)
    except BadLink:
        return
    # The last letter of base64 has bits that mean nothing: another letter may be the same signature.
    assert linked == links().read(link)


@given(st.text(max_size=2000))
def test_whatever_stands_in_its_place_is_no_link(text: str) -> None:
    with pytest.raises(BadLink):
        links().read(text)


@given(st.text(max_size=300))
def test_any_name_is_one_short_line_afterwards(name: str) -> None:
    found = links().read(links().link(file(name))).name
    assert len(found) <= 80
    assert "/" not in found
    assert found.isprintable()


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Ổ gà.jpg", "Ổ gà.jpg"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie: x.pdf"),
        ("../../etc/passwd", ".. .. etc passwd"),
        ("x" * 200 + ".docx", "x" * 74 + "….docx"),
        ("x" * 200, "x" * 79 + "…"),
        ("", ""),
    ],
)
def test_a_name_keeps_its_extension(name: str, shown: str) -> None:
    assert links().read(links().link(file(name))).name == shown


@pytest.mark.parametrize("stored_as", ["", "x.docx", "zz" * 32 + ".docx", "ab.docx"])
def test_a_file_that_is_not_stored_has_no_link(stored_as: str) -> None:
    with pytest.raises(ValueError, match="stored"):
        links().link(OutboundFile(stored_as=stored_as, name="", content_type="", kind="document"))
