"""Days as the Committee counts them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from clearinghouse.reports.periods import Period, last_full_period, year_of


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (date(2026, 11, 23), date(2026, 9, 1), date(2026, 10, 31)),
        (date(2026, 11, 1), date(2026, 9, 1), date(2026, 10, 31)),
        (date(2027, 1, 1), date(2026, 11, 1), date(2026, 12, 31)),
        (date(2028, 3, 1), date(2028, 1, 1), date(2028, 2, 29)),
    ],
)
def test_last_full_period_of_two_months(day: date, first: date, last: date) -> None:
    assert last_full_period(day, months=2) == Period(first, last)


def test_a_period_ends_at_midnight_in_new_york_whatever_the_season() -> None:
    november = Period(date(2026, 11, 1), date(2026, 11, 30))

    assert november.begins.astimezone(UTC) == datetime(2026, 11, 1, 4, tzinfo=UTC)
    assert november.ends.astimezone(UTC) == datetime(2026, 12, 1, 5, tzinfo=UTC)


def test_a_year_has_twelve_months_without_a_gap() -> None:
    months = list(year_of(2028).months())

    assert len(months) == 12
    assert all(a.ends == b.begins for a, b in zip(months, months[1:], strict=False))
    assert months[1].last == date(2028, 2, 29)
