"""Groups: one matter in one place, named after its first member; unlike things are not chained together."""

import json

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from bot.cli import main
from handlers.understanding.grouping import group

DITCH = "Mương thoát nước xóm 3 bị lấp cả tháng nay, đề nghị xã cho nạo vét."
DITCH_AGAIN = "muong thoat nuoc xom 3 bi lap ca thang nay ma hok ai nao vet, hoi wa"
DITCH_NOWHERE = "Mương thoát nước bị lấp cả tháng nay, đề nghị nạo vét."
DITCH_ELSEWHERE = "Mương thoát nước xóm 5 bị lấp cả tháng nay, đề nghị xã cho nạo vét."
LIGHTS = "Xóm 3 chưa có đèn đường, tối đi lại nguy hiểm, đề nghị xã lắp đèn."


def test_groups_are_named_after_their_first_member() -> None:
    concerns = [("a", DITCH), ("b", LIGHTS), ("c", DITCH_AGAIN), ("d", DITCH_ELSEWHERE)]
    assert group(concerns) == {"a": "a", "b": "b", "c": "a", "d": "d"}


@pytest.mark.parametrize("order", [(0, 1, 2), (1, 0, 2), (2, 1, 0), (1, 2, 0)])
def test_two_hamlets_are_never_joined_by_a_text_that_names_none(order: tuple[int, ...]) -> None:
    texts = [DITCH, DITCH_NOWHERE, DITCH_ELSEWHERE]
    groups = group((str(number), texts[number]) for number in order)
    assert groups["0"] != groups["2"]


@given(st.lists(st.text(max_size=60) | st.sampled_from([DITCH, DITCH_AGAIN, LIGHTS]), max_size=12))
def test_every_text_is_in_a_group_whose_representative_is_in_it(texts: list[str]) -> None:
    groups = group((str(number), text) for number, text in enumerate(texts))
    assert list(groups) == [str(number) for number in range(len(texts))]
    assert all(groups[representative] == representative for representative in groups.values())


def test_the_verb_writes_a_line_for_each_line_in_order() -> None:
    rows = [{"id": "x1", "text": DITCH}, {"id": 2, "text": LIGHTS}, {"id": "x3", "text": DITCH_AGAIN}]
    result = CliRunner().invoke(main, ["group"], "\n".join(map(json.dumps, rows)) + "\n\n")
    assert [json.loads(line) for line in result.output.splitlines()] == [
        {"id": "x1", "group": "x1"},
        {"id": 2, "group": 2},
        {"id": "x3", "group": "x1"},
    ]


@pytest.mark.parametrize(
    "line", ["no json", "[]", '{"id": "a"}', '{"id": "a", "text": 5}', '{"id": ["a"], "text": "b"}', "1"]
)
def test_a_wrong_line_is_named(line: str) -> None:
    result = CliRunner().invoke(main, ["group"], f'{{"id": "first", "text": "b"}}\n{line}\n')
    assert result.exit_code == 1
    assert "Line 2" in result.output


def test_an_id_given_twice_is_refused() -> None:
    result = CliRunner().invoke(main, ["group"], '{"id": "a", "text": "b"}\n{"id": "a", "text": "c"}\n')
    assert "Line 2" in result.output


def test_a_text_without_a_place_comes_to_the_group_it_is_most_like_whatever_the_order() -> None:
    lights = "Xóm 5 chưa có đèn đường, tối đi lại nguy hiểm."
    for order in ([DITCH_NOWHERE, lights, DITCH], [lights, DITCH, DITCH_NOWHERE]):
        groups = group((text, text) for text in order)
        assert groups[DITCH_NOWHERE] == groups[DITCH] != groups[lights]
