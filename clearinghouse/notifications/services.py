"""What keeps the mails moving, whoever calls it: Celery, the Celery-free sweep, or a person at the desk."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from clearinghouse.access.catalogue import DeskRole
from clearinghouse.access.checks import has_desk_role
from clearinghouse.audit.record import record
from clearinghouse.core import clock
from clearinghouse.core.errors import NotAllowed, RuleBroken, Stale
from clearinghouse.notifications import heartbeats
from clearinghouse.notifications.delivery import carry_out, claim, taken_by_relay, wipe_secrets
from clearinghouse.notifications.enums import (
    FAILED_STATES,
    DeliveryState,
    Outcome,
    RelayStatus,
    Verdict,
)
from clearinghouse.notifications.models import Attempt, Delivery, Message, RelayEvent
from clearinghouse.notifications.relay_reader import (
    RELAY_LOG_MARGIN,
    ask,
    read_relay_log,
    relay_is_asked,
)
from clearinghouse.notifications.smtp import RelayConnection

# As many mails as one connection to the relay carries.
CHUNK: Final = 50
# A tick stops starting new mails after this, well before the worker's time limit.
TICK_SECONDS: Final = 45.0

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Tick:
    """What one round did."""

    stale: int
    resolved: int
    sent: int


def tick(*, seconds: float = TICK_SECONDS) -> Tick:
    """Do one round: doubt what has lost its worker, read the relay's log, settle doubts, send what is due.

    Safe to run at any time, from any number of processes at once, without Celery or Redis.
    """
    stale = doubt_stale_leases()
    read_relay_log()
    resolved = settle_from_relay_log() + resolve_doubts()
    sent = send_due(seconds=seconds)
    heartbeats.beat(heartbeats.TICK, detail=f"{sent} sent, {stale} stale, {resolved} resolved")
    return Tick(stale=stale, resolved=resolved, sent=sent)


def send_due(*, seconds: float = TICK_SECONDS) -> int:
    """Send what is due, oldest first, until nothing is, the time is over or the relay is away.

    Returns how many the relay took.
    """
    until = time.monotonic() + seconds
    total = 0
    while time.monotonic() < until:
        sent, goes_on = _send_chunk(until=until)
        total += sent
        if not goes_on:
            break
    return total


def send_one(delivery_id: UUID) -> bool:
    """Send this delivery if it is due now and nobody has it; return whether the relay took it."""
    held = claim(only=delivery_id)
    if held is None:
        return False
    with RelayConnection() as connection:
        return carry_out(held, connection=connection).outcome is Outcome.ACCEPTED


def doubt_stale_leases() -> int:
    """Mark as uncertain whatever a worker has held longer than its lease; return how many."""
    return Delivery.objects.filter(state=DeliveryState.SENDING, lease_until__lt=clock.now()).update(
        state=DeliveryState.UNCERTAIN
    )


def settle_from_relay_log() -> int:
    """Take over what the relay's log proves: taken, delivered, bounced. Return how many were in doubt."""
    settled = 0
    if relay_is_asked():
        in_doubt = Delivery.objects.filter(state__in=[DeliveryState.UNCERTAIN, DeliveryState.DUE])
        for delivery in in_doubt.filter(Exists(taken_by_relay())):
            settled += _accept(delivery)
    now = clock.now()
    with_relay = Delivery.objects.filter(state=DeliveryState.ACCEPTED)
    _logged(with_relay, status=RelayStatus.SENT).update(state=DeliveryState.DELIVERED, final_at=now)
    _logged(with_relay, status=RelayStatus.BOUNCED).update(
        state=DeliveryState.CONTACT_NEEDED,
        final_at=now,
        final_reason="refused by the recipient's server",
    )
    return settled


def resolve_doubts() -> int:
    """Ask the relay about every uncertain delivery: found is accepted, absent is due again, else it stays.

    Absent counts only when lease and margin are over. Returns how many were resolved.
    """
    resolved = 0
    now = clock.now()
    for delivery in Delivery.objects.filter(state=DeliveryState.UNCERTAIN):
        verdict = ask(delivery) if relay_is_asked() else Verdict.ABSENT
        if verdict is Verdict.FOUND:
            resolved += _accept(delivery)
        elif verdict is Verdict.ABSENT and _is_over(delivery, now=now):
            resolved += _make_due(delivery, now=now)
    return resolved


