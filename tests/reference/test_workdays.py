from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from clearinghouse.core.clock import NEW_YORK
from clearinghouse.core.errors import RuleBroken
from clearinghouse.reference.calendars import import_holidays
from clearinghouse.reference.models import Holiday
from clearinghouse.reference.workdays import (
    add_working_days,
    is_working_day,
    years_without_holidays,
)

pytestmark = pytest.mark.django_db


def new_york(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=NEW_YORK)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 25), True),
        (date(2026, 11, 26), False),  # Thanksgiving Day
        (date(2026, 11, 28), False),  # Saturday
        (date(2026, 11, 29), False),  # Sunday
        (date(2026, 11, 30), True),
    ],
)
def test_working_days(day, works):
    assert is_working_day(day) is works


@pytest.mark.parametrize(
    ("moment", "days", "expected"),
    [
        # A plain Monday to the next.
        (new_york(2026, 11, 9, 10, 30), 5, new_york(2026, 11, 16, 10, 30)),
        # Thanksgiving Day in between pushes the end past the week.
        (new_york(2026, 11, 23, 10, 30), 5, new_york(2026, 12, 1, 10, 30)),
        # The clocks go back on 1 November 2026: same clock time, one hour more in between.
        (new_york(2026, 10, 30, 9, 0), 1, new_york(2026, 11, 2, 9, 0)),
        # They go forward on 14 March 2027.
        (new_york(2027, 3, 12, 9, 0), 1, new_york(2027, 3, 15, 9, 0)),
        # From a Saturday, Monday is the first.
        (new_york(2026, 11, 14, 8, 0), 1, new_york(2026, 11, 16, 8, 0)),
        (new_york(2026, 11, 9, 10, 30), 0, new_york(2026, 11, 9, 10, 30)),
    ],
)
def test_add_working_days(moment, days, expected):
    assert add_working_days(moment, days) == expected


def test_the_day_is_the_one_in_new_york():
    friday_evening = datetime(2026, 11, 14, 3, 0, tzinfo=UTC)  # still Friday, 22:00, in New York

    assert add_working_days(friday_evening, 1) == new_york(2026, 11, 16, 22, 0)


def test_years_without_holidays():
    assert years_without_holidays(date(2026, 12, 1)) == []
    assert years_without_holidays(date(2027, 1, 5)) == [2028]


CALENDAR = b"""BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//Test//EN\r
BEGIN:VEVENT\r
UID:1@test\r
DTSTAMP:20270101T000000Z\r
DTSTART;VALUE=DATE:20280103\r
DTEND;VALUE=DATE:20280104\r
SUMMARY:New Year's Day (observed)\r
END:VEVENT\r
BEGIN:VEVENT\r
UID:2@test\r
DTSTAMP:20270101T000000Z\r
DTSTART;VALUE=DATE:20281225\r
SUMMARY:Christmas Day\r
END:VEVENT\r
END:VCALENDAR\r
"""


def test_import_holidays_adds_one_row_per_day_and_repeats_safely():
    first = import_holidays(CALENDAR, source="Circular")
    second = import_holidays(CALENDAR, source="Circular")

    assert (first.created, second.created, second.unchanged) == (2, 0, 2)
    dates = Holiday.objects.filter(date__year=2028).values_list("date", flat=True)
    assert list(dates) == [date(2028, 1, 3), date(2028, 12, 25)]


@pytest.mark.parametrize("content", [b"", b"hello", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"])
def test_import_refuses_what_is_no_calendar(content):
    with pytest.raises(RuleBroken):
        import_holidays(content, source="Circular")
