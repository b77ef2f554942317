"""Language: the catalogues (gettext, read with Babel), dates, numbers and plurals.

Message ids are symbolic («submit.receipt»); the wording stands in locales/, Vietnamese first. A text that takes
values has `{name}` placeholders. Catalogues: one a room (resident, official, common, web), merged here.
"""

from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations

LANGUAGES = ("vi", "en")
DEFAULT_LANGUAGE = "vi"
LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
_LOCALES = Path(__file__).resolve().parent.parent / "locales"
_VIETNAMESE_DAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
"""As official papers write them inside a sentence; Babel writes «Thứ Hai» and «Chủ Nhật»."""
_DOMAINS = ("common", "resident", "official", "web")


def N_(message_id: str) -> str:
    """Mark a message id that is translated later."""
    return message_id


@cache
def _catalogue(language: str) -> NullTranslations:
    merged = NullTranslations()
    for domain in _DOMAINS:
        loaded = Translations.load(_LOCALES, [language], domain)
        if isinstance(loaded, Translations):
            merged = loaded if not isinstance(merged, Translations) else merged.merge(loaded)
    return merged


class Texts:
    """Everything that is said, in one language."""

    def __init__(self, language: str) -> None:
        self.language = language if language in LANGUAGES else DEFAULT_LANGUAGE
        self._catalogue = _catalogue(self.language)

    def t(self, message_id: str, **values: object) -> str:
        """The wording of a message id, with its values filled in."""
        text: str = self._catalogue.gettext(message_id)
        return text.format(**values) if values else text

    def tn(self, message_id: str, n: int, **values: object) -> str:
        """The wording for `n` things; `{n}` in it is the number."""
        text: str = self._catalogue.ngettext(message_id, message_id, n)
        return text.format(n=self.number(n), **values)

    def number(self, value: float) -> str:
        """1.234.567,5 in Vietnamese, 1,234,567.5 in English."""
        if isinstance(value, int) and 0 <= value < 1000:  # most are, and need no sign
            return str(int(value))
        return format_decimal(value, locale=Locale(self.language))

    def day(self, value: date | datetime) -> str:
        """28/11/2025, of the local day."""
        return local_day(value).strftime("%d/%m/%Y")

    def long_day(self, value: date | datetime) -> str:
        """«thứ Bảy, 28/11/2025»: what a person needs to find it in the calendar."""
        day = local_day(value)
        if self.language == "vi":
            return f"{_VIETNAMESE_DAYS[day.weekday()]}, {day:%d/%m/%Y}"
        return format_date(day, "EEEE, d MMMM y", locale="en")

    def clock(self, value: datetime) -> str:
        """«8 giờ 30» in Vietnamese, «08:30» in English, local time."""
        local = value.astimezone(LOCAL)
        if self.language != "vi":
            return f"{local:%H:%M}"
        return f"{local.hour} giờ" + (f" {local.minute:02d}" if local.minute else "")

    def moment(self, value: datetime) -> str:
        """Clock time and day, local."""
        return self.t("time.moment", clock=self.clock(value), day=self.day(value))

    def beginning(self, value: datetime) -> str:
        """From when something is taken: «ngày 21/11/2025» when it begins with the day, else clock time and day."""
        return self.t("time.day", day=self.day(value)) if _is_midnight(value) else self.moment(value)

    def end(self, value: datetime) -> str:
        """Until when something is taken, for the moment that is too late: «hết ngày 08/09/2023» at midnight, else
        «trước 11 giờ ngày 28/11/2025». «0 giờ ngày 09/09» would be read as a day more.
        """
        if _is_midnight(value):
            return self.t("time.end_of_day", day=self.day(value - timedelta(days=1)))
        return self.t("time.before", clock=self.clock(value), day=self.day(value))


def _is_midnight(value: datetime) -> bool:
    return value.astimezone(LOCAL).time() == time()


def local_day(value: date | datetime) -> date:
    """The calendar day in Vietnam of a day or a moment."""
    return value.astimezone(LOCAL).date() if isinstance(value, datetime) else value
