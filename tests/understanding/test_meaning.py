"""Vectors of matters: what is read is what was written, the same words give the same vector, places say nothing."""

from array import array

from hypothesis import given
from hypothesis import strategies as st

from handlers.understanding.duplicates import fingerprint, load
from handlers.understanding.meaning import NOTHING, closeness, closest, learnt, read_table, vector
from training import meaning as learning
from training.blocks import Block

DITCH = "Mương thoát nước xóm 3 bị lấp cả tháng nay, đề nghị xã cho nạo vét."
TOLD = "Cái cống trong xóm nghẹt cứng, mưa là nước tràn vô nhà, xin người móc giùm."
PRICE = "Lúa năm nay rớt giá, thương lái ép mua rẻ, bà con lỗ nặng."
OLD_LINE = (
    '["0a1b2c3d",{"=muong":4.0,"!nghet":3.2,"muong":5.1,"lap":4.4},["utilities","environment"],[["hamlet","3"]],'
    '"muong xom 3 bi lap",false,["!nghet"],false]'
)
"""What was kept beside a concern before there were vectors."""


def test_the_shipped_table_holds_a_vector_for_every_unit() -> None:
    table = learnt()
    assert len(table.numbers) == len(table.places) * sum(table.sizes)
    assert list(table.places) == sorted(table.places)
    assert table.row("=muong") is not None
    assert table.row("no such unit") is None


def test_one_matter_in_other_words_lies_closer_than_another() -> None:
    ditch, told, price = (fingerprint(text).meaning for text in (DITCH, TOLD, PRICE))
    assert all(a > b for a, b in zip(closeness(ditch, told), closeness(ditch, price), strict=True))


def test_the_place_does_not_change_what_is_meant() -> None:
    one, other = "Mương xóm 3 bị lấp, nước tràn.", "Mương thôn Phú Mỹ bị lấp, nước tràn."
    assert closeness(fingerprint(one).meaning, fingerprint(other).meaning)[0] > 0.9


def test_a_text_of_unknown_words_means_nothing_and_is_close_to_nothing() -> None:
    empty = fingerprint("12345 67890").meaning
    assert empty == NOTHING
    assert set(closeness(empty, fingerprint(DITCH).meaning)) == {0.0}


def test_the_words_that_lie_closest_are_named_first() -> None:
    found = closest({"=muong": 4.0, "!nghet": 4.0}, {"=muong": 4.0, "!ngap": 4.0})
    assert all(one != other and "=muong" not in (one, other) for one, other in found)


@given(st.text(max_size=200), st.text(max_size=200))
def test_closeness_is_the_same_both_ways_and_within_bounds(one: str, other: str) -> None:
    mine, theirs = fingerprint(one).meaning, fingerprint(other).meaning
    there = closeness(mine, theirs)
    assert there == closeness(theirs, mine)
    assert all(-1.0 <= value <= 1.0 for value in there)


def test_a_line_kept_before_there_were_vectors_is_stale_and_still_compared() -> None:
    old = load(OLD_LINE)
    assert old.is_stale
    assert old.meaning == NOTHING
    assert load(old.dump()) == old


def test_a_line_stays_short() -> None:
    words = " ".join(["Mương thoát nước xóm 3 bị lấp, đề nghị nạo vét ngay kẻo mùa mưa nước tràn vào nhà dân"] * 2)
    assert len(fingerprint(words).dump()) <= 1_024


def blocks() -> list[Block]:
    return [
        Block((DITCH, TOLD), (("!", "Mương xóm 3 không có nắp, trẻ con ngã xuống."),)),
        Block((PRICE, "gia lua thap qua, lai ep gia, dan lo"), (("@", "Lúa ở An Phú rớt giá, thương lái ép."),)),
        Block(("Đường thôn 2 ổ gà, xe té hoài.", "duong thon 2 nat het, hu xe"), (("!", "Thôn 2 chưa có đèn đường."),)),
    ]


def test_the_same_texts_teach_the_same_vectors_and_come_back_from_the_file() -> None:
    parts = (learning.Part("theme", 4, 5.0), learning.Part("matter", 3, 500.0))
    one, other = (learning.pack(learning.learn(learning.matters(blocks()), parts, steps=20)) for _ in range(2))
    assert one == other
    table = read_table(one)
    assert table.sizes == (4, 3)
    assert len(table.numbers) == 7 * len(table.places)


def test_each_part_of_a_vector_has_one_length() -> None:
    table = learnt()
    numbers = array("b", vector({"=muong": 4.0, "!nghet": 3.0}, table))
    start = 0
    for size in table.sizes:
        length = sum(number * number for number in numbers[start : start + size]) ** 0.5
        assert 120 < length < 134
        start += size
