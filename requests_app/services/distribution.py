"""The promise: every provider is told, once, within the week."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import structlog
from django.db import transaction

from clearinghouse.access import SYSTEM
from clearinghouse.core import clock
from clearinghouse.core.errors import DomainError
from clearinghouse.core.faults import crash_point
from clearinghouse.core.ticks import run_steps
from clearinghouse.notifications.services import tick as tick_notifications
from clearinghouse.workflow.advance import advance
from requests_app import clocks, letters, notices, permissions, recipients, selectors, workflow
from requests_app.models import AssistanceRequest, Notice, Run
from requests_app.services.procedure import acknowledge, expire_holds
from requests_app.services.publishing import consent_by_silence

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Ticked:
    """What one tick did."""

    holds_expired: int
    acknowledged: int
    distributed: int

    @property
    def did_something(self) -> bool:
        """Whether any request moved."""
        return bool(self.holds_expired or self.acknowledged or self.distributed)


def distribute(assistance_request: AssistanceRequest, *, by: Any = SYSTEM) -> Run:
    """Send the request to its recipients: status, frozen run, notices and outbox rows in one transaction.

    The in-portal half of the promise is complete at this commit; the mails leave from the outbox. Two calls at
    once make one run: the second is refused as Stale.
    """
    now = clock.now()
    with transaction.atomic():
        advance(assistance_request, workflow.DISTRIBUTE, by=by, distributed_at=now)
        parties = recipients.recipients_of(assistance_request)
        due_at = clocks.effective_due_at(assistance_request, at=now)
        assert due_at is not None
        run = Run.objects.create(
            assistance_request=assistance_request,
            version=assistance_request.versions.latest("number"),
            rule_version=recipients.RULE_VERSION,
            frozen_at=now,
            recipient_count=len(parties),
            recipient_sha256=recipients.digest(parties),
        )
        for party in parties:
            notice = Notice.objects.create(
                run=run,
                assistance_request=assistance_request,
                provider=party,
                visible_at=now,
                due_at=due_at,
            )
            Notice.objects.filter(pk=notice.pk).update(message=notices.distribution(notice))
            letters.distributed(notice)
        notices.distributed(assistance_request, count=len(parties))
        crash_point("before-distribution-commit")
    crash_point("after-distribution-commit")
    return run


def tick() -> Ticked:
    """Do everything whose time has come: holds, acknowledgements, distribution, what apps registered, mail. Safe to run at any time,
    any number of times, by Celery and by `manage.py sweep` alike; touches no broker."""
    held = expire_holds()
    acknowledged = sum(
        _attempt(request, _acknowledge) for request in selectors.authentic_but_unacknowledged()
    )
    # Not with what is due: "send now" makes a request due at once, and cuts no silence short.
    for request in selectors.silent_on_publication():
        _attempt(request, consent_by_silence)
    distributed = sum(_attempt(request, distribute) for request in selectors.due_for_distribution())
    run_steps()
    tick_notifications()
    return Ticked(holds_expired=held, acknowledged=acknowledged, distributed=distributed)


def mark_seen(notice: Notice, *, by: Any) -> None:
    """Note when the provider first opened the notice."""
    permissions.check_can_answer(by, notice)
    Notice.objects.filter(pk=notice.pk, seen_at__isnull=True).update(seen_at=clock.now())


def _acknowledge(request: AssistanceRequest) -> None:
    acknowledge(request, by=SYSTEM)


def _attempt(request: AssistanceRequest, step: Any) -> bool:
    """Run one step of one request; its failure is logged and never keeps the others from their time."""
    try:
        step(request)
    except DomainError as refusal:
        log.info(
            "step_refused",
            step=step.__name__,
            request=str(request.pk),
            reason=type(refusal).__name__,
        )
        return False
    except (
        Exception
    ):  # one poisoned request must not make the others late; the next tick tries it again
        log.exception("step_failed", step=step.__name__, request=str(request.pk))
        return False
    return True
