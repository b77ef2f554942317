"""Signals: who did what, told by what stands near what."""

from handlers.understanding.reading import read
from handlers.understanding.signals import NEAR, accusation, signals, story_features


def told(text: str) -> set[str]:
    reading = read(text)
    return story_features(reading, signals(reading))


def test_somebody_in_a_role_and_a_deed_near_each_other_are_seen_in_their_order() -> None:
    assert "@who role>deed" in told("Kế toán thôn giữ hết sổ sách")


def test_a_name_after_a_title_makes_the_accused_definite() -> None:
    assert "@who named" in told("bà Lành thu của mỗi nhà hai trăm nghìn")
    assert "@who named" not in told("bà thu của mỗi nhà hai trăm nghìn")


def test_a_deed_far_from_the_person_is_not_theirs() -> None:
    between = "xe " * (NEAR + 1)
    assert not any(feature.endswith(">deed") for feature in told(f"kế toán {between} giữ hết"))


def test_ones_own_case_and_a_decision_are_seen_together() -> None:
    assert "@own>verdict" in told("đất nhà tôi bị thu hồi, có quyết định")
    assert "@own>verdict" in told("dat nha toi co quyet dinh")


def test_a_grave_suspicion_needs_a_plain_wrongdoing_of_somebody_definite() -> None:
    grave, slight = "Kế toán xã biển thủ công quỹ", "Kế toán xã không công khai"
    for text, least, expected in ((grave, 8.0, True), (slight, 8.0, False)):
        reading = read(text)
        assert bool(accusation(reading, signals(reading), least=least)) is expected
