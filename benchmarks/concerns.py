"""Made-up concerns whose words are as common and as rare as in real ones. Deterministic: the same seed, the same texts.

A fifth of the words are everywhere («đường», «nước»), names follow Zipf's law, a quarter of the texts have no marks.
"""

import random
from collections.abc import Iterator
from itertools import accumulate, pairwise

from handlers.understanding.normalise import fold

_MATTERS = (
    "đường hỏng nặng, nhiều ổ gà",
    "đường bê tông bị nứt, lún",
    "mương thoát nước bị tắc",
    "nước sạch mất liên tục vào buổi chiều",
    "nước máy có màu vàng, mùi hôi",
    "rác thải để lâu ngày không ai thu gom",
    "đèn đường hỏng, buổi tối rất tối",
    "điện yếu, chập chờn vào giờ cao điểm",
    "chó thả rông cắn người",
    "trại heo xả thải gây ô nhiễm",
    "hát karaoke ồn ào tới khuya",
    "trường mầm non thiếu giáo viên",
    "trạm y tế hết thuốc, người già phải chờ lâu",
    "làm sổ đỏ đã nộp hồ sơ hai năm chưa có kết quả",
    "tiền đền bù giải phóng mặt bằng chưa trả",
    "lấn chiếm vỉa hè để bán hàng",
    "xe tải chở cát chạy nhanh, bụi mù",
    "kênh thủy lợi chưa nạo vét, lúa thiếu nước tưới",
    "bình xét hộ nghèo chưa công bằng",
    "thủ tục làm giấy khai sinh phải đi lại nhiều lần",
    "cột điện nghiêng sắp đổ",
    "sạt lở bờ sông sát nhà dân",
    "thu tiền quỹ không có biên lai",
    "loa phát thanh quá to vào sáng sớm",
    "chuột phá lúa, xin hỗ trợ thuốc",
    "sóng điện thoại rất yếu",
    "cầu tạm đã mục, học sinh qua lại nguy hiểm",
    "bảo hiểm y tế cấp sai tên",
)
_WISHES = (
    "Đề nghị xã sớm sửa chữa.",
    "Bà con rất mong được giải quyết.",
    "Xin hỏi bao giờ thì làm?",
    "Đề nghị ủy ban nhân dân xem xét.",
    "Kính mong lãnh đạo quan tâm.",
    "Đã phản ánh nhiều lần mà chưa ai trả lời.",
    "Cảm ơn.",
    "Mưa xuống là ngập, đi lại rất khó khăn.",
)
_PLACES = ("xóm", "thôn", "ấp", "khu phố", "tổ", "bản", "cạnh nhà văn hóa thôn", "trước cổng trường xã", "gần chợ")
_ONSETS = (*"bcdđghlmnrstvx", "ch", "kh", "ng", "nh", "ph", "qu", "th", "tr")
_RHYMES = (
    *("an", "ang", "anh", "ao", "âu", "ây", "ăng", "en", "êm", "iên", "iêu", "im", "inh", "oa", "oan"),
    *("ôi", "ông", "ơi", "ơn", "ua", "ung", "uyên", "uôn", "ưa", "ươi", "ương", "ưu"),
)
_TONES = ("", "\u0301", "\u0300", "\u0309", "\u0323")
_VOWELS = frozenset("aăâeêioôơuư")
_NAMES = 20_000


def texts(count: int, seed: int = 1) -> Iterator[str]:
    """So many concerns of 15 to 60 words, always the same ones."""
    chance = random.Random(seed)
    names = _names(random.Random(0))
    weights = list(accumulate(1 / rank for rank in range(1, len(names) + 1)))
    for _ in range(count):
        first, second = chance.sample(_MATTERS, 2)
        name = chance.choices(names, cum_weights=weights)[0]
        where = f"{chance.choice(_PLACES)} {chance.randint(1, 30)} {name}"
        parts = [f"{first[0].upper()}{first[1:]} ở {where}.", chance.choice(_WISHES)]
        if chance.random() < 0.4:
            parts.insert(1, f"Ngoài ra {second} từ năm {chance.randint(2015, 2026)}.")
        text = " ".join(parts)
        yield fold(text) if chance.random() < 0.25 else text


def rare_names(ranks: tuple[int, ...]) -> list[str]:
    """The names at these ranks, the commonest first: of a million texts rank 100 has about a thousand."""
    names = _names(random.Random(0))
    return [names[rank] for rank in ranks]


def _names(chance: random.Random) -> list[str]:
    """Names of two syllables, each once."""
    syllables = [_toned(onset + rhyme, chance.choice(_TONES)) for onset in _ONSETS for rhyme in _RHYMES]
    found: dict[str, None] = {}
    while len(found) < _NAMES:
        chance.shuffle(syllables)
        found.update(dict.fromkeys(f"{one.title()} {other.title()}" for one, other in pairwise(syllables)))
    return list(found)[:_NAMES]


def _toned(syllable: str, tone: str) -> str:
    last = max(at for at, letter in enumerate(syllable) if letter in _VOWELS)
    return syllable[: last + 1] + tone + syllable[last + 1 :]
