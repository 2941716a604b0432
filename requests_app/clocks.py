"""The clocks of a request: when it goes out, when it must have gone out, and how that adds up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clearinghouse.reference.policies import policy
from clearinghouse.reference.workdays import add_working_days
from requests_app.enums import Choice, DecisionKind

if TYPE_CHECKING:
    from requests_app.models import AssistanceRequest, Hold


@dataclass(frozen=True, slots=True)
class ClockLine:
    """One line of the sum: what, when, and why."""

    label: str
    at: datetime | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Clock:
    """All moments of a request and the lines that explain them."""

    lines: tuple[ClockLine, ...]
    window_ends_at: datetime | None
    due_at: datetime | None
    held: timedelta
    is_held: bool
    releases_at: datetime | None


def end_of_window(*, received_at: datetime, acknowledged_at: datetime) -> datetime:
    """Return the end of the objection window: working days from acknowledgement, cut short to fit the week.

    The window ends a margin before the week does. An acknowledgement so late that little of the week is left
    still gives the State the minimum, within the week where that is possible at all.
    """
    due_at = received_at + timedelta(hours=policy("distribute_within_hours"))
    minimum = acknowledged_at + timedelta(hours=policy("minimum_window_hours"))
    latest = due_at - timedelta(hours=policy("release_margin_hours"))
    if latest < minimum:
        last_hour = due_at - timedelta(hours=1)
        latest = last_hour if acknowledged_at < last_hour < minimum else minimum
    return min(add_working_days(acknowledged_at, policy("objection_working_days")), latest)


def held_time(holds: Iterable[Hold], *, since: datetime, at: datetime) -> timedelta:
    """Return how long the clocks have stood still between two moments; overlapping holds count once."""
    spans = sorted((max(hold.placed_at, since), min(hold.released_at or at, at)) for hold in holds)
    total, reached = timedelta(), since
    for start, end in spans:
        start = max(start, reached)
        if end > start:
            total += end - start
            reached = end
    return total


def effective_due_at(request: AssistanceRequest, *, at: datetime) -> datetime | None:
    """Return the end of the week, holds added."""
    if request.received_at is None or request.due_at is None:
        return None
    return request.due_at + held_time(request.holds.all(), since=request.received_at, at=at)


def effective_window_end(request: AssistanceRequest, *, at: datetime) -> datetime | None:
    """Return the end of the objection window, holds since acknowledgement added."""
    if request.acknowledged_at is None or request.window_ends_at is None:
        return None
    return request.window_ends_at + held_time(
        request.holds.all(), since=request.acknowledged_at, at=at
    )


def asked_to_send_now(request: AssistanceRequest) -> bool:
    """Whether the State asked for distribution at once and has not held since."""
    # Over all(), so that lists of requests read decisions and holds once for all of them.
    asked = [
        decision.decided_at
        for decision in request.decisions.all()
        if (decision.kind, decision.choice) == (DecisionKind.DISTRIBUTION, Choice.SEND_NOW)
    ]
    if not asked or request.acknowledged_at is None:
        return False
    return not any(hold.placed_at > asked[-1] for hold in request.holds.all())


def explain(request: AssistanceRequest, *, at: datetime) -> Clock:
    """Return the moments and the sum, line by line, as they stand at `at`."""
    window_end, due = effective_window_end(request, at=at), effective_due_at(request, at=at)
    open_holds = [hold for hold in request.holds.all() if hold.released_at is None]
    held = (
        held_time(request.holds.all(), since=request.received_at, at=at)
        if request.received_at
        else timedelta()
    )
    releases_at = None
    if request.status == "acknowledged" and not open_holds:
        releases_at = at if asked_to_send_now(request) else window_end
    return Clock(
        lines=tuple(_lines(request, window_end=window_end, due=due, at=at)),
        window_ends_at=window_end,
        due_at=due,
        held=held,
        is_held=bool(open_holds),
        releases_at=releases_at,
    )


def _lines(
    request: AssistanceRequest, *, window_end: datetime | None, due: datetime | None, at: datetime
) -> Iterable[ClockLine]:
    if request.received_at is None:
        yield ClockLine(_("The clocks start when the request is submitted."), None)
        return
    yield ClockLine(_("Received"), request.received_at)
    if request.acknowledged_at:
        yield ClockLine(_("Acknowledged; the objection window begins"), request.acknowledged_at)
        yield ClockLine(
            _("End of the window as announced"), request.window_ends_at, _window_note(request)
        )
    for hold in request.holds.all():
        ended = hold.released_at or at
        note = _("%(kind)s: %(reason)s") % {"kind": hold.get_kind_display(), "reason": hold.reason}
        label = _("Held for %(time)s") if hold.released_at else _("Held; %(time)s so far")
        yield ClockLine(label % {"time": duration(ended - hold.placed_at)}, hold.placed_at, note)
    if asked_to_send_now(request):
        yield ClockLine(_("The State asked to send it now"), None)
    if request.distributed_at:
        yield ClockLine(_("Distributed"), request.distributed_at)
    elif window_end and window_end != request.window_ends_at:
        yield ClockLine(_("End of the window, holds added"), window_end)
    yield ClockLine(
        _("To be distributed by"),
        due,
        _("%(hours)s hours after receipt; holds are added.")
        % {"hours": policy("distribute_within_hours")},
    )


def _window_note(request: AssistanceRequest) -> str:
    days = policy("objection_working_days")
    assert request.acknowledged_at is not None
    full = add_working_days(request.acknowledged_at, days)
    counted = ngettext("%(n)s working day of New York", "%(n)s working days of New York", days) % {
        "n": days
    }
    if request.window_ends_at == full:
        return counted
    kept = timedelta(hours=policy("minimum_window_hours"))
    if request.window_ends_at == request.acknowledged_at + kept:
        note = _("The week is over or nearly so; the State keeps %(hours)s hours to object.")
        return note % {"hours": kept // timedelta(hours=1)}
    return _("%(days)s would end later; cut short so that the week is kept.") % {"days": counted}


def duration(span: timedelta) -> str:
    """Return a length of time in days, hours or minutes, in words."""
    hours = span // timedelta(hours=1)
    if hours >= 48:
        return ngettext("%(n)s day", "%(n)s days", span.days) % {"n": span.days}
    if hours >= 1:
        return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    minutes = span // timedelta(minutes=1)
    if minutes < 1:
        return _("less than a minute")
    return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
