"""Days and moments as the United Nations writes them in each language; letters use no message catalogue."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from clearinghouse.core.clock import NEW_YORK

_MONTHS: Final = {
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    # Both names of a month, as in the Arabic documents of the Organization.
    "ar": "كانون_الثاني/يناير شباط/فبراير آذار/مارس نيسان/أبريل أيار/مايو حزيران/يونيه تموز/يوليه "
    "آب/أغسطس أيلول/سبتمبر تشرين_الأول/أكتوبر تشرين_الثاني/نوفمبر كانون_الأول/ديسمبر",
}
_DAY: Final = {
    "en": "{day} {month} {year}",
    "fr": "{day} {month} {year}",
    "es": "{day} de {month} de {year}",
    "ru": "{day} {month} {year} года",
    "ar": "{day} {month} {year}",
    "zh": "{year}年{number}月{day}日",
}
_TIME: Final = {"fr": "%H h %M", "es": "%H.%M"}


def day_text(value: date, language: str) -> str:
    """Return `28 April 2004` in the language; a moment counts as its day in New York."""
    day = value.astimezone(NEW_YORK).date() if isinstance(value, datetime) else value
    months = _MONTHS.get(language)
    return _DAY[language].format(
        day="1er" if language == "fr" and day.day == 1 else day.day,
        month=months.split()[day.month - 1].replace("_", " ") if months else "",
        number=day.month,
        year=day.year,
    )


def time_text(value: datetime, language: str) -> str:
    """Return the time of day in New York, on the clock of 24 hours."""
    return value.astimezone(NEW_YORK).strftime(_TIME.get(language, "%H:%M"))
