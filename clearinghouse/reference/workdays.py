"""Working days of United Nations Headquarters: Monday to Friday in New York, without its holidays."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from clearinghouse.core.clock import NEW_YORK
from clearinghouse.reference.models import Holiday

SATURDAY: Final = 5


def is_working_day(day: date) -> bool:
    """Whether Headquarters works on this day."""
    return day.weekday() < SATURDAY and not Holiday.objects.filter(date=day).exists()


def add_working_days(moment: datetime, days: int) -> datetime:
    """Return the same New York clock time on the n-th working day after the day of `moment`.

    The day of `moment` itself does not count. `moment` must be aware; the answer is in New York time.
    """
    local = moment.astimezone(NEW_YORK)
    holidays = set(Holiday.objects.filter(date__gt=local.date()).values_list("date", flat=True))
    day, left = local.date(), days
    while left > 0:
        day += timedelta(days=1)
        if day.weekday() < SATURDAY and day not in holidays:
            left -= 1
    return datetime.combine(day, local.time(), tzinfo=NEW_YORK)


def years_without_holidays(today: date) -> list[int]:
    """Return which of this year and the next have no holiday in the table, for the warning at the desk."""
    years = (today.year, today.year + 1)
    known = set(
        Holiday.objects.filter(date__year__in=years).values_list("date__year", flat=True).distinct()
    )
    return [year for year in years if year not in known]
