"""Places: names in small letters, by initials, numbers in words; what is doubtful sets nothing apart."""

import pytest

from handlers.understanding.places import Places, common_places, find_places, names_apart, where
from handlers.understanding.reading import read
from handlers.understanding.units import MOST_WORDS


def places(text: str) -> Places:
    return find_places(read(text), MOST_WORDS)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ngap o thon phu lam moi khi mua", ("hamlet", "phu lam")),
        ("Tổ mười chín mất nước.", ("hamlet", "19")),
        ("Khu phố ba chưa có đèn.", ("hamlet", "3")),
        ("Kênh Mười Hai bị mặn.", ("water", "12")),
        ("Đường số 8 nắp cống vỡ.", ("road", "8")),
        ("Đường tỉnh 293 làm mãi chưa xong.", ("road", "293")),
        ("truong binh minh day them", ("school", "binh minh")),
    ],
)
def test_a_name_or_number_is_found(text: str, name: tuple[str, str]) -> None:
    assert name in places(text).names


@pytest.mark.parametrize(
    "text",
    [
        "Bán kính 1 km quanh trại heo đều hôi.",
        "ban 1 sao ruong cung khong du",
        "xa minh nhieu rac",
        "Thôn năm nay mất mùa.",
        "Trường Tiểu học thu nhiều tiền quá.",
    ],
)
def test_what_is_counted_or_said_of_ones_own_is_no_name(text: str) -> None:
    assert places(text).names == frozenset()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hẻm 27 Lý Thường Kiệt ngập.", "hem 27 ltk ngap"),
        ("Ngõ 11 Cầu Giấy đầy rác.", "ngõ 11 cg rác chất đống"),
        ("Đường ĐT741 bụi đỏ trời.", "bui duong 741 qua"),
        ("Cầu vượt Bình Tảo kẹt xe.", "Sáng nào cầu Bình Tảo cũng kẹt."),
        ("Nước kênh Mười Hai mặn.", "nuoc kenh 12 man chat"),
        ("Ruộng thôn Tân Lập khô.", "dan tan lap khong co nuoc lam ruong"),
    ],
)
def test_one_place_is_recognised_in_another_spelling(one: str, other: str) -> None:
    assert common_places(places(one), places(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Xóm 3 ngập.", "Xóm 5 ngập."),
        ("Tổ mười chín mất nước.", "to 9 mat nuoc"),
        ("Thôn Phú Mỹ ngập.", "ngap o thon phu lam"),
        ("Trường Bình Minh thu tiền.", "truong binh an thu tien"),
        ("Trên đường ĐT 623 xe chạy nhanh.", "Trên đường ĐT 628 xe chạy nhanh."),
    ],
)
def test_other_places_of_one_class_are_told_apart_both_ways(one: str, other: str) -> None:
    mine, theirs = places(one), places(other)
    assert common_places(mine, theirs) is None
    assert names_apart(mine, theirs)
    assert names_apart(theirs, mine) == [pair[::-1] for pair in names_apart(mine, theirs)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Thôn Phú Mỹ thu nhiều quỹ.", "thon thu gi ma lam the"),
        ("Hẻm 220 Lê Văn Lương ngập.", "Từ lúc nâng đường Lê Văn Lương thì hẻm ngập."),
        ("Đặt thùng rác quanh hồ Kim Long.", "Ra hồ dạo mát không có thùng rác."),
        ("Xưởng gạch Hồng Phát gây bụi.", "anh toi bi may ep gach nghien tay"),
    ],
)
def test_what_may_be_no_name_sets_nothing_apart(one: str, other: str) -> None:
    assert common_places(places(one), places(other)) is not None


def test_a_name_that_meets_what_may_be_another_is_a_doubt() -> None:
    found = where(places("Chợ Bà Chiểu dột."), places("cho xom hu mai"))
    assert not found.apart
    assert where(places("cho xom hu mai"), places("Chợ Bà Chiểu dột.")).doubts == found.doubts
