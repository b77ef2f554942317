"""Kinds: what the sender wants."""

import pytest

from handlers.understanding.kinds import KINDS, suggest_kind

CASES = (
    ("petition", "Đề nghị xã lắp thêm đèn đường ở xóm 4."),
    ("report", "Tôi phản ánh tình trạng đổ rác tràn lan ven kênh, bốc mùi."),
    ("question", "Cho tôi hỏi làm giấy khai sinh cần những giấy tờ gì?"),
    ("complaint", "Tôi không đồng ý với quyết định thu hồi đất, xin khiếu nại."),
    ("denunciation", "Tôi tố cáo kế toán thôn ăn chặn tiền cứu trợ của mười hộ."),
    ("denunciation", "Xin hỏi ông chủ tịch xã nhận tiền của công ty cát thì báo ai?"),
    ("offtopic", "Cho thuê xe du lịch 7 chỗ giá tốt, lh zalo em"),
    ("offtopic", "alo test thử"),
)


@pytest.mark.parametrize(("kind", "text"), CASES)
def test_a_plain_text_of_each_kind_is_recognised(kind: str, text: str) -> None:
    assert suggest_kind(text).kind == kind


def test_a_suspected_denunciation_names_the_accused_and_the_wrongdoing() -> None:
    reasons = suggest_kind("Trưởng thôn ăn chặn tiền hỗ trợ bão của dân.").reasons
    assert reasons == ("Trưởng thôn", "ăn chặn")


@pytest.mark.parametrize("text", ["", "😀" * 50, "a" * 10_000, "ăn chặn chủ tịch xã " * 5_000, "សួស្តី" * 300])
def test_any_text_gets_a_kind_and_a_score(text: str) -> None:
    suggestion = suggest_kind(text)
    assert suggestion.kind in KINDS
    assert 0 <= suggestion.score <= 1
