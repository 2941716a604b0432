"""Stretches of days as the Committee counts them: by the calendar of New York."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from clearinghouse.core.clock import NEW_YORK


@dataclass(frozen=True, slots=True)
class Period:
    """From the beginning of the first day to the end of the last, in New York."""

    first: date
    last: date

    @property
    def begins(self) -> datetime:
        """The first moment that belongs to it."""
        return datetime.combine(self.first, time.min, NEW_YORK)

    @property
    def ends(self) -> datetime:
        """The first moment after it."""
        return datetime.combine(self.last + timedelta(days=1), time.min, NEW_YORK)

    def months(self) -> Iterator[Period]:
        """Each calendar month, the first and last cut to the period."""
        first = self.first
        while first <= self.last:
            last = min(_first_of_month(first, 1) - timedelta(days=1), self.last)
            yield Period(first, last)
            first = last + timedelta(days=1)


def year_of(year: int) -> Period:
    """Return the calendar year."""
    return Period(date(year, 1, 1), date(year, 12, 31))


def week_of(day: date) -> Period:
    """Return the week around the day, from Sunday to Saturday."""
    first = day - timedelta(days=day.isoweekday() % 7)
    return Period(first, first + timedelta(days=6))


def last_full_period(day: date, *, months: int) -> Period:
    """Return the latest period of so many months that was over before this day. Periods begin with January and
    are cut at the end of the year, so two months make January and February, March and April, and so on."""
    begun = day.replace(month=(day.month - 1) // months * months + 1, day=1)
    last = begun - timedelta(days=1)
    first = last.replace(month=(last.month - 1) // months * months + 1, day=1)
    return Period(first, last)


def _first_of_month(day: date, later: int) -> date:
    months = day.year * 12 + day.month - 1 + later
    return date(months // 12, months % 12 + 1, 1)
