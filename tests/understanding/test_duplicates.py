"""Duplicates: the same matter in the same place, and near-misses kept apart."""

from handlers.understanding.duplicates import SAME, Index, compare, group, take

DITCH = "Mương thoát nước xóm 3 bị lấp cả tháng nay, đề nghị xã cho nạo vét."
DITCH_AGAIN = "muong thoat nuoc xom 3 bi lap ca thang nay ma hok ai nao vet, hoi wa"
DITCH_ELSEWHERE = "Mương thoát nước xóm 5 bị lấp cả tháng nay, đề nghị xã cho nạo vét."
LIGHTS = "Xóm 3 chưa có đèn đường, tối đi lại nguy hiểm, đề nghị xã lắp đèn."


def likeness(one: str, other: str) -> float:
    return compare(take(one), take(other)).score


def test_one_matter_told_in_two_spellings_is_recognised() -> None:
    assert likeness(DITCH, DITCH_AGAIN) >= SAME


def test_the_same_story_of_another_hamlet_is_kept_apart() -> None:
    assert likeness(DITCH, DITCH_ELSEWHERE) == 0


def test_another_matter_of_the_same_hamlet_is_kept_apart() -> None:
    assert likeness(DITCH, LIGHTS) < SAME


def test_a_likeness_says_what_is_shared() -> None:
    assert "3" in compare(take(DITCH), take(DITCH_AGAIN)).shared


def test_groups_are_named_after_their_first_member() -> None:
    concerns = [("a", DITCH), ("b", LIGHTS), ("c", DITCH_AGAIN), ("d", DITCH_ELSEWHERE)]
    assert group(concerns) == {"a": "a", "b": "b", "c": "a", "d": "d"}


def test_a_concern_taken_out_of_the_index_is_found_no_more() -> None:
    index = Index()
    index.add("a", DITCH)
    assert [code for code, _ in index.find(DITCH_AGAIN)] == ["a"]
    index.remove("a")
    index.remove("unknown")
    assert index.find(DITCH_AGAIN) == []
