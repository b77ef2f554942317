"""Duplicates: the same matter in the same place, near-misses kept apart, and the index of open concerns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.growth import SHAPES, of_length
from handlers.understanding.duplicates import COPY, SAME, Index, compare, fingerprint, likeness, load
from tests.understanding.steps import steps

DITCH = "Mương thoát nước xóm 3 bị lấp cả tháng nay, đề nghị xã cho nạo vét."
DITCH_AGAIN = "muong thoat nuoc xom 3 bi lap ca thang nay ma hok ai nao vet, hoi wa"
DITCH_ELSEWHERE = "Mương thoát nước xóm 5 bị lấp cả tháng nay, đề nghị xã cho nạo vét."
LIGHTS = "Xóm 3 chưa có đèn đường, tối đi lại nguy hiểm, đề nghị xã lắp đèn."


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (DITCH, DITCH_AGAIN),
        (DITCH, "cái cống xóm 3 nghẹt cứng rồi mấy chú ơi, nước hổng thoát được"),
        ("Trại heo ấp 4 xả phân ra mương hôi thối.", "ap 4 nuoi lon xa thai xuong muong, mui hoi chiu het noi"),
        ("Khu phố ba mất nước máy từ hôm qua.", "khu pho 3 cup nuoc may tu hqua toi gio"),
        ("Trạm y tế hết thuốc huyết áp.", "tram xa khong co thuoc huyet ap, phai mua ngoai"),
    ],
)
def test_one_matter_is_recognised_in_other_words_and_spellings(one: str, other: str) -> None:
    assert compare(one, other).same


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (DITCH, DITCH_ELSEWHERE),
        ("Ngập ở thôn Phú Mỹ mỗi khi mưa.", "ngap o thon phu lam moi khi mua"),
        ("Quán karaoke Sao Mai hát khuya, ồn quá.", "Quán karaoke Gió Chiều hát khuya, ồn quá."),
        ("Trên đường ĐT 623 xe tải chạy nhanh.", "Trên đường ĐT 628 xe tải chạy nhanh."),
        ("Cử tri xã Đội Bình, huyện Yên Sơn đề nghị sửa hồ.", "Cử tri xã Đạo Viện, huyện Yên Sơn đề nghị sửa hồ."),
    ],
)
def test_the_same_story_of_another_place_is_kept_apart(one: str, other: str) -> None:
    assert compare(one, other).score == 0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (DITCH, LIGHTS),
        ("Sổ đỏ nộp hai năm chưa được cấp.", "Làm sổ đỏ cần những giấy tờ gì?"),
        ("Nhà văn hóa thôn 7 bị dột, xin sửa mái.", "Nhà văn hóa thôn 7 mở nhạc ồn tới khuya."),
    ],
)
def test_another_matter_of_the_same_place_is_kept_apart(one: str, other: str) -> None:
    assert not compare(one, other).same


def test_a_comparison_says_in_the_words_of_both_what_is_shared() -> None:
    reasons = compare(DITCH, "cái cống xóm 3 nghẹt cứng rồi mấy chú ơi").reasons
    assert "xóm 3" in reasons
    assert "bị lấp – nghẹt cứng" in reasons


def test_a_comparison_says_which_places_set_two_texts_apart() -> None:
    assert compare(DITCH, DITCH_ELSEWHERE).reasons == ("xóm 3 ≠ xóm 5",)


def test_a_bare_number_that_is_a_year_or_a_price_is_no_place() -> None:
    assert compare("Nộp hồ sơ sổ đỏ từ năm 2019 chưa được cấp.", "Nộp hồ sơ sổ đỏ năm 2020 chưa được cấp.").score > 0


def test_a_fingerprint_comes_back_from_what_is_stored() -> None:
    taken = fingerprint(DITCH)
    assert load(taken.dump()) == taken
    assert not taken.is_stale


@pytest.mark.parametrize("stored", ["[]", "{}", "1", "null", "[1,2,3,4,5,6,7,8]", '["",{},[],[],5,true,[],true]'])
def test_what_is_no_fingerprint_is_refused(stored: str) -> None:
    with pytest.raises(ValueError, match="no fingerprint"):
        load(stored)


def test_a_concern_taken_out_of_the_index_is_found_no_more() -> None:
    index = Index()
    index.add("a", fingerprint(DITCH))
    assert [code for code, _ in index.find(DITCH_AGAIN)] == ["a"]
    index.remove("a")
    index.remove("unknown")
    assert index.find(DITCH_AGAIN) == []
    assert index.lists == {}


def test_a_concern_added_again_takes_the_place_of_the_old_one() -> None:
    index = Index()
    index.add("a", fingerprint(LIGHTS))
    index.add("a", fingerprint(DITCH))
    assert [code for code, _ in index.find(DITCH_AGAIN)] == ["a"]
    assert index.find(LIGHTS) == []


def test_a_text_looked_up_again_is_found_among_what_was_added_and_taken_out_meanwhile() -> None:
    index = Index()
    index.add("a", fingerprint(DITCH))
    assert [code for code, _ in index.find(DITCH)] == ["a"]
    index.add("b", fingerprint(DITCH))
    assert [code for code, _ in index.find(DITCH)] == ["a", "b"]
    index.remove("a")
    assert [code for code, _ in index.find(DITCH)] == ["b"]
    assert [code for code, _ in index.find(LIGHTS)] == []


def test_of_many_that_share_as_much_the_first_by_code_are_compared_and_of_others_those_that_share_most() -> None:
    index = Index()
    for number in range(60):
        index.add(f"c{number:02}", fingerprint(LIGHTS if number % 2 else DITCH))
    found = [code for code, _ in index.find_like(fingerprint(DITCH))]
    assert found == [f"c{number:02}" for number in range(0, 60, 2)]
    for number in range(60, 160, 2):
        index.add(f"c{number:03}", fingerprint(DITCH))
    found = [code for code, _ in index.find_like(fingerprint(DITCH))]
    assert found == sorted(code for code in index.fingerprints if index.fingerprints[code] == fingerprint(DITCH))[:40]


def test_the_likeliest_are_found_first_and_only_so_many() -> None:
    index = Index()
    for number in range(8):
        index.add(f"c{number}", fingerprint(DITCH_AGAIN))
    index.add("same", fingerprint(DITCH))
    found = index.find(DITCH)
    assert len(found) == 3
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)
    assert all(score >= SAME for _, score in found)


@pytest.mark.parametrize("name", SHAPES)
def test_ten_times_the_text_takes_no_more_than_about_ten_times_the_steps(name: str) -> None:
    short, long = of_length(name, 2_000), of_length(name, 20_000)
    fingerprint(short)  # what is read once from files is not counted
    assert steps(fingerprint, long) < 12 * steps(fingerprint, short)


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_two_texts_are_compared_the_same_both_ways(one: str, other: str) -> None:
    there, back = compare(one, other), compare(other, one)
    assert (there.score, there.same) == (back.score, back.same)
    assert 0 <= there.score <= 1


@given(st.text(max_size=300))
def test_any_text_has_a_fingerprint_that_can_be_stored(text: str) -> None:
    taken = fingerprint(text)
    assert load(taken.dump()) == taken
    assert likeness(load(taken.dump()), taken) == likeness(taken, taken)


def test_what_is_nearly_a_copy_is_one_matter_whatever_it_says() -> None:
    text = "Con xin hỏi chuyện kia như hôm trước đã trình bày với cán bộ tiếp dân."
    assert compare(text, text.lower()).score >= COPY


def test_a_concern_that_shares_the_place_and_hardly_a_word_is_looked_at() -> None:
    index = Index()
    for number in range(60):
        index.add(
            f"c{number}", fingerprint(f"Mương thoát nước xóm {number + 10} bị lấp cả tháng nay, đề nghị nạo vét.")
        )
    told = "xóm 3 cống rãnh ứ hết trơn, mưa là tràn vô nhà"
    index.add("told", fingerprint(told))
    assert "told" in [code for code, _ in index.candidates(fingerprint(DITCH))]


def test_where_few_words_are_shared_those_that_lie_closest_are_said() -> None:
    reasons = compare("Giá lúa thấp quá, thương lái ép giá.", "bán thóc rẻ mạt, lỗ nặng").reasons
    assert any(" – " in reason for reason in reasons)