def ask_and_retry(delivery: Delivery, *, by: Any) -> Verdict:
    """Ask the relay about an unsettled delivery and, if it does not have the mail, make it due at once.

    Done by an expert or the secretariat, and audited. Found: accepted, nothing is sent. Refuses (Stale)
    what is settled or under way, and (RuleBroken) what the relay's log cannot tell yet.
    """
    if not has_desk_role(by, DeskRole.EXPERT, DeskRole.SECRETARIAT):
        raise NotAllowed(_("Only experts and the secretariat may send mails again."))
    doubt_stale_leases()
    read_relay_log()
    with transaction.atomic():
        delivery = Delivery.objects.select_for_update(of=("self",)).get(pk=delivery.pk)
        if delivery.state not in (DeliveryState.DUE, DeliveryState.UNCERTAIN, *FAILED_STATES):
            raise Stale(_("This mail is with the relay or being sent; there is nothing to repeat."))
        verdict = _verdict_for_desk(delivery)
        now = clock.now()
        if verdict is Verdict.FOUND:
            _accept(delivery)
        elif verdict is Verdict.ABSENT:
            _make_due(delivery, now=now)
        else:
            raise RuleBroken(
                _(
                    "The relay's log cannot tell yet whether it took this mail. Try again in a minute."
                )
            )
        record("MAIL_TRIED_AGAIN", by=by, about=delivery, data={"verdict": verdict.value})
    _wake(delivery)
    return verdict


def mark_done_by_hand(delivery: Delivery, *, by: Any, evidence: str) -> None:
    """Note that the recipient was reached by other means; `evidence` says how. Audited; sends nothing."""
    if not has_desk_role(by, DeskRole.EXPERT, DeskRole.SECRETARIAT):
        raise NotAllowed(_("Only experts and the secretariat may settle mails by hand."))
    if not evidence.strip():
        raise RuleBroken(_("Say how the recipient was reached: the call, the note or the person."))
    with transaction.atomic():
        changed = (
            Delivery.objects.filter(pk=delivery.pk)
            .filter(state__in=[DeliveryState.DUE, DeliveryState.UNCERTAIN, *FAILED_STATES])
            .update(
                state=DeliveryState.MANUAL_DONE,
                final_at=clock.now(),
                final_reason=evidence.strip()[:300],
                next_at=None,
                lease_until=None,
            )
        )
        if not changed:
            raise Stale(_("This mail is with the relay or being sent; there is nothing to settle."))
        wipe_secrets([delivery.pk])
        record("MAIL_SETTLED_BY_HAND", by=by, about=delivery)


def remove_rehearsals() -> int:
    """Delete every rehearsal mail with its ledger; return how many. Nothing else can be deleted."""
    rehearsals = Message.objects.filter(is_rehearsal=True)
    count = rehearsals.count()
    rehearsals.delete()
    return count


def _send_chunk(*, until: float) -> tuple[int, bool]:
    """Send up to CHUNK mails over one connection; return how many went and whether to go on."""
    sent = 0
    with RelayConnection() as connection:
        for _number in range(CHUNK):
            if time.monotonic() >= until:
                return sent, False
            held = claim()
            if held is None:
                return sent, False
            answer = carry_out(held, connection=connection)
            sent += answer.outcome is Outcome.ACCEPTED
            if not answer.goes_on:
                return sent, False
    return sent, True


def _accept(delivery: Delivery) -> int:
    """Accept on the relay's proof: at the relay's moment, kept within what our own clock allows."""
    attempt = Attempt.objects.filter(delivery=delivery).order_by("-n").first()
    event = (
        RelayEvent.objects.filter(message_id=delivery.smtp_message_id)
        .exclude(status=RelayStatus.NAMED)
        .order_by("at")
        .first()
    )
    earliest = attempt.started_at if attempt else delivery.message.created_at
    now = clock.now()
    accepted_at = min(now, max(event.at, earliest)) if event else now
    changed = Delivery.objects.filter(
        pk=delivery.pk, attempt=delivery.attempt, state=delivery.state
    ).update(
        state=DeliveryState.ACCEPTED,
        accepted_at=accepted_at,
        final_at=None,
        final_reason="",
        next_at=None,
        lease_until=None,
    )
    wipe_secrets([delivery.pk])
    return changed


def _make_due(delivery: Delivery, *, now: datetime) -> int:
    return Delivery.objects.filter(
        pk=delivery.pk, attempt=delivery.attempt, state=delivery.state
    ).update(state=DeliveryState.DUE, next_at=now, lease_until=None, final_at=None, final_reason="")


def _is_over(delivery: Delivery, *, now: datetime) -> bool:
    if not relay_is_asked():
        return True
    return delivery.lease_until is not None and now > delivery.lease_until + RELAY_LOG_MARGIN


def _verdict_for_desk(delivery: Delivery) -> Verdict:
    """Where no doubt was ever left, only a proof of taking stops a repeat; a doubt needs the full answer."""
    verdict = ask(delivery) if delivery.attempt else Verdict.ABSENT
    if delivery.state == DeliveryState.UNCERTAIN or verdict is Verdict.FOUND:
        return verdict
    return Verdict.ABSENT


def _logged(deliveries: QuerySet[Delivery], *, status: RelayStatus) -> QuerySet[Delivery]:
    return deliveries.filter(
        Exists(RelayEvent.objects.filter(message_id=OuterRef("smtp_message_id"), status=status))
    )


def _wake(delivery: Delivery) -> None:
    from clearinghouse.notifications.tasks import deliver

    deliver.wake(delivery_id=str(delivery.pk))
