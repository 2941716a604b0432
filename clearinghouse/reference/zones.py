"""Time zones of the world, and those of each State, its capital's first."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones

from clearinghouse.reference import files

HEADQUARTERS = "America/New_York"
REGIONS = (
    "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific",
)  # fmt: skip


def zones_of(iso3: str) -> tuple[str, ...]:
    """Return the time zones of a State, its capital's first; none for a code that is not in the table."""
    return _of_states().get(iso3, ())


@cache
def places() -> tuple[str, ...]:
    """Return the places of the time-zone database by name, such as `Africa/Nairobi`, and UTC first."""
    named = (name for name in available_timezones() if name.partition("/")[0] in REGIONS)
    return ("UTC", *sorted(named))


def place_of(zone: str) -> str:
    """Return the name of the place alone: `Nairobi`, or `Argentina, Buenos Aires`."""
    return zone.partition("/")[2].replace("_", " ").replace("/", ", ") or zone


def find(text: str) -> str | None:
    """Return the zone that somebody typed, by its name or by its place alone, however it is spelt."""
    typed = text.strip().replace(" ", "_").casefold()
    by_name = {zone.casefold(): zone for zone in places()}
    by_place = {zone.rpartition("/")[2].casefold(): zone for zone in reversed(places())}
    return by_name.get(typed) or by_place.get(typed)


@cache
def _of_states() -> dict[str, tuple[str, ...]]:
    return {row["iso3"]: tuple(row["zones"].split()) for row in files.rows("time_zones.csv")}
