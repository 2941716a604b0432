from __future__ import annotations

from datetime import UTC, datetime

import pytest

from clearinghouse.core.search.moments import period_of
from clearinghouse.core.search.operators import Unclear
from clearinghouse.core.search.text import parse

NOW = datetime(2026, 3, 10, 15, tzinfo=UTC)


def holds(text: str, moment: str, *, is_ahead: bool = False) -> bool:
    (term,) = parse(text)
    when = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    return period_of(term, now=NOW, is_ahead=is_ahead).holds(when)


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("r:2026-01", "2026-01-15", "2026-02-02"),
        ("r:2026", "2026-12-30", "2025-12-30"),
        ("r:2026-01-31", "2026-01-31T12:00", "2026-02-01T12:00"),
        ("r:>2026-01", "2026-02-02", "2026-01-15"),
        ("r:>=2026-01", "2026-01-15", "2025-12-15"),
        ("r:<2026-01", "2025-12-15", "2026-01-15"),
        ("r:<=2026-01", "2026-01-15", "2026-02-15"),
        ("r:today", "2026-03-10T12:00", "2026-03-11T12:00"),
        ("r:<3d", "2026-03-08", "2026-03-01"),
        ("r:3d", "2026-03-08", "2026-03-01"),
        ("r:>3d", "2026-03-01", "2026-03-08"),
        # A month ends at midnight in New York, not in Greenwich.
        ("r:2026-01", "2026-02-01T04:59", "2026-02-01T05:01"),
    ],
)
def test_past_moments(text: str, inside: str, outside: str) -> None:
    assert holds(text, inside)
    assert not holds(text, outside)


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("due:<3d", "2026-03-12", "2026-03-20"),
        ("due:<3d", "2026-03-01", "2026-03-20"),
        ("due:>1w", "2026-03-20", "2026-03-12"),
    ],
)
def test_moments_to_come(text: str, inside: str, outside: str) -> None:
    assert holds(text, inside, is_ahead=True)
    assert not holds(text, outside, is_ahead=True)


@pytest.mark.parametrize(
    "value", ["soon", "2026-13", "2026-02-30", "0000", "9999-12-31", "9999", "", "12", "9999y9"]
)
def test_what_is_no_day_is_said(value: str) -> None:
    (term,) = parse(f"r:{value}")

    with pytest.raises(Unclear) as unclear:
        period_of(term, now=NOW, is_ahead=False)

    assert "2026-01-31" in unclear.value.sentence


def test_span_never_leaves_the_calendar() -> None:
    assert holds("r:9999y", "2026-03-08")
    assert not holds("r:>9999y", "2026-03-08")
