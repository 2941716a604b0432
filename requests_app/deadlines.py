"""The promise, measured: was each request with its providers within one week of receipt, holds added?"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Q

from clearinghouse.core import clock
from clearinghouse.notifications.models import Delivery
from requests_app import clocks
from requests_app.enums import RequestStatus
from requests_app.models import AssistanceRequest, Notice

ACCEPTED = ("accepted", "delivered", "manual_done")


@dataclass(frozen=True, slots=True)
class DeadlineLine:
    """One request. `slack_hours` is what was left of the week when the last mail was accepted; negative is late."""

    reference: str
    received_at: datetime
    due_at: datetime
    released_at: datetime | None
    accepted_at: datetime | None
    mails: int
    accepted: int
    slack_hours: float
    verdict: str


@dataclass(frozen=True, slots=True)
class DeadlineReport:
    """All lines, and the share that kept the week among those that are decided."""

    lines: tuple[DeadlineLine, ...]
    decided: int
    within_week: int
    open: int
    share_within_week: float | None

    def as_json(self) -> dict[str, Any]:
        """Plain values, moments in ISO 8601."""
        return {
            "decided": self.decided,
            "within_week": self.within_week,
            "open": self.open,
            "share_within_week": self.share_within_week,
            "requests": [
                {
                    name: value.isoformat() if isinstance(value, datetime) else value
                    for name, value in asdict(line).items()
                }
                for line in self.lines
            ],
        }


def deadline_report() -> DeadlineReport:
    """Return the record of every request that was received and not withdrawn before it went out; rehearsals apart."""
    now = clock.now()
    received = (
        AssistanceRequest.objects.filter(received_at__isnull=False, is_rehearsal=False)
        .exclude(status=RequestStatus.WITHDRAWN, distributed_at__isnull=True)
        .exclude(status=RequestStatus.RETURNED)
        .prefetch_related("holds")
        .order_by("received_at")
    )
    mails = _mails_by_request()
    lines = tuple(_line(request, mails.get(request.pk, (0, 0, None)), now) for request in received)
    decided = [line for line in lines if line.verdict != "open"]
    kept = sum(line.verdict == "kept" for line in decided)
    return DeadlineReport(
        lines=lines,
        decided=len(decided),
        within_week=kept,
        open=len(lines) - len(decided),
        share_within_week=kept / len(decided) if decided else None,
    )


def _mails_by_request() -> dict[Any, tuple[int, int, datetime | None]]:
    request_of = dict(
        Notice.objects.filter(message__isnull=False).values_list(
            "message_id", "assistance_request_id"
        )
    )
    counted = (
        Delivery.objects.filter(message_id__in=request_of)
        .values("message_id")
        .annotate(
            mails=Count("pk"),
            accepted=Count("pk", filter=Q(state__in=ACCEPTED)),
            last=Max("accepted_at"),
        )
    )
    totals: dict[Any, tuple[int, int, datetime | None]] = {}
    for row in counted:
        key = request_of[row["message_id"]]
        mails, accepted, last = totals.get(key, (0, 0, None))
        latest = max((moment for moment in (last, row["last"]) if moment), default=None)
        totals[key] = (mails + row["mails"], accepted + row["accepted"], latest)
    return totals


def _line(
    request: AssistanceRequest, mails: tuple[int, int, datetime | None], now: datetime
) -> DeadlineLine:
    sent, accepted, last = mails
    due_at = clocks.effective_due_at(request, at=request.distributed_at or now)
    assert due_at is not None
    assert request.received_at is not None
    is_complete = request.distributed_at is not None and accepted == sent
    finished_at = max(filter(None, (request.distributed_at, last))) if is_complete else None
    slack = (due_at - (finished_at or now)) / timedelta(hours=1)
    verdict = (
        "open"
        if finished_at is None and slack > 0
        else "kept"
        if finished_at and slack >= 0
        else "missed"
    )
    return DeadlineLine(
        reference=request.reference or "",
        received_at=request.received_at,
        due_at=due_at,
        released_at=request.distributed_at,
        accepted_at=last,
        mails=sent,
        accepted=accepted,
        slack_hours=round(slack, 2),
        verdict=verdict,
    )
