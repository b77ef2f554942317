"""Topics: the words of a text decide, and the words are shown."""

import pytest

from handlers.understanding.lexicon import FOLDER, NOTHING, TOPICS
from handlers.understanding.phrases import phrases
from handlers.understanding.topics import suggest_topics

CASES = (
    ("land", "Gia đình tôi nộp hồ sơ xin cấp sổ đỏ ba năm nay chưa thấy trả."),
    ("construction", "Nhà số 12 xây sáu tầng không có giấy phép xây dựng."),
    ("transport", "Đường liên thôn đầy ổ gà, đề nghị sửa chữa."),
    ("environment", "Bãi rác đầu làng bốc mùi hôi thối."),
    ("utilities", "muong thoat nuoc xom 3 bi lap ca thang nay ma hok ai nao vet, hoi wa"),
    ("agriculture", "Ruộng lúa thiếu nước tưới vì kênh mương bị sạt."),
    ("education", "Trường mầm non thiếu giáo viên."),
    ("health", "Trạm y tế xã hết thuốc bảo hiểm."),
    ("welfare", "Hộ nghèo chưa được nhận tiền trợ cấp."),
    ("jobs", "Công ty nợ lương công nhân ba tháng."),
    ("security", "Thanh niên tụ tập đua xe, đánh nhau ban đêm."),
    ("admin", "Làm giấy khai sinh ở bộ phận một cửa phải đi lại năm lần."),
    ("party", "Đề nghị nâng phụ cấp cho cán bộ thôn không chuyên trách."),
    ("culture", "Xin xây nhà văn hóa và sân bóng cho thôn."),
    ("finance", "Hộ buôn bán ở chợ bị thu thuế khoán cao."),
    ("other", "Con tôi được hoãn nghĩa vụ quân sự không?"),
)


@pytest.mark.parametrize(("topic", "text"), CASES, ids=[topic for topic, _ in CASES])
def test_a_plain_text_of_each_topic_is_recognised(topic: str, text: str) -> None:
    assert suggest_topics(text)[0].topic == topic


def test_the_reasons_are_words_of_the_text_as_typed() -> None:
    text = "ĐƯỜNG ỐNG nước sạch bị vỡ"
    best = suggest_topics(text)[0]
    assert best.topic == "utilities"
    assert best.reasons
    assert all(reason in text for reason in best.reasons)


@pytest.mark.parametrize("text", ["", "   ", "😀😀😀", "zzz zzz", "សូមជួយជួសជុលផ្លូវ"])
def test_nothing_is_suggested_where_nothing_is_known(text: str) -> None:
    assert suggest_topics(text) == ()


def test_scores_fall_from_the_best_and_stay_between_nothing_and_one() -> None:
    scores = [suggestion.score for suggestion in suggest_topics("đường hỏng, rác đầy, mất điện, trộm chó")]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


def test_no_silent_phrase_is_also_a_topic_word() -> None:
    silent = {phrase for phrase, _ in phrases(FOLDER, NOTHING)}
    spoken = {phrase for topic in TOPICS for phrase, _ in phrases(FOLDER, topic)}
    assert silent & spoken == set()
