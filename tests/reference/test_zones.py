"""The table of States and their time zones agrees with the States and with the time-zone database."""

from __future__ import annotations

from zoneinfo import available_timezones

import pytest

from clearinghouse.reference import files, zones


def test_every_state_has_a_zone_that_exists() -> None:
    table = {row["iso3"]: row["zones"].split() for row in files.rows("time_zones.csv")}

    assert set(table) == {row["iso3"] for row in files.rows("states.csv")}
    assert {zone for found in table.values() for zone in found} <= available_timezones()


def test_the_capital_comes_first() -> None:
    firsts = {iso3: zones.zones_of(iso3)[0] for iso3 in ("KAZ", "BRA", "AUS", "RUS")}

    assert firsts == {
        "KAZ": "Asia/Almaty",
        "BRA": "America/Sao_Paulo",
        "AUS": "Australia/Sydney",
        "RUS": "Europe/Moscow",
    }
    assert zones.zones_of("XXX") == ()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Africa/Nairobi", "Africa/Nairobi"),
        ("  africa/nairobi ", "Africa/Nairobi"),
        ("buenos aires", "America/Argentina/Buenos_Aires"),
        ("New York", "America/New_York"),
        ("utc", "UTC"),
        ("Atlantis", None),
        ("", None),
    ],
)
def test_what_people_type_is_understood(typed: str, found: str | None) -> None:
    assert zones.find(typed) == found
