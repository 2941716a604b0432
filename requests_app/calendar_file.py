"""The moments of requests as a calendar file (RFC 5545): references and moments, and nothing of what is asked for.

A moment keeps its UID for ever; its SEQUENCE rises with every step of the request, so calendars move it with us.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.db.models import Count, Max
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event

from clearinghouse.audit.models import AuditEvent
from clearinghouse.reference.policies import policy
from requests_app import anniversaries, clocks
from requests_app.enums import RequestStatus
from requests_app.models import AssistanceRequest

PRODUCT = "-//1540 assistance clearing house//Calendar 1.0//EN"
A_DAY = timedelta(days=1)
WITHDRAWN = RequestStatus.WITHDRAWN.value
OVER = frozenset({WITHDRAWN, RequestStatus.CLOSED.value})


@dataclass(frozen=True, slots=True)
class Moment:
    """One entry: a moment or a whole day; over and done with when it is cancelled; uncertain while held."""

    key: str
    title: str
    at: datetime | date
    is_cancelled: bool = False
    is_tentative: bool = False
    warns: bool = True


def calendar_of(requests: Iterable[AssistanceRequest], *, at: datetime, name: str) -> bytes:
    """Return the calendar of these requests in the active language; the same again while nothing happened."""
    found = [request for request in requests if request.submitted_at is not None]
    steps, months = _steps(found), policy("follow_up_after_months")
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for request in found:
        sequence, latest = steps.get(request.pk, (0, request.submitted_at))
        for moment in moments_of(request, at=at, months=months):
            calendar.add_component(_event(request, moment, sequence=sequence, stamp=latest or at))
    return calendar.to_ical()


def moments_of(request: AssistanceRequest, *, at: datetime, months: int) -> Iterator[Moment]:
    """Yield the moments of a submitted request as they stand at `at`; `months` until it is asked after."""
    yield from _window(request, at=at)
    if request.distributed_at:
        yield Moment(
            "distributed", _("distributed to the providers"), request.distributed_at, warns=False
        )
    for number, hold in enumerate(request.holds.all(), start=1):
        if hold.until:
            ended_early = hold.released_at is not None and hold.released_at < hold.until
            yield Moment(
                f"hold-{number}", _("end of the hold"), hold.until, is_cancelled=ended_early
            )
    yield from _years(request, months=months)
    is_off = request.status == WITHDRAWN
    if request.wanted_from:
        yield Moment(
            "wanted-from", _("assistance is wanted from this day"), request.wanted_from, is_off
        )
    if request.wanted_until:
        yield Moment(
            "wanted-until", _("assistance is needed by this day"), request.wanted_until, is_off
        )


def _window(request: AssistanceRequest, *, at: datetime) -> Iterator[Moment]:
    """The end of the window and of the week. While a hold has no end nobody knows either, so both are off."""
    open_holds = [hold for hold in request.holds.all() if hold.released_at is None]
    ends = [hold.until for hold in open_holds if hold.until]
    is_unknown = len(ends) < len(open_holds)
    seen_from = max([at, *ends])
    is_past = request.distributed_at is not None or request.status in OVER
    due = clocks.effective_due_at(request, at=seen_from)
    window = clocks.effective_window_end(request, at=seen_from)
    if is_unknown:  # as they were announced, and off
        due, window = request.due_at, request.window_ends_at
    if window:
        came_first = request.distributed_at is not None and request.distributed_at >= window
        yield Moment(
            "window",
            _("end of the objection window"),
            window,
            is_cancelled=(is_past and not came_first)
            or is_unknown
            or clocks.asked_to_send_now(request),
            is_tentative=bool(open_holds),
        )
    if due:
        yield Moment(
            "due",
            _("to be distributed by"),
            due,
            is_cancelled=is_past or is_unknown,
            is_tentative=bool(open_holds),
        )


def _years(request: AssistanceRequest, *, months: int) -> Iterator[Moment]:
    title = _("has the request been met? The question of one year")
    asked = list(request.follow_ups.all())
    for follow_up in asked:
        is_answered = follow_up.answered_at is not None
        yield Moment(f"year-{follow_up.number}", title, follow_up.due_on, is_answered)
    begin = anniversaries.date_of(request)
    if not asked and begin:
        day = anniversaries.months_after(begin, months=months)
        yield Moment("year-1", title, day, is_cancelled=request.status in OVER)


def _event(request: AssistanceRequest, moment: Moment, *, sequence: int, stamp: datetime) -> Event:
    event = Event()
    uid = uuid5(NAMESPACE_URL, f"{request.pk}/{moment.key}")
    title = f"{request.reference}: {moment.title}"
    event.add("uid", f"{uid}@{settings.MESSAGE_ID_DOMAIN}")
    event.add("dtstamp", stamp.astimezone(UTC).replace(microsecond=0))
    event.add("sequence", sequence)
    event.add("summary", title, parameters={"LANGUAGE": get_language() or "en"})
    event.add("class", "CONFIDENTIAL")
    event.add("transp", "TRANSPARENT")
    event.add("url", settings.SITE_URL + request.get_absolute_url())
    start = moment.at
    event.add(
        "dtstart",
        start.astimezone(UTC).replace(microsecond=0) if isinstance(start, datetime) else start,
    )
    if moment.is_cancelled:
        event.add("status", "CANCELLED")
        return event
    event.add("status", "TENTATIVE" if moment.is_tentative else "CONFIRMED")
    if moment.warns:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", title)
        alarm.add("trigger", -A_DAY)
        event.add_component(alarm)
    return event


def _steps(requests: list[AssistanceRequest]) -> dict[object, tuple[int, datetime]]:
    """How many steps each request has taken, and when the last: both only ever rise."""
    rows = (
        AuditEvent.objects.filter(case_id__in=[request.pk for request in requests])
        .order_by()
        .values("case_id")
        .annotate(steps=Count("id"), latest=Max("at"))
    )
    return {row["case_id"]: (row["steps"], row["latest"]) for row in rows}
