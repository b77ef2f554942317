"""The door to the comparison of texts: what is kept can be read again, and no text stops it."""

from hypothesis import given
from hypothesis import strategies as st

from handlers import matching

_PLACES = ["xóm", "thôn", "tổ", "khu phố", "số", "nhà", "đường", "ĐT 623", "kênh N3", "chợ Cũ", "0", "00", "3", "ba"]
_WORDS = [*_PLACES, "ngập", "bị lấp", "hỏng", "rác", ",", ".", "🙂", "ភាសា"]
TEXTS = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(_WORDS), max_size=30).map(" ".join))


@given(st.lists(TEXTS, max_size=5), TEXTS)
def test_any_texts_can_be_kept_found_and_compared(known_texts: list[str], wanted: str) -> None:
    known = matching.Known()
    for number, text in enumerate(known_texts):
        known.add(number, matching.dump(text))
        known.add(number, matching.dump(text))
    found = known.like(wanted, 12)
    assert {match.concern_id for match in found} <= set(range(len(known_texts)))
    for text in known_texts:
        assert matching.compare(wanted, text).score == matching.compare(text, wanted).score
    for number in range(len(known_texts)):
        known.remove(number)
    assert known.like(wanted, 12) == []


def test_a_number_nought_is_a_place_like_any_other() -> None:
    ditch = "Mương thoát nước xóm 0 bị lấp, mưa là ngập."
    known = matching.Known()
    known.add(1, matching.dump(ditch))
    assert [match.concern_id for match in known.like(ditch, 3)] == [1]


def test_what_cannot_be_read_any_more_is_passed_over() -> None:
    known = matching.Known()
    for stored in ("", "{", "[]", "null", "[1,2]"):
        known.add(1, stored)
    assert known.like("Mương thoát nước xóm 3 bị lấp", 3) == []


def test_one_by_one_the_certain_come_first_and_all_that_are_alike_come_once() -> None:
    ditch = "Mương thoát nước xóm 3 bị lấp, mưa là ngập."
    about = "Đề nghị xã nạo vét mương thoát nước xóm 3, nước ngập vào sân."
    known = matching.Known()
    for number in range(6):
        known.add(number, matching.dump(about if number % 2 else ditch))
    certain = known.like(ditch, 1)[0].score
    found = list(known.each_like(ditch, certain))
    assert [match.concern_id for match in found[:3]] == [0, 2, 4]
    assert sorted(found, key=lambda match: match.concern_id) == sorted(
        known.like(ditch, 12), key=lambda match: match.concern_id
    )
    assert list(known.each_like(ditch, 1.1)) == known.like(ditch, 12)
    assert all(match.named for match in found)
