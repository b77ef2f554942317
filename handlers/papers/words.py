"""How papers write days, moments, numbers and names, and what may stand in them at all. Pure."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from handlers.texts import LOCAL, local_day

REPLACED = "\ufffd"
"""Stands where a character was that a document must not hold, so that one sees that something was there."""

_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
)
"""What XML 1.0 forbids or discourages, and the marks that turn the direction of a text."""

_NEW_LINES = re.compile("\r\n|[\r\x85\u2028\u2029]")
_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_TITLES = re.compile(r"(?:(?:đồng chí|đ/c|ông|bà)\s+|(?:(?:PGS|GS|TSKH|TS|ThS|CN|KS|BS|LS)\.\s*)+)", re.IGNORECASE)
_UNKNOWN = "…"


def printable(text: str) -> str:
    """`text` in NFC, its lines ended by «\\n», every character that a document must not hold replaced by «\ufffd»."""
    return without_forbidden(unicodedata.normalize("NFC", _NEW_LINES.sub("\n", text))).strip()


def without_forbidden(text: str) -> str:
    """`text` with «\ufffd» in place of each character that a document must not hold."""
    return _FORBIDDEN.sub(REPLACED, text)


def one_line(text: str) -> str:
    """`printable`, and any run of blanks or new lines one blank."""
    return " ".join(printable(text).split())


def bare_name(name: str) -> str:
    """A signer's name without «đồng chí», «ông», «bà» and degrees (NĐ 30, Phụ lục I; HD 36)."""
    shorter = one_line(name)
    while found := _TITLES.match(shorter):
        shorter = shorter[found.end() :]
    return shorter


def day_words(day: date | datetime) -> str:
    """«ngày 05 tháng 02 năm 2023»: a leading zero for days below 10 and for months 1 and 2 only (NĐ 30)."""
    local = local_day(day)
    month = f"{local.month:02d}" if local.month <= 2 else str(local.month)
    return f"ngày {local.day:02d} tháng {month} năm {local.year}"


def date_line(place: str, day: date | None, year: int | None = None) -> str:
    """«Quảng Nghiệp, ngày 10 tháng 8 năm 2023»; without a day the blanks that a hand fills in."""
    if day is not None:
        return f"{place}, {day_words(day)}"
    return f"{place}, ngày {_UNKNOWN} tháng {_UNKNOWN} năm {year or _UNKNOWN}"


def short_day(day: date | datetime | None) -> str:
    """«28/11/2025» of the local day; nothing for no day."""
    return f"{local_day(day):%d/%m/%Y}" if day is not None else ""


def clock_words(moment: datetime) -> str:
    """«08 giờ 00», local time."""
    local = moment.astimezone(LOCAL)
    return f"{local:%H} giờ {local:%M}"


def moment_words(moment: datetime) -> str:
    """«08 giờ 00, thứ Bảy, ngày 28 tháng 11 năm 2026», local time."""
    local = moment.astimezone(LOCAL)
    return f"{clock_words(moment)}, {_WEEKDAYS[local.weekday()]}, {day_words(moment)}"


def spoken_moment(moment: datetime) -> str:
    """«8 giờ 30, thứ Bảy, ngày 28 tháng 11»: as one tells it, the year understood."""
    local = moment.astimezone(LOCAL)
    clock = f"{local.hour} giờ" + (f" {local.minute:02d}" if local.minute else "")
    return f"{clock}, {_WEEKDAYS[local.weekday()]}, ngày {local.day} tháng {local.month}"


def number(value: int) -> str:
    """«1.234.567»."""
    return f"{value:,}".replace(",", ".")


def percent(part: int, whole: int) -> str:
    """«95,6%» of the whole, rounded half up to one decimal; «100%» without one; «0%» of nothing."""
    if whole <= 0:
        return "0%"
    share = (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    text = str(share).removesuffix(".0").replace(".", ",")
    return f"{text}%"


def listed(things: Iterable[str]) -> str:
    """«A, B và C»."""
    names = list(things)
    return " và ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else "".join(names)


def stopped(words: str) -> str:
    """`words` with one full stop; nothing of nothing."""
    bare = words.rstrip(" .;,")
    return f"{bare}." if bare else ""


def enumerated(lines: Iterable[str], last: str = ".") -> list[str]:
    """Lines of a list: «;» behind each but the last."""
    bare = [line.rstrip(" .;,") for line in lines]
    return [line + (last if place == len(bare) - 1 else ";") for place, line in enumerate(bare)]
