"""Over a year of requests, every deadline, reminder, letter and question happens once, at its time."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from clearinghouse.letters.models import Letter
from clearinghouse.notifications.models import Message
from clearinghouse.reports.models import Briefing
from requests_app.services import distribution
from tests.simulation.expectation import NEW_YORK
from tests.simulation.year import Move, Plan, Year

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

# Both changes of daylight saving, Thanksgiving, Christmas and the New Year lie in it.
BEGIN = datetime(2026, 2, 2, 9, tzinfo=NEW_YORK)
LATEST = BEGIN + timedelta(days=340)
# Long enough for the question of the second year about the first requests.
END = BEGIN + timedelta(days=790)
MINUTES_OF_A_YEAR = 340 * 24 * 60
AWKWARD_MOMENTS = [
    datetime(
        2026, 3, 6, 23, 30, tzinfo=NEW_YORK
    ),  # the window crosses the beginning of daylight saving
    datetime(2026, 3, 8, 3, 15, tzinfo=NEW_YORK),
    datetime(2026, 4, 2, 17, tzinfo=NEW_YORK),  # the eve of Good Friday
    datetime(2026, 10, 30, 1, 30, tzinfo=NEW_YORK),  # crosses its end, at the hour that comes twice
    datetime(2026, 11, 25, 12, tzinfo=NEW_YORK),  # the eve of Thanksgiving
    datetime(2026, 12, 24, 23, 59, tzinfo=NEW_YORK),
    datetime(2026, 12, 31, 23, 50, tzinfo=NEW_YORK),
]


def hours(low: int, high: int) -> Any:
    return st.integers(low * 60, high * 60).map(lambda minutes: timedelta(minutes=minutes))


moments = st.one_of(
    st.sampled_from(AWKWARD_MOMENTS),
    st.integers(0, MINUTES_OF_A_YEAR).map(lambda minutes: BEGIN + timedelta(minutes=minutes)),
)
moves = st.one_of(
    st.builds(Move, st.just("hold"), hours(1, 160), st.none() | hours(1, 400), st.integers(0, 2)),
    st.builds(Move, st.just("release"), hours(2, 500)),
    st.builds(Move, st.just("send_now"), hours(1, 200)),
    st.builds(Move, st.just("withdraw"), hours(1, 24 * 500)),
    st.builds(Move, st.just("close"), hours(24 * 8, 24 * 500)),
    st.builds(Move, st.just("answer"), hours(1, 24 * 20), st.none(), st.integers(0, 2)),
    st.builds(Move, st.just("follow_up"), hours(1, 24 * 40)),
)
plans = st.builds(
    Plan,
    begins=moments,
    is_paper=st.booleans(),
    paper_age=hours(1, 24 * 9),
    authenticated_after=hours(1, 60),
    wishes_hold=st.sampled_from([False, False, False, True]),
    moves=st.lists(moves, min_size=1, max_size=6),
)


@pytest.fixture(autouse=True)
def _relay_takes_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(distribution, "tick_notifications", lambda: None)


@settings(
    max_examples=5,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(st.lists(plans, min_size=5, max_size=8))
def test_everything_happens_once_and_at_its_time(plans: list[Plan]) -> None:
    with transaction.atomic():
        year = Year(plans)

        year.play(until=END)

        assert year.ticks > len(plans)
        assert_every_mail_once(year)
        assert_every_letter_once(year)
        assert_one_briefing_a_period()
        transaction.set_rollback(True)


def assert_every_letter_once(year: Year) -> None:
    """The Chair writes as often as the diary says: sent by itself at the steps, drafted for the year's question."""
    for played in year.played:
        case = played.case
        keys = [f"acknowledgement:{played.record.pk}"]
        keys += [f"distribution:{pk}" for pk in played.record.notices.values_list("pk", flat=True)]
        keys += [f"one_year:{pk}" for pk in played.record.follow_ups.values_list("pk", flat=True)]
        found = Counter(Letter.objects.filter(key__in=keys).values_list("kind", "status"))
        expected = {
            ("acknowledgement", "sent"): int(case.acknowledged is not None),
            ("distribution", "sent"): len(year.providers) if case.distributed else 0,
            ("one_year_question", "draft"): len(case.asked_again),
        }
        assert found == Counter({key: n for key, n in expected.items() if n}), (found, case)


def assert_one_briefing_a_period() -> None:
    """Every briefing that a tick drafted covers two months, and none covers days of another."""
    found = sorted(Briefing.objects.values_list("first_date", "last_date"))

    assert found
    assert all((first.day, (last + timedelta(days=1)).day) == (1, 1) for first, last in found)
    assert all(last < first for (_, last), (first, _) in zip(found, found[1:], strict=False))


def assert_every_mail_once(year: Year) -> None:
    """Of each kind, about each request, exactly as many mails as the diary says."""
    for played in year.played:
        case = played.case
        about = [played.record.pk, *played.record.notices.values_list("pk", flat=True)]
        about += list(played.record.follow_ups.values_list("pk", flat=True))
        found = Counter(Message.objects.filter(about__in=about).values_list("kind", flat=True))
        expected = Counter(
            {
                "request_receipt": 1,
                "acknowledgement": int(case.acknowledged is not None),
                "distributed": int(case.distributed is not None),
                "distribution_notice": len(year.providers) if case.distributed else 0,
                "withdrawn": int(case.withdrawn is not None),
                "follow_up_question": len(case.asked_again) + len(case.asked_twice),
            }
        )
        for kind, number in expected.items():
            assert found[kind] == number, (kind, number, found, case)
