"""Vietnamese as it is read aloud: numbers, days, times, abbreviations in words; syllables are counted in it. Pure."""

import re
import unicodedata

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_SCALES = ("", "nghìn", "triệu", "tỷ")
_ABBREVIATIONS = {
    "UBND": "Ủy ban nhân dân",
    "HĐND": "Hội đồng nhân dân",
    "MTTQ": "Mặt trận Tổ quốc",
    "UBMTTQ": "Ủy ban Mặt trận Tổ quốc",
    "MTTQVN": "Mặt trận Tổ quốc Việt Nam",
    "BCH": "Ban Chấp hành",
    "BTV": "Ban Thường vụ",
    "TDP": "tổ dân phố",
    "NVH": "nhà văn hóa",
    "THCS": "trung học cơ sở",
    "THPT": "trung học phổ thông",
    "TP": "thành phố",
    "QR": "quy a",
    "KH": "kế hoạch",
}
_DATE = re.compile(r"\b(?:(ngày)\s+)?(\d{1,2})/(\d{1,2})(?:/(\d{4}))?\b", re.IGNORECASE)
_TIME = re.compile(r"\b(\d{1,2})(?::|h|\s+giờ\s+)(\d{2})\b(?:\s*phút)?")
_HOUR = re.compile(r"\b(\d{1,2})h\b")
_PHONE = re.compile(r"(?<![\d.,/])0\d(?:[ .]?\d){6,10}(?!\d)")
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?")
_CAPITALS = re.compile(r"\b[A-ZĐ]{2,8}\b")
_JOINED = re.compile(r"(?<=\w)[./@:_-]+(?=\w)")


def read_aloud(text: str) -> str:
    """`text` as a speaker reads it: «13/9» becomes «ngày mười ba tháng chín», «UBND» «Ủy ban nhân dân»."""
    spoken = unicodedata.normalize("NFC", text)
    spoken = _DATE.sub(_date, spoken)
    spoken = _TIME.sub(_time, spoken)
    spoken = _HOUR.sub(lambda found: f"{read_number(int(found[1]))} giờ", spoken)
    spoken = _PHONE.sub(lambda found: " ".join(_DIGITS[int(digit)] for digit in re.findall(r"\d", found[0])), spoken)
    spoken = _NUMBER.sub(_number, spoken).replace("%", " phần trăm")
    spoken = _CAPITALS.sub(lambda found: _ABBREVIATIONS.get(found[0], found[0]), spoken)
    return " ".join(spoken.split())


def syllables(text: str) -> int:
    """How many syllables are heard when `text` is read aloud.

    A Vietnamese word between blanks is one. Where letters are joined by a sign (an address), the sign is read too; an
    unknown abbreviation is read letter by letter.
    """
    spoken = _JOINED.sub(" chấm ", read_aloud(text))
    return sum(_heard(word) for word in re.findall(r"[^\W_]+", spoken))


def read_number(value: int) -> str:
    """«2026» as «hai nghìn không trăm hai mươi sáu»; below 10^12, digit by digit beyond."""
    if value < 0:
        return f"âm {read_number(-value)}"
    if value >= 10**12:
        return " ".join(_DIGITS[int(digit)] for digit in str(value))
    if value == 0:
        return _DIGITS[0]
    groups = []
    while value:
        value, group = divmod(value, 1000)
        groups.append(group)
    words = [
        f"{_group(group, whole=place < len(groups) - 1)} {_SCALES[place]}".strip()
        for place, group in reversed(list(enumerate(groups)))
        if group
    ]
    return " ".join(words)


def _group(group: int, *, whole: bool) -> str:
    """Three digits; `whole`: something stands before them, so that a missing hundred is said."""
    hundreds, rest = divmod(group, 100)
    tens, ones = divmod(rest, 10)
    words = [f"{_DIGITS[hundreds]} trăm"] if hundreds or whole else []
    if tens == 0 and ones and words:
        words.append("linh")
    elif tens == 1:
        words.append("mười")
    elif tens > 1:
        words.append(f"{_DIGITS[tens]} mươi")
    if ones:
        words.append(_ones(ones, tens))
    return " ".join(words)


def _ones(ones: int, tens: int) -> str:
    if ones == 1 and tens > 1:
        return "mốt"
    return "lăm" if ones == 5 and tens >= 1 else _DIGITS[ones]


def _date(found: re.Match[str]) -> str:
    words = f"{found[1] or 'ngày'} {read_number(int(found[2]))} tháng {read_number(int(found[3]))}"
    return f"{words} năm {read_number(int(found[4]))}" if found[4] else words


def _time(found: re.Match[str]) -> str:
    hour, minute = int(found[1]), int(found[2])
    return f"{read_number(hour)} giờ" + (f" {read_number(minute)}" if minute else "")


def _number(found: re.Match[str]) -> str:
    whole, _, decimals = found[0].partition(",")
    words = read_number(int(whole.replace(".", "")))
    return f" {words} phẩy {' '.join(_DIGITS[int(digit)] for digit in decimals)} " if decimals else f" {words} "


def _heard(word: str) -> int:
    unspeakable = len(word) > 1 and not re.search(r"[aeiouy]", unicodedata.normalize("NFD", word), re.IGNORECASE)
    return len(word) if unspeakable else 1
