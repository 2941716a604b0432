"""One mail on its way: claim it, hand it over outside any transaction, write down what came of it."""

from __future__ import annotations

import os
import socket
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any, Final
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from clearinghouse.core import clock
from clearinghouse.core.faults import crash_point
from clearinghouse.notifications import render
from clearinghouse.notifications.enums import (
    OPEN_STATES,
    PROOF_OF_TAKING,
    TAKEN_STATES,
    DeliveryState,
    Outcome,
)
from clearinghouse.notifications.kinds import KINDS
from clearinghouse.notifications.models import Attempt, Delivery, Message, RelayEvent
from clearinghouse.notifications.relay_reader import relay_is_asked
from clearinghouse.notifications.smtp import Answer, RelayConnection
from clearinghouse.reference.policies import policy

# Minutes to wait after the first, second, … failure; the last figure stands for all that follow. Nothing
# is ever given up: a relay that comes back after days finds everything sent within this time.
BACK_OFF_MINUTES: Final = (1, 2, 5, 10, 15, 30)

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Claim:
    """A delivery held by this worker for its lease, and the mail, or why none could be written."""

    delivery: Delivery
    n: int
    lease: timedelta
    mail: EmailMessage | None
    trouble: str = ""


def claim(*, only: UUID | None = None) -> Claim | None:
    """Take the delivery that has waited longest (or `only` that one), commit the attempt; or nothing.

    Workers never meet on a row: what another holds is passed over. Must not be called in a transaction,
    since the attempt has to be on disk before anything is said to the relay (RuntimeError otherwise).
    """
    lease = timedelta(minutes=policy("delivery_lease_minutes"))
    with transaction.atomic(durable=True):
        now = clock.now()
        waiting = sendable().filter(next_at__lte=now).select_related("message")
        if only is not None:
            waiting = waiting.filter(pk=only)
        delivery = (
            waiting.select_for_update(skip_locked=True, of=("self",))
            .order_by("next_at", "id")
            .first()
        )
        if delivery is None:
            return None
        mail, trouble = _written(delivery, at=now)
        delivery.attempt += 1
        delivery.state = DeliveryState.SENDING
        delivery.lease_until = now + lease
        delivery.body_sha256 = render.digest(mail) if mail else ""
        delivery.save(update_fields=["attempt", "state", "lease_until", "body_sha256"])
        Attempt.objects.create(
            delivery=delivery, n=delivery.attempt, worker=_worker(), started_at=now
        )
        crash_point("before-claim-commit")
    crash_point("after-claim")
    return Claim(delivery, n=delivery.attempt, lease=lease, mail=mail, trouble=trouble)


def sendable() -> QuerySet[Delivery]:
    """Deliveries that wait to be sent. One that the relay's log knows already is never among them."""
    due = Delivery.objects.filter(state=DeliveryState.DUE)
    return due.exclude(Exists(taken_by_relay())) if relay_is_asked() else due


def taken_by_relay() -> QuerySet[RelayEvent]:
    """Proof in the relay's log that it took the outer delivery's mail, for use in a subquery."""
    return RelayEvent.objects.filter(
        message_id=OuterRef("smtp_message_id"), status__in=PROOF_OF_TAKING
    )


def carry_out(held: Claim, *, connection: RelayConnection) -> Answer:
    """Hand over the claimed mail and record the result. Whatever the relay does ends here."""
    if held.mail is None:
        answer = Answer(Outcome.NOT_RENDERED, held.trouble)
    else:
        answer = connection.send(
            held.mail,
            to=held.delivery.address,
            sender=render.envelope_sender(),
            # Half the lease; the other half is for what was said to reach the relay's log.
            within=held.lease.total_seconds() / 2,
        )
    if answer.outcome is Outcome.ACCEPTED:
        crash_point("after-relay-250")
    record_result(held, answer=answer)
    crash_point("after-result")
    return answer


def record_result(held: Claim, *, answer: Answer) -> bool:
    """Write what came of the attempt; return whether it decided the delivery.

    Compare-and-set on delivery and attempt: a worker that lost its lease changes nothing, except that a
    250 is a 250 as long as nobody has tried again since.
    """
    delivery = held.delivery
    accepted = answer.outcome is Outcome.ACCEPTED
    with transaction.atomic():
        now = clock.now()
        Attempt.objects.filter(delivery=delivery, n=held.n, outcome="").update(
            outcome=answer.outcome,
            relay_code=answer.relay_code,
            relay_queue_id=answer.queue_id,
            ended_at=now,
        )
        changed = Delivery.objects.filter(
            pk=delivery.pk,
            attempt=held.n,
            state__in=OPEN_STATES if accepted else [DeliveryState.SENDING],
        ).update(**_consequence(answer, n=held.n, now=now))
        if accepted:
            wipe_secrets([delivery.pk])
    if not accepted:
        log.warning(
            "mail_not_sent", delivery=str(delivery.pk), attempt=held.n, outcome=answer.outcome.value
        )
    return bool(changed)


def back_off(failures: int) -> timedelta:
    """How long to wait after that many attempts."""
    return timedelta(minutes=BACK_OFF_MINUTES[min(failures, len(BACK_OFF_MINUTES)) - 1])


def wipe_secrets(delivery_ids: Collection[UUID]) -> None:
    """Forget one-time links once the relay has the mail of every recipient."""
    secret = [kind.name for kind in KINDS.values() if kind.carries_secret]
    unsent = Delivery.objects.filter(message=OuterRef("pk")).exclude(
        state__in=[*TAKEN_STATES, DeliveryState.MANUAL_DONE]
    )
    Message.objects.filter(~Exists(unsent), kind__in=secret, deliveries__in=delivery_ids).update(
        text="", context={}
    )


def _consequence(answer: Answer, *, n: int, now: datetime) -> dict[str, Any]:
    free: dict[str, Any] = {"next_at": None, "lease_until": None}
    match answer.outcome:
        case Outcome.ACCEPTED:
            return {**free, "state": DeliveryState.ACCEPTED, "accepted_at": now}
        case Outcome.REFUSED:
            rejected = {"state": DeliveryState.REJECTED, "final_at": now}
            return {**free, **rejected, "final_reason": answer.relay_code}
        case Outcome.DOUBT:
            # The lease stays: until it is over, the relay may still be writing its log.
            return {"state": DeliveryState.UNCERTAIN}
        case _:
            return {**free, "state": DeliveryState.DUE, "next_at": now + back_off(n)}


def _written(delivery: Delivery, *, at: datetime) -> tuple[EmailMessage | None, str]:
    try:
        return render.render(delivery, at=at), ""
    except Exception as error:  # whatever is wrong with one mail must not stop those behind it
        log.exception("mail_not_rendered", delivery=str(delivery.pk))
        return None, f"{type(error).__name__}: {error}"[:300]


def _worker() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"[:120]
