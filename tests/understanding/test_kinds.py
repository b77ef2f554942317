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

HARD = (
    # somebody definite who takes, hides, favours, beats or cheats, without the word
    (
        "denunciation",
        "Bà tổ trưởng vay vốn giữ lại của mỗi hộ hai triệu, hỏi giấy tờ thì bả chửi, chị em ký tên hết rồi.",
    ),
    ("denunciation", "Thầy Hưng dạy võ đánh con tôi gãy tay vì đi trễ, đề nghị xử lý thầy này."),
    ("denunciation", "ong pho thon lay gao cuu tro cho em vo nau ruou, ca xom deu biet"),
    ("denunciation", "Công ty gạch Hòa Bình nửa đêm lén xả thải ra sông, tôi có quay clip, đề nghị điều tra."),
    # nobody definite
    ("report", "Nghe nói một số cán bộ còn nhận quà của dân, thực hư không rõ."),
    ("report", "Kẻ gian cắt trộm dây điện bơm nước ngoài đồng, mấy hộ bị mất rồi."),
    # one's own case, and that the sender does not accept it
    ("complaint", "Hồ sơ xin cấp lại sổ của tôi bị trả về ba lần, nhà bên y hệt thì được, tôi không đồng tình."),
    ("complaint", "họ chấm con em rớt vì nộp trễ mười phút, em không phục, xin xét lại cho cháu"),
    # in a few words, and wrapped in greetings
    ("report", "nước yếu quá"),
    ("report", "đường hư quá rồi"),
    ("report", "Chào anh chị, chúc cả nhà mạnh khỏe. Cái cống trước hẻm nhà em bị bể mấy hôm nay rồi ạ, em cảm ơn."),
    # anger in the shape of a question, and a question in anger
    ("report", "Cúp điện hoài vậy rồi lấy gì bơm nước hả trời?"),
    ("question", "Chờ lâu bực mình quá, cho hỏi mấy giờ thì có nước lại vậy?"),
    ("offtopic", "Phòng trọ gần chợ, có gác lửng, giờ giấc tự do, giá sinh viên, ai cần nhắn em"),
    ("offtopic", "Ăn cơm chưa mấy má, nay tui nấu canh chua ngon ghê"),
)


@pytest.mark.parametrize(("kind", "text"), HARD)
def test_a_kind_is_told_from_what_only_looks_like_it(kind: str, text: str) -> None:
    assert suggest_kind(text).kind == kind


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
