"""The promise, measured: was each request with its providers within one week of receipt, holds added?"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from clearinghouse.core import clock
from clearinghouse.notifications.selectors import Acceptance, acceptance
from requests_app import clocks
from requests_app.enums import RequestStatus
from requests_app.models import AssistanceRequest, Notice

NO_MAIL = Acceptance(total=0, accepted=0, failed=0, last_accepted_at=None)


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
    lines = tuple(_line(request, mails.get(request.pk, NO_MAIL), now) for request in received)
    decided = [line for line in lines if line.verdict != "open"]
    kept = sum(line.verdict == "kept" for line in decided)
    return DeadlineReport(
        lines=lines,
        decided=len(decided),
        within_week=kept,
        open=len(lines) - len(decided),
        share_within_week=kept / len(decided) if decided else None,
    )


def _mails_by_request() -> dict[UUID, Acceptance]:
    request_of = dict(Notice.objects.values_list("pk", "assistance_request_id"))
    totals: dict[UUID, Acceptance] = {}
    for notice_id, mails in acceptance("distribution_notice", about=request_of).items():
        before = totals.get(request_of[notice_id], NO_MAIL)
        moments = (before.last_accepted_at, mails.last_accepted_at)
        totals[request_of[notice_id]] = Acceptance(
            total=before.total + mails.total,
            accepted=before.accepted + mails.accepted,
            failed=before.failed + mails.failed,
            last_accepted_at=max(filter(None, moments), default=None),
        )
    return totals


def _line(request: AssistanceRequest, mails: Acceptance, now: datetime) -> DeadlineLine:
    due_at = clocks.effective_due_at(request, at=request.distributed_at or now)
    assert due_at is not None
    assert request.received_at is not None
    is_complete = request.distributed_at is not None and mails.is_complete
    finished_at = (
        max(filter(None, (request.distributed_at, mails.last_accepted_at))) if is_complete else None
    )
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
        accepted_at=mails.last_accepted_at,
        mails=mails.total,
        accepted=mails.accepted,
        slack_hours=round(slack, 2),
        verdict=verdict,
    )
