"""Holidays from a calendar file, as the secretariat gets one for each year."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _
from icalendar import Calendar

from clearinghouse.core.errors import RuleBroken
from clearinghouse.reference.loaded import LoadCount
from clearinghouse.reference.models import Holiday

LONGEST_HOLIDAY_DAYS: Final = 14


@transaction.atomic
def import_holidays(content: bytes, *, source: str) -> LoadCount:
    """Add every day of every event of an iCalendar file; a day that is there already gets the new name.

    Nothing is removed: a day that is no longer a holiday is deleted in the desk. Raises RuleBroken when
    the file is no calendar or holds no events.
    """
    count = LoadCount("holidays")
    for day, name in _days(content):
        holiday = Holiday.objects.filter(date=day).first()
        if holiday is None:
            Holiday.objects.create(date=day, name=name, source=source)
            count.created += 1
        elif (holiday.name, holiday.source) == (name, source):
            count.unchanged += 1
        else:
            holiday.name, holiday.source = name, source
            holiday.save(update_fields=["name", "source"])
            count.updated += 1
    return count


def _days(content: bytes) -> list[tuple[date, str]]:
    try:
        events = Calendar.from_ical(content).walk("VEVENT")
    except (ValueError, IndexError) as error:
        raise RuleBroken(
            _("This file is not a calendar. Save the holidays as an .ics file and try again.")
        ) from error
    found = [
        (day, str(event.get("SUMMARY", "")).strip()[:120] or _("Holiday"))
        for event in events
        for day in _days_of(event.decoded("DTSTART"), event.decoded("DTEND", None))
    ]
    if not found:
        raise RuleBroken(_("This calendar holds no events. Choose the one with the holidays."))
    return found


def _days_of(start: date | datetime, end: date | datetime | None) -> list[date]:
    """Days of an event; the end of an all-day event is the day after its last (RFC 5545, 3.6.1)."""
    first = start.date() if isinstance(start, datetime) else start
    if end is None or isinstance(end, datetime):
        last = end.date() if isinstance(end, datetime) else first
    else:
        last = max(first, end - timedelta(days=1))
    length = min((last - first).days + 1, LONGEST_HOLIDAY_DAYS)
    return [first + timedelta(days=offset) for offset in range(length)]
