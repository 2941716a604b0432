"""From submission to the end of the objection window."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F, IntegerField, Max
from django.db.models.functions import Cast, Right
from django.utils.translation import gettext_lazy as _

from clearinghouse.access import SYSTEM
from clearinghouse.audit.record import record
from clearinghouse.core import clock
from clearinghouse.core.errors import RuleBroken, Stale
from clearinghouse.workflow.advance import advance
from requests_app import clocks, events, letters, permissions, signals, versions, workflow
from requests_app.enums import (
    AuthenticBy,
    Channel,
    Choice,
    DecisionKind,
    DistributionWish,
    HoldKind,
)
from requests_app.models import AssistanceRequest, Authentication, Decision, Hold
from requests_app.services.needs import withdraw_needs
from requests_app.services.publishing import end_consent
from requests_app.services.revising import end_revision


def submit(
    assistance_request: AssistanceRequest,
    *,
    by: Any,
    note: str = "",
    received_at: datetime | None = None,
    edition: int | None = None,
) -> AssistanceRequest:
    """Submit: number, moment of receipt, frozen words, audit event and receipt in one transaction.

    The clocks start now, by the database's clock; for paper the expert gives the true moment of receipt.
    A focal point's account makes the request authentic, so it is acknowledged at once; anything else waits
    for an expert. Nothing talks to the broker or the relay. `edition` is the one that the person read: Stale
    when somebody saved other words since; None where the words were saved in the same step.
    """
    now = clock.now()
    if assistance_request.revision_of_id:
        raise RuleBroken(
            _("This is a change of a request that stands. Submit it from the page of the change.")
        )
    if assistance_request.channel == Channel.PORTAL:
        received_at = now
    elif received_at is None or received_at > now:
        raise RuleBroken(_("Give the true date and time of receipt; it cannot lie in the future."))
    with transaction.atomic():
        locked = AssistanceRequest.objects.select_for_update().get(pk=assistance_request.pk)
        if edition is not None and locked.edition != edition:
            raise Stale(
                _("The words were changed after you read them. Read them again before you decide.")
            )
        advance(
            assistance_request,
            workflow.SUBMIT,
            by=by,
            note=note,
            reference=assistance_request.reference
            or _next_reference(assistance_request, received_at),
            received_at=received_at,
            submitted_at=now,
            submitted_by=by,
        )
        versions.freeze(assistance_request, by=by, at=now)
        assistance_request.removed_rows.all().delete()
        if assistance_request.channel == Channel.PORTAL:
            _confirm(assistance_request, basis=AuthenticBy.ACCOUNT, ground="", by=by)
            acknowledge(assistance_request, by=SYSTEM)
    return assistance_request


def authenticate(
    assistance_request: AssistanceRequest, *, by: Any, ground: str
) -> AssistanceRequest:
    """Confirm that the request comes from the State, on the ground given; it is acknowledged at once."""
    permissions.check_can_authenticate(by, assistance_request)
    if not ground.strip():
        raise RuleBroken(
            _("Say what the confirmation rests on, for example the note verbale and its number.")
        )
    with transaction.atomic():
        locked = AssistanceRequest.objects.select_for_update().get(pk=assistance_request.pk)
        if locked.status not in workflow.ACKNOWLEDGE.sources:
            raise Stale(
                _(
                    "Only a submitted request is authenticated. Load the page again to see where it stands."
                )
            )
        _confirm(locked, basis=AuthenticBy.EXPERT, ground=ground.strip(), by=by)
        return acknowledge(locked, by=SYSTEM)


def acknowledge(
    assistance_request: AssistanceRequest, *, by: Any, note: str = ""
) -> AssistanceRequest:
    """Acknowledge in the Chair's name: the objection window begins and the moment of distribution is fixed.

    A requester who asked in the form to hold finds its own hold in force, and the letter says so.
    """
    now = clock.now()
    with transaction.atomic():
        fresh = AssistanceRequest.objects.select_for_update().get(pk=assistance_request.pk)
        assert fresh.received_at is not None
        # Before the letter is queued, which says when the request goes out or that it is held.
        _hold_as_wished(fresh)
        advance(
            assistance_request,
            workflow.ACKNOWLEDGE,
            by=by,
            note=note,
            acknowledged_at=now,
            window_ends_at=clocks.end_of_window(received_at=fresh.received_at, acknowledged_at=now),
        )
        letters.acknowledged(assistance_request)
        _announce(assistance_request)
    return assistance_request


def send_back(assistance_request: AssistanceRequest, *, by: Any, note: str) -> AssistanceRequest:
    """Return a request that is not in proper form, with the reason; the clocks start anew when it comes back."""
    if not note.strip():
        raise RuleBroken(_("Say what is missing, so that the mission can mend it."))
    with transaction.atomic():
        advance(assistance_request, workflow.SEND_BACK, by=by, note=note.strip())
        # Its own words are mended now; an older copy of them must not come back over those.
        end_revision(assistance_request)
    return assistance_request


def send_now(assistance_request: AssistanceRequest, *, by: Any, note: str = "") -> Decision:
    """Record that the State wants distribution at once and release its own hold; the next tick sends.

    For paper an expert records it; `note` is then the reference of the State's document, or RuleBroken.
    """
    if permissions.is_for_the_state(by, assistance_request):
        _require_document(note)
    else:
        permissions.check_can_decide(by, assistance_request)
    with transaction.atomic():
        locked = AssistanceRequest.objects.select_for_update().get(pk=assistance_request.pk)
        if locked.status != workflow.ACKNOWLEDGE.target:
            raise Stale(
                _("Only an acknowledged request waits for distribution. Load the page again.")
            )
        for hold in locked.holds.filter(kind=HoldKind.STATE, released_at__isnull=True):
            release_hold(hold, by=by, note=note)
        decision = Decision.objects.create(
            assistance_request=locked,
            kind=DecisionKind.DISTRIBUTION,
            choice=Choice.SEND_NOW,
            note=note,
            decided_at=clock.now(),
            decided_by=by,
        )
        record(events.SEND_NOW_DECIDED, by=by, about=locked, note=note)
        _wake_tick()
    return decision


def place_hold(
    assistance_request: AssistanceRequest, *, by: Any, reason: str, until: datetime | None = None
) -> Hold:
    """Stop the clocks, in the capacity of whoever asks; visible with who, why and until when."""
    kind = permissions.hold_kind_of(by, assistance_request)
    with transaction.atomic():
        locked = AssistanceRequest.objects.select_for_update().get(pk=assistance_request.pk)
        if locked.status not in {"submitted", "acknowledged"}:
            raise Stale(
                _(
                    "There is nothing to hold: the request has not been submitted, or it has already gone out."
                )
            )
        if not reason.strip():
            raise RuleBroken(
                _("Give the reason for the hold; everybody who may read the request sees it.")
            )
        if until is not None and until <= clock.now():
            raise RuleBroken(
                _("The end of the hold lies in the past. Choose a later moment, or leave it empty.")
            )
        if locked.holds.filter(kind=kind, released_at__isnull=True).exists():
            raise Stale(
                _("A hold of this kind is in force already. Release it before placing another.")
            )
        return _place(locked, kind=kind, reason=reason.strip(), until=until, by=by)


def release_hold(hold: Hold, *, by: Any, note: str = "") -> Hold:
    """Let the clocks go on; the time held is added to the window and to the week.

    An expert releases the State's hold on paper; `note` is then the reference of its document, or RuleBroken.
    """
    if permissions.releases_for_the_state(by, hold):
        _require_document(note)
    else:
        permissions.check_can_release(by, hold)
    with transaction.atomic():
        changed = Hold.objects.filter(pk=hold.pk, released_at__isnull=True).update(
            released_at=clock.now(), released_by=by
        )
        if not changed:
            raise Stale(_("This hold was released already."))
        record(events.HOLD_RELEASED, by=by, about=hold, case=hold.assistance_request, note=note)
    hold.refresh_from_db()
    return hold


def expire_holds() -> int:
    """End the holds whose time has come, at exactly that time; returns how many. Safe to repeat."""
    expired = 0
    for hold in Hold.objects.filter(
        released_at__isnull=True, until__lte=clock.now()
    ).select_related("assistance_request"):
        with transaction.atomic():
            changed = Hold.objects.filter(pk=hold.pk, released_at__isnull=True).update(
                released_at=F("until"), released_by_expiry=True
            )
            if changed:
                record(events.HOLD_EXPIRED, by=SYSTEM, about=hold, case=hold.assistance_request)
                expired += 1
    return expired


def withdraw(
    assistance_request: AssistanceRequest, *, by: Any, note: str = ""
) -> AssistanceRequest:
    """Withdraw, with the live needs: every public copy goes in the same transaction, holds end, matching forgets.

    For paper an expert records it; `note` is then the reference of the State's document, or RuleBroken.
    """
    if assistance_request.reference and permissions.is_for_the_state(by, assistance_request):
        _require_document(note)
    with transaction.atomic():
        advance(assistance_request, workflow.WITHDRAW, by=by, note=note, withdrawn_at=clock.now())
        for summary in assistance_request.summaries.all():
            end_consent(summary, by=by, event=events.CONSENT_WITHDRAWN)
        for hold in assistance_request.holds.filter(released_at__isnull=True):
            Hold.objects.filter(pk=hold.pk).update(released_at=clock.now(), released_by=by)
            record(events.HOLD_RELEASED, by=by, about=hold, case=assistance_request)
        withdraw_needs(assistance_request, by=by)
        end_revision(assistance_request)
        _announce(assistance_request)
    return assistance_request


def _confirm(
    assistance_request: AssistanceRequest, *, basis: AuthenticBy, ground: str, by: Any
) -> None:
    Authentication.objects.create(
        assistance_request=assistance_request,
        basis=basis,
        ground=ground,
        confirmed_at=clock.now(),
        confirmed_by=by,
    )
    record(
        events.REQUEST_AUTHENTICATED,
        by=by,
        about=assistance_request,
        note=ground,
        data={"basis": basis.value},
    )


def _require_document(note: str) -> None:
    """Refuse what an expert records for a State without naming the State's own document."""
    if not note.strip():
        raise RuleBroken(_("Give the reference of the document in which the State says so."))


