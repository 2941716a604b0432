"""Fields add up, values of one field are alternatives, an empty field means any."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from clearinghouse.follow.enums import ItemKind, Rhythm
from clearinghouse.follow.filters import Item, fits
from clearinghouse.follow.periods import latest_due

ITEM = Item(
    ItemKind.NOTICE,
    uuid4(),
    datetime(2026, 11, 2, tzinfo=UTC),
    "label",
    "/",
    areas=frozenset({"3A", "3C"}),
    kinds=frozenset({"training"}),
    categories=frozenset({"nuclear"}),
    regions=frozenset({"002", "202"}),
    states=frozenset({"XAA"}),
)


def wanted(**fields: Any) -> Any:
    empty = {name: [] for name in ("areas", "kinds", "categories", "regions", "states")}
    return SimpleNamespace(**{**empty, **fields})


@pytest.mark.parametrize(
    ("fields", "is_found"),
    [
        ({}, True),
        ({"areas": ["3C"]}, True),
        ({"areas": ["3D"]}, False),
        ({"areas": ["3D", "3C"]}, True),
        ({"areas": ["3C"], "kinds": ["training"]}, True),
        ({"areas": ["3C"], "kinds": ["funding"]}, False),
        ({"areas": ["3D"], "kinds": ["training"]}, False),
        ({"categories": ["chemical", "nuclear"]}, True),
        ({"categories": ["chemical"]}, False),
        ({"regions": ["202"]}, True),
        ({"regions": ["019"]}, False),
        ({"states": ["XAA"]}, True),
        ({"regions": ["019"], "states": ["XAA"]}, True),
        ({"regions": ["019"], "states": ["XBB"]}, False),
        ({"areas": ["3A"], "regions": ["019"]}, False),
    ],
)
def test_and_between_fields_or_inside_them(fields: Any, is_found: bool) -> None:
    assert fits(wanted(**fields), ITEM) is is_found


def test_an_offer_for_all_fits_every_place_and_category() -> None:
    offer = Item(
        ItemKind.OFFER,
        uuid4(),
        ITEM.at,
        "",
        "/",
        is_for_all_states=True,
        is_for_all_categories=True,
    )

    assert fits(wanted(regions=["019"], categories=["chemical"]), offer)
    assert not fits(wanted(areas=["3C"]), offer)


NEW_YORK, NAIROBI = "America/New_York", "Africa/Nairobi"


@pytest.mark.parametrize(
    ("rhythm", "zone", "at", "due"),
    [
        # The Sundays on which New York changes its clocks: 2026-03-08 (23 hours) and 2026-11-01 (25 hours).
        (Rhythm.DAILY, NEW_YORK, "2026-03-08T10:59Z", "2026-03-07T07:00"),
        (Rhythm.DAILY, NEW_YORK, "2026-03-08T11:00Z", "2026-03-08T07:00"),
        (Rhythm.DAILY, NEW_YORK, "2026-11-01T11:59Z", "2026-10-31T07:00"),
        (Rhythm.DAILY, NEW_YORK, "2026-11-01T12:00Z", "2026-11-01T07:00"),
        (Rhythm.WEEKLY, NEW_YORK, "2026-11-02T11:59Z", "2026-10-26T07:00"),
        (Rhythm.WEEKLY, NEW_YORK, "2026-11-02T12:00Z", "2026-11-02T07:00"),
        (Rhythm.WEEKLY, NEW_YORK, "2026-11-01T12:00Z", "2026-10-26T07:00"),
        (Rhythm.DAILY, NAIROBI, "2026-11-01T04:00Z", "2026-11-01T07:00"),
        (Rhythm.DAILY, "Nowhere/At_All", "2026-07-01T11:00Z", "2026-07-01T07:00"),
    ],
)
def test_seven_in_the_morning_of_the_person(rhythm: Rhythm, zone: str, at: str, due: str) -> None:
    moment = datetime.fromisoformat(at.replace("Z", "+00:00"))

    found = latest_due(rhythm, at=moment, zone=zone)

    assert found.replace(tzinfo=None) == datetime.fromisoformat(due)
    assert found <= moment
    assert found.tzinfo == ZoneInfo(zone if zone != "Nowhere/At_All" else NEW_YORK)
