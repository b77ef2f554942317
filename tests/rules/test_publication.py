"""What is left out of a text before everybody may read it."""

import unicodedata

import pytest

from handlers.rules.publication import without_names


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("Nhà ông Nguyễn Văn Ba xả rác", "Nhà ông (…) xả rác"),
        ("hộ bà Lan lấn đường", "hộ bà (…) lấn đường"),
        ("Tôi là Trần Thị Hoa, ở xóm 3", "Tôi là (…), ở xóm 3"),
        ("chị H. chưa được trợ cấp", "chị (…) chưa được trợ cấp"),
        ("Gọi 0912 345 678 không ai nghe", "Gọi (…) không ai nghe"),
        ("Gọi +84912345678", "Gọi (…)"),
        ("CCCD 036 099 001 234", "CCCD (…)"),
        ("Viết cho ai@do.vn", "Viết cho (…)"),
        ("Đường vào Thôn Giữa hỏng từ ngày 12/8/2026", "Đường vào Thôn Giữa hỏng từ ngày 12/8/2026"),
        ("Quyết định số 123/QĐ-UBND", "Quyết định số 123/QĐ-UBND"),
        ("ông bà đi chợ Giao Minh", "ông bà đi chợ Giao Minh"),
        ("", ""),
    ],
)
def test_names_and_numbers_that_lead_to_a_person_are_left_out_and_places_stay(text: str, published: str) -> None:
    assert without_names(text) == published
    assert without_names(unicodedata.normalize("NFD", text)) == published
