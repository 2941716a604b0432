"""When a digest is due: seven in the morning by the person's own clock, whatever the season."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from clearinghouse.core.clock import NEW_YORK
from clearinghouse.follow.enums import Rhythm

SEVEN: Final = time(7)
MONDAY: Final = 0


def latest_due(rhythm: Rhythm, *, at: datetime, zone: str) -> datetime:
    """The latest seven o'clock of that rhythm that is over at the moment. Wall-clock days, so that a day of 23 or 25
    hours neither skips a mail nor repeats it."""
    place = zone_of(zone)
    day = at.astimezone(place).date()
    if rhythm == Rhythm.WEEKLY:
        day -= timedelta(days=(day.weekday() - MONDAY) % 7)
    due = datetime.combine(day, SEVEN, tzinfo=place)
    if due > at:
        day -= timedelta(days=7 if rhythm == Rhythm.WEEKLY else 1)
        due = datetime.combine(day, SEVEN, tzinfo=place)
    return due


def zone_of(name: str) -> ZoneInfo:
    """The zone of that name, or Headquarters where it is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return NEW_YORK