def _hold_as_wished(assistance_request: AssistanceRequest) -> None:
    """Place the hold for which the form asked, unless the State placed one itself meanwhile."""
    if assistance_request.distribution_wish != DistributionWish.HOLD:
        return
    if assistance_request.holds.filter(kind=HoldKind.STATE, released_at__isnull=True).exists():
        return
    _place(assistance_request, kind=HoldKind.STATE, reason=str(_("Asked for in the request.")), until=None,
           by=assistance_request.submitted_by)  # fmt: skip


def _place(
    assistance_request: AssistanceRequest,
    *,
    kind: HoldKind,
    reason: str,
    until: datetime | None,
    by: Any,
) -> Hold:
    hold = Hold.objects.create(
        assistance_request=assistance_request,
        kind=kind,
        reason=reason,
        placed_at=clock.now(),
        placed_by=by,
        until=until,
    )
    record(
        events.HOLD_PLACED,
        by=by,
        about=hold,
        case=assistance_request,
        note=reason,
        data={"kind": kind.value},
    )
    return hold


def _next_reference(assistance_request: AssistanceRequest, received_at: datetime) -> str:
    """Next number of the year of receipt in New York, without gaps; rehearsals count in a series of their own."""
    series = "RH" if assistance_request.is_rehearsal else "AR"
    prefix = f"{series}/{received_at.astimezone(clock.NEW_YORK).year}/"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [prefix])
    last = AssistanceRequest.objects.filter(reference__startswith=prefix).aggregate(
        last=Max(Cast(Right("reference", 4), IntegerField()))
    )["last"]
    return f"{prefix}{(last or 0) + 1:04d}"


def _announce(assistance_request: AssistanceRequest) -> None:
    request_id = assistance_request.pk
    transaction.on_commit(
        lambda: signals.needs_changed.send(AssistanceRequest, request_id=request_id)
    )


def _wake_tick() -> None:
    from requests_app.tasks import tick  # inline: tasks import services

    tick.wake()
