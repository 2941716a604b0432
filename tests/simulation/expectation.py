"""What the procedure promises, computed a second time and naively: day by day, from its figures and nothing else.

It shares no code with the project, so that a mistake in the clocks shows as a difference.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

NEW_YORK = ZoneInfo("America/New_York")
HOUR = timedelta(hours=1)
WEEK = 168 * HOUR
MARGIN = 12 * HOUR
SHORTEST_WINDOW = 24 * HOUR
WORKING_DAYS = 5
SECOND_MAIL_AFTER = timedelta(days=14)
FOLLOW_UP_REMINDER_AFTER = timedelta(days=30)


@dataclass
class Held:
    """A stretch of stillness; `until` is when it ends by itself, `ended` when it did end."""

    kind: str
    since: datetime
    until: datetime | None = None
    ended: datetime | None = None

    def end_at(self, moment: datetime) -> datetime:
        """Where it ends as far as can be said at this moment."""
        return min(each for each in (self.ended, self.until, moment) if each is not None)


@dataclass
class Case:
    """One request as an observer with a diary would follow it."""

    received: datetime
    document_day: date | None = None
    acknowledged: datetime | None = None
    window_end: datetime | None = None
    holds: list[Held] = field(default_factory=list)
    asked_now: datetime | None = None
    distributed: datetime | None = None
    withdrawn: datetime | None = None
    closed: datetime | None = None
    signs: dict[str, datetime] = field(default_factory=dict)
    reminded: dict[str, datetime] = field(default_factory=dict)
    asked_again: list[datetime] = field(default_factory=list)
    asked_twice: list[datetime] = field(default_factory=list)
    answered: list[datetime] = field(default_factory=list)

    def acknowledge(self, moment: datetime, *, holidays: set[date]) -> None:
        """The letter goes, and the window begins."""
        self.acknowledged = moment
        due = self.received + WEEK
        latest, shortest = due - MARGIN, moment + SHORTEST_WINDOW
        if latest < shortest:
            latest = due - HOUR if moment < due - HOUR < shortest else shortest
        self.window_end = min(_working_days_later(moment, holidays), latest)

    def held_between(self, start: datetime, moment: datetime) -> timedelta:
        """Time in which at least one hold was in force, counted by the minute's edges and not by the hold."""
        edges = sorted(
            {start, moment, *(h.since for h in self.holds), *(h.end_at(moment) for h in self.holds)}
        )
        still = timedelta()
        for left, right in zip(edges, edges[1:], strict=False):
            if (
                left >= start
                and right <= moment
                and any(h.since <= left and right <= h.end_at(moment) for h in self.holds)
            ):
                still += right - left
        return still

    def is_held(self, moment: datetime) -> bool:
        """Whether the clocks stand still."""
        return any(h.ended is None and (h.until is None or h.until > moment) for h in self.holds)

    def goes_out_at(self, moment: datetime) -> datetime | None:
        """When it leaves if nothing more happens; nothing while that cannot be said."""
        if (
            self.window_end is None
            or self.acknowledged is None
            or self.distributed
            or self.withdrawn
        ):
            return None
        open_holds = [
            h for h in self.holds if h.ended is None and (h.until is None or h.until > moment)
        ]
        if any(h.until is None for h in open_holds):
            return None
        free_from = max([moment, *(h.until for h in open_holds if h.until)])
        if self.asked_now and not any(h.since > self.asked_now for h in self.holds):
            return free_from
        return max(self.window_end + self.held_between(self.acknowledged, free_from), free_from)

    def anniversary(self) -> datetime | None:
        """Midnight in New York of the day on which the State is asked next."""
        if not self.distributed or self.withdrawn or self.closed:
            return None
        if len(self.asked_again) > len(self.answered):
            return None
        first = self.document_day or self.received.astimezone(NEW_YORK).date()
        for asked in self.asked_again:
            first = max(_a_year_after(first), asked.astimezone(NEW_YORK).date())
        return datetime.combine(_a_year_after(first), time.min, NEW_YORK)


def _working_days_later(moment: datetime, holidays: set[date]) -> datetime:
    local, left = moment.astimezone(NEW_YORK), WORKING_DAYS
    day = local.date()
    while left:
        day += timedelta(days=1)
        if day.isoweekday() <= 5 and day not in holidays:
            left -= 1
    # Sums of moments are sums of elapsed time only in UTC.
    return datetime.combine(day, local.time(), NEW_YORK).astimezone(UTC)


def _a_year_after(day: date) -> date:
    last = monthrange(day.year + 1, day.month)[1]
    return date(day.year + 1, day.month, min(day.day, last))
