"""What an official asked the inbox for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.rules.inbox_filter import Filter, View, read_filter, views_of
from storage.records import Area, Role, Topic

TOPICS = (
    Topic(key="transport", vi="Giao thông", en="Transport"),
    Topic(key="environment", vi="Môi trường", en="Environment"),
)
AREAS = tuple(
    Area(office_id=1, id=number, key=f"xom-{number}", name=f"Xóm {number}", kind="xóm", position=number)
    for number in (1, 2, 12)
)


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("", Filter()),
        ("mới", Filter()),
        ("TRE", Filter(view=View.LATE)),
        ("giao thông", Filter(view=View.OPEN, topic="transport")),
        ("môi trường", Filter(view=View.OPEN, topic="environment")),
        ("xong giao thong", Filter(view=View.CLOSED, topic="transport")),
        ("Xóm 12", Filter(view=View.OPEN, area="xom-12")),
        ("xom 1", Filter(view=View.OPEN, area="xom-1")),
        ("7", Filter(unknown="7")),
        ("điện", Filter(unknown="điện")),
    ],
)
def test_a_part_of_the_inbox_is_named_as_people_name_it(typed: str, wanted: Filter) -> None:
    assert read_filter(typed, TOPICS, AREAS) == wanted


@given(
    st.sampled_from(View),
    st.sampled_from(["", "transport"]),
    st.sampled_from(["", "xom-12"]),
    st.none() | st.integers(1, 999_999),
    st.sampled_from(["", "loc", "loc-linhvuc", "loc-xom"]),
)
def test_a_buttons_words_are_read_back_as_they_were_meant(
    view: View, topic: str, area: str, before: int | None, choose: str
) -> None:
    wanted = Filter(view=view, topic=topic, area=area, before=before, choose=choose)
    assert read_filter(wanted.words(), TOPICS, AREAS) == wanted
    assert len(f"/ykien {wanted.words()}".encode()) <= 64


@given(st.text(max_size=40))
def test_whatever_is_typed_is_read(typed: str) -> None:
    assert isinstance(read_filter(typed, TOPICS, AREAS), Filter)


def test_what_one_has_assigned_is_a_view_of_those_who_assign() -> None:
    assert {role for role in Role if View.MINE in views_of(role)} == {Role.COMMITTEE, Role.OFFICE}
