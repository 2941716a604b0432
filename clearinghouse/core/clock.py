"""The one clock: the database's. Deadlines never depend on the clock of a web server or a worker."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection

NEW_YORK = ZoneInfo("America/New_York")

_shift = timedelta()


def now() -> datetime:
    """Return the database's present moment in UTC, moved by the rehearsal's offset where faults are allowed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
    return moment + _offset()


def new_york_day() -> date:
    """Return the present day in New York, by which the procedure counts."""
    return now().astimezone(NEW_YORK).date()


@contextmanager
def shifted(delta: timedelta) -> Iterator[None]:
    """Move the clock of this process by `delta` for the length of a test; offsets add up."""
    global _shift
    _shift += delta
    try:
        yield
    finally:
        _shift -= delta


def _offset() -> timedelta:
    if not settings.FAULTS_ALLOWED:
        return timedelta()
    return _shift + timedelta(seconds=float(os.environ.get("CLOCK_OFFSET_SECONDS", "0")))
