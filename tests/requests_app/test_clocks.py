"""The clocks: five working days, cut to the week; holds added; daylight saving crossed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearinghouse.core.clock import NEW_YORK
from requests_app.clocks import duration, end_of_window, held_time

pytestmark = pytest.mark.django_db


def new_york(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=NEW_YORK)


def test_window_of_a_monday_is_cut_to_fit_the_week() -> None:
    received = new_york(2026, 2, 2, 10, 0)

    end = end_of_window(received_at=received, acknowledged_at=received)

    assert end == received + timedelta(hours=168 - 12)


def test_window_counts_working_days_when_a_policy_makes_it_short() -> None:
    from clearinghouse.reference.models import Policy

    Policy.objects.update_or_create(
        key="objection_working_days", defaults={"value": 2, "unit": "working days"}
    )
    friday = new_york(2026, 2, 6, 15, 0)

    end = end_of_window(received_at=friday, acknowledged_at=friday)

    assert end == new_york(2026, 2, 10, 15, 0)


def test_late_acknowledgement_keeps_the_week_with_an_hour_to_spare() -> None:
    received = new_york(2026, 2, 2, 10, 0)

    end = end_of_window(received_at=received, acknowledged_at=received + timedelta(hours=160))

    assert end == received + timedelta(hours=167)


def test_acknowledgement_after_the_week_still_gives_the_state_a_day() -> None:
    received = new_york(2026, 2, 2, 10, 0)
    acknowledged = received + timedelta(days=9)

    assert end_of_window(
        received_at=received, acknowledged_at=acknowledged
    ) == acknowledged + timedelta(hours=24)


@given(
    start=st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2027, 12, 1)),
    late=st.integers(min_value=0, max_value=165),
)
def test_window_always_ends_before_the_week_does(start: datetime, late: int) -> None:
    received = start.replace(tzinfo=UTC)
    acknowledged = received + timedelta(hours=late)

    end = end_of_window(received_at=received, acknowledged_at=acknowledged)

    assert acknowledged < end <= received + timedelta(hours=167)


def hold(start: int, end: int | None) -> Any:
    zero = datetime(2026, 3, 1, tzinfo=UTC)
    return SimpleNamespace(
        placed_at=zero + timedelta(hours=start),
        released_at=None if end is None else zero + timedelta(hours=end),
    )


@pytest.mark.parametrize(
    ("holds", "hours"),
    [
        ([], 0),
        ([hold(1, 3)], 2),
        ([hold(1, 3), hold(2, 5)], 4),
        ([hold(1, 9), hold(2, 5)], 8),
        ([hold(-5, 2)], 2),
        ([hold(8, None)], 2),
        ([hold(1, 2), hold(4, 6), hold(5, None)], 7),
    ],
)
def test_overlapping_holds_count_once(holds: list[Any], hours: int) -> None:
    zero = datetime(2026, 3, 1, tzinfo=UTC)

    assert held_time(holds, since=zero, at=zero + timedelta(hours=10)) == timedelta(hours=hours)


def test_late_intake_says_that_the_week_is_over(expert: Any, arcadia: Any) -> None:
    from clearinghouse.core import clock
    from requests_app.clocks import explain
    from tests.factories import make_paper_request

    request = make_paper_request(expert, arcadia, received_days_ago=11, authentic=True)

    notes = [line.note for line in explain(request, at=clock.now()).lines]

    assert "The week is over or nearly so; the State keeps 24 hours to object." in notes


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(0), "less than a minute"),
        (timedelta(seconds=59), "less than a minute"),
        (timedelta(minutes=1), "1 minute"),
        (timedelta(hours=3), "3 hours"),
        (timedelta(days=2), "2 days"),
    ],
)
def test_lengths_of_time_in_words(span: timedelta, words: str) -> None:
    assert duration(span) == words
