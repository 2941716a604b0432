"""Days and spans in a search: `2026`, `2026-01`, `2026-01-31`, `today`, `3d`, `2w`, `6m`, `1y`, compared or not."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.db.models import Q
from django.utils.translation import gettext as _

from clearinghouse.core import clock
from clearinghouse.core.search.operators import Unclear
from clearinghouse.core.search.text import Term

_DAY: Final = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_SPAN: Final = re.compile(r"(\d{1,4})([dwmy])", re.IGNORECASE)
_DAYS: Final = {"d": 1, "w": 7, "m": 30, "y": 365}


@dataclass(frozen=True, slots=True)
class Period:
    """From a moment up to another, not included; open where there is none."""

    start: datetime | None = None
    end: datetime | None = None

    def holds(self, moment: datetime) -> bool:
        return (self.start is None or moment >= self.start) and (
            self.end is None or moment < self.end
        )


def moment_in(name: str, *, is_ahead: bool = False) -> Callable[[Term, Any], Q]:
    """The condition that a moment lies in the period; `is_ahead` for what is still to come."""

    def condition(term: Term, user: Any) -> Q:
        period = period_of(term, now=clock.now(), is_ahead=is_ahead)
        return _between(name, period.start, period.end)

    return condition


def day_in(name: str, *, is_ahead: bool = False) -> Callable[[Term, Any], Q]:
    """The same for a column of days, as they are in New York."""

    def condition(term: Term, user: Any) -> Q:
        period = period_of(term, now=clock.now(), is_ahead=is_ahead)
        return _between(name, _day(period.start), _day(period.end))

    return condition


def period_of(term: Term, *, now: datetime, is_ahead: bool) -> Period:
    """The period that the term means; raises Unclear.

    A span counts from now, ahead or back, whichever the operator is about: `due:<3d` is within the next three days
    or overdue, `received:<3d` within the last three, `received:>30d` longer ago than thirty days.
    """
    if span := _SPAN.fullmatch(term.value):
        # Nothing here is older than a century; beyond it the calendar itself would end.
        length = timedelta(days=min(int(span[1]) * _DAYS[span[2].lower()], 36_500))
        return _ahead(term.sign, now + length) if is_ahead else _back(term.sign, now - length)
    start, end = _whole(term, now)
    return {
        "<": Period(end=start),
        "<=": Period(end=end),
        ">": Period(start=end),
        ">=": Period(start=start),
    }.get(term.sign, Period(start, end))


def _ahead(sign: str, moment: datetime) -> Period:
    return Period(start=moment) if sign.startswith(">") else Period(end=moment)


def _back(sign: str, moment: datetime) -> Period:
    return Period(end=moment) if sign.startswith(">") else Period(start=moment)


def _whole(term: Term, now: datetime) -> tuple[datetime, datetime]:
    """First moment of the day, month or year in New York, and the first after it."""
    if term.value.lower() == "today":
        today = now.astimezone(clock.NEW_YORK).date()
        return _midnight(today), _midnight(today + timedelta(days=1))
    found = _DAY.fullmatch(term.value)
    try:
        if found is None:
            raise ValueError
        year, month, day = (int(part) if part else None for part in found.groups())
        assert year is not None
        first = date(year, month or 1, day or 1)
        if day:
            following = first + timedelta(days=1)
        elif month:
            following = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
        else:
            following = first.replace(year=year + 1)
        return _midnight(first), _midnight(following)
    except (ValueError, OverflowError) as error:
        raise Unclear(
            _("“%(key)s:” takes a day, month or year such as 2026-01-31, 2026-01 or 2026, or a span such as 3d, 2w, 6m.")
            % {"key": term.key}
        ) from error  # fmt: skip


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.NEW_YORK)


def _day(moment: datetime | None) -> date | None:
    return moment.astimezone(clock.NEW_YORK).date() if moment else None


def _between(name: str, start: date | datetime | None, end: date | datetime | None) -> Q:
    found = Q(**{f"{name}__isnull": False})
    if start is not None:
        found &= Q(**{f"{name}__gte": start})
    return found & Q(**{f"{name}__lt": end}) if end is not None else found
