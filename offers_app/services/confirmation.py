"""That an offer still stands: said after a sign-in, or by the link in a mail."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clearinghouse.access import SYSTEM
from clearinghouse.core import clock
from clearinghouse.core.errors import RuleBroken, Stale
from clearinghouse.notifications.models import Delivery
from clearinghouse.workflow.advance import advance
from clearinghouse.workflow.transition import Transition
from offers_app import publication, selectors, signals, workflow
from offers_app.enums import OfferStatus
from offers_app.models import Offer
from offers_app.services.life import announce


def confirm(offer: Offer, *, by: Any, note: str = "") -> Offer:
    """Say for the provider that a published offer still stands, by one click; lists stop marking it as old."""
    return _confirm(offer, workflow.CONFIRM, by=by, note=note, last_confirmed_by=by)


def confirm_by_link(offer: Offer, *, delivery: Delivery) -> Offer:
    """Record that whoever read our mail says by its link that the offer stands. The same again changes nothing.

    The link speaks for the address of its delivery, so it takes only the offers of that very mail.
    """
    asked = selectors.asked_by(delivery).filter(offer=offer).first()
    if asked is None:
        raise RuleBroken(_("This link does not belong to the offer. Use the link in the mail."))
    with transaction.atomic():
        locked = Offer.objects.select_for_update(of=("self",)).get(pk=offer.pk)
        if asked.is_answered_by(locked):
            return locked
        if locked.status != OfferStatus.PUBLISHED:
            raise Stale(
                _("This offer is not public any more, so there is nothing to confirm by this link.")
            )
        return _confirm(
            locked,
            workflow.CONFIRM_BY_LINK,
            by=SYSTEM,
            note=delivery.address,
            last_confirmed_through=delivery,
        )


def _confirm(offer: Offer, transition: Transition, *, by: Any, note: str, **through: Any) -> Offer:
    source = {"last_confirmed_by": None, "last_confirmed_through": None, **through}
    with transaction.atomic():
        advance(offer, transition, by=by, note=note, last_confirmed_at=clock.now(), **source)
        publication.publish(offer)
        announce(offer, signals.offer_changed)
    return offer
