"""The verbs of an offer's life, from its first draft to its withdrawal.

An offer is public only while its provider wants it so: publishing, taking off and withdrawing are the
provider's alone, and the public copy is written or removed in the same transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import IntegerField, Max
from django.db.models.functions import Cast, Right
from django.dispatch import Signal
from django.utils.translation import gettext_lazy as _

from clearinghouse.access import SYSTEM
from clearinghouse.access.catalogue import PartyPermission
from clearinghouse.access.checks import acts_for
from clearinghouse.audit.record import record
from clearinghouse.core import clock
from clearinghouse.core.errors import DomainError, RuleBroken, Stale
from clearinghouse.core.rules import broken
from clearinghouse.parties.models import Party
from clearinghouse.workflow.advance import advance
from offers_app import (
    events,
    permissions,
    publication,
    rules,
    selectors,
    signals,
    versions,
    workflow,
)
from offers_app.enums import IN_FORCE, OfferStatus
from offers_app.models import Offer

PLAIN_FIELDS = (
    "title",
    "description",
    "language",
    "areas",
    "categories",
    "kinds",
    "delivery_languages",
    "everywhere",
    "m49",
    "valid_from",
    "valid_until",
    "conditions",
    "capacity",
    "contact",
    "source",
)
SET_FIELDS = ("groupings", "states", "excluded_states")
EDITABLE = (OfferStatus.DRAFT, *IN_FORCE, OfferStatus.EXPIRED)


def create_draft(
    *,
    provider: Party,
    by: Any,
    fields: Mapping[str, Any],
    submission_key: UUID | None = None,
    is_demonstration: bool = False,
    is_rehearsal: bool = False,
) -> Offer:
    """Begin an offer of the provider. The same `submission_key` twice gives the same draft.

    With a `source` among the fields an expert enters it on the provider's behalf.
    """
    if fields.get("source"):
        permissions.check_can_enter(by)
    else:
        permissions.check_can_create(by, provider)
    with transaction.atomic():
        if submission_key:
            lock(str(submission_key))
            existing = Offer.objects.filter(
                submission_key=submission_key, provider=provider
            ).first()
            if existing:
                return existing
        offer = Offer(
            provider=provider,
            created_by=by,
            submission_key=submission_key,
            is_demonstration=is_demonstration,
            is_rehearsal=is_rehearsal,
        )
        _write(offer, fields)
        record(events.OFFER_DRAFTED, by=by, about=offer)
    return offer


def revise(offer: Offer, *, by: Any, version: int, fields: Mapping[str, Any]) -> Offer:
    """Write the given fields; Stale when somebody else saved since `version` was read.

    An offer in force must stay complete, counts as confirmed, and its public copy changes with it.
    """
    with transaction.atomic():
        locked = Offer.objects.select_for_update(of=("self",)).get(pk=offer.pk)
        permissions.check_can_keep(by, locked)
        if locked.status not in EDITABLE:
            raise Stale(_("This offer has been withdrawn. Open it again before you change it."))
        if locked.version != version:
            raise Stale(
                _(
                    "Somebody else has saved this offer meanwhile. Your words are still on this page."
                )
            )
        now = clock.now()
        if locked.status in versions.KEPT:
            versions.keep_earlier(locked)
        locked.version += 1
        if locked.status in IN_FORCE:
            for name, value in _confirmation(locked, by=by, at=now).items():
                setattr(locked, name, value)
        _write(locked, fields)
        record(events.OFFER_REVISED, by=by, about=locked, data={"fields": sorted(fields)})
        if locked.status in IN_FORCE:
            refusals = broken(locked, rules.COMPLETE)
            if refusals:
                raise RuleBroken(refusals[0].sentence, details=refusals)
            versions.keep(locked, by=by, at=now)
            announce(locked, signals.offer_changed)
        if locked.status == OfferStatus.PUBLISHED:
            publication.publish(locked)
    offer.refresh_from_db()
    return offer


def submit(offer: Offer, *, by: Any, note: str = "") -> Offer:
    """Give a complete draft to the experts: numbered, matched with needs, not public."""
    now = clock.now()
    with transaction.atomic():
        advance(
            offer,
            workflow.SUBMIT,
            by=by,
            note=note,
            reference=offer.reference or _next_reference(offer),
            submitted_at=now,
            submitted_by=by,
            **_confirmation(offer, by=by, at=now),
        )
        versions.keep(offer, by=by, at=now)
        announce(offer, signals.offer_published)
    return offer


def publish(offer: Offer, *, by: Any, note: str = "") -> Offer:
    """Put the offer on the public site; a draft is submitted first."""
    now = clock.now()
    with transaction.atomic():
        if offer.status == OfferStatus.DRAFT:
            submit(offer, by=by)
        advance(
            offer,
            workflow.PUBLISH,
            by=by,
            note=note,
            published_at=now,
            published_by=by,
            **_confirmation(offer, by=by, at=now),
        )
        versions.keep(offer, by=by, at=now)
        publication.publish(offer)
        announce(offer, signals.offer_published)
    return offer


def take_off(offer: Offer, *, by: Any, note: str = "") -> Offer:
    """Remove the offer from the public site; the experts keep it."""
    with transaction.atomic():
        advance(offer, workflow.TAKE_OFF, by=by, note=note)
        publication.take_off(offer)
        announce(offer, signals.offer_changed)
    return offer


def renew(offer: Offer, *, by: Any, note: str = "") -> Offer:
    """Publish an expired offer again; its last day must have been moved or removed before."""
    now = clock.now()
    with transaction.atomic():
        advance(
            offer,
            workflow.RENEW,
            by=by,
            note=note,
            published_at=now,
            published_by=by,
            **_confirmation(offer, by=by, at=now),
        )
        versions.keep(offer, by=by, at=now)
        publication.publish(offer)
        announce(offer, signals.offer_published)
    return offer


def withdraw(offer: Offer, *, by: Any, note: str = "") -> Offer:
    """Take the offer back, from the public and from the experts; `reopen` undoes it."""
    with transaction.atomic():
        advance(
            offer, workflow.WITHDRAW, by=by, note=note, withdrawn_at=clock.now(), withdrawn_by=by
        )
        publication.take_off(offer)
        announce(offer, signals.offer_changed)
    return offer


def reopen(offer: Offer, *, by: Any, note: str = "") -> Offer:
    """Make a withdrawn offer a draft again, with its number; nothing is public by that."""
    return advance(offer, workflow.REOPEN, by=by, note=note, withdrawn_at=None, withdrawn_by=None)  # type: ignore[return-value]


def expire(offer: Offer) -> Offer:
    """End an offer whose last day is over; it leaves the public site."""
    with transaction.atomic():
        advance(offer, workflow.EXPIRE, by=SYSTEM)
        publication.take_off(offer)
        announce(offer, signals.offer_changed)
    return offer


def expire_overdue() -> int:
    """Expire every offer whose last day is over, and return how many. Safe to run at any time, twice."""
    expired = 0
    for offer in selectors.overdue():
        try:
            expire(offer)
        except DomainError:  # somebody withdrew or renewed it a moment ago
            continue
        expired += 1
    return expired


def _confirmation(offer: Offer, *, by: Any, at: datetime) -> dict[str, Any]:
    """Fields that say the provider stands by the offer; what an expert enters or mends confirms nothing."""
    if not acts_for(by, offer.provider_id, PartyPermission.PROVIDE):
        return {}
    return {
        "last_confirmed_at": at,
        "last_confirmed_by": by,
        "last_confirmed_through": None,
    }


def _write(offer: Offer, fields: Mapping[str, Any]) -> None:
    unknown = set(fields) - {*PLAIN_FIELDS, *SET_FIELDS}
    if unknown:
        raise TypeError(f"An offer has no {', '.join(sorted(unknown))}.")
    for name in PLAIN_FIELDS:
        if name in fields:
            setattr(offer, name, fields[name])
    offer.save()
    for name in SET_FIELDS:
        if name in fields:
            getattr(offer, name).set(fields[name])


def _next_reference(offer: Offer) -> str:
    """Next number of the year in New York, without gaps; rehearsals count in a series of their own."""
    series = "RO" if offer.is_rehearsal else "AO"
    prefix = f"{series}/{selectors.new_york_today().year}/"
    lock(prefix)
    last = Offer.objects.filter(reference__startswith=prefix).aggregate(
        last=Max(Cast(Right("reference", 4), IntegerField()))
    )["last"]
    return f"{prefix}{(last or 0) + 1:04d}"


def lock(key: str) -> None:
    """Let one transaction at a time do what this key names."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [key])


def announce(offer: Offer, signal: Signal) -> None:
    """Send the signal once this transaction stands."""
    offer_id = offer.pk
    transaction.on_commit(lambda: signal.send(Offer, offer_id=offer_id))
