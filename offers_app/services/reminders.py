"""Mails about offers whose time has come: the yearly question whether they stand, and the end of their validity."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Any
from uuid import UUID

import structlog
from django.db import transaction

from clearinghouse.core import clock
from clearinghouse.parties.models import Party
from offers_app import notices, selectors
from offers_app.enums import ReminderKind
from offers_app.models import Offer, OfferReminder

log = structlog.get_logger(__name__)

_DUE: dict[ReminderKind, Callable[[], Iterable[Offer]]] = {
    ReminderKind.CONFIRM: selectors.to_ask_for_confirmation,
    ReminderKind.CONFIRM_AGAIN: selectors.to_ask_a_second_time,
    ReminderKind.EXPIRES: selectors.to_warn_of_expiry,
}


def remind_of_offers() -> int:
    """Send what is due to the providers; return how many mails. Safe at any time, and beside itself.

    Each offer is asked about once and once more; what is due of one provider on one day is one mail.
    """
    sent = 0
    for kind, due in _DUE.items():
        offers = sorted(due(), key=lambda offer: offer.provider_id)
        for provider_id, _found in groupby(offers, key=lambda offer: offer.provider_id):
            try:
                sent += _remind(provider_id, kind)
            except Exception:  # one poisoned provider must not keep the others from their mail
                log.exception("offer_reminder_failed", provider=str(provider_id), kind=kind.value)
    return sent


def _remind(provider_id: UUID, kind: ReminderKind) -> bool:
    with transaction.atomic():
        # Two ticks at once: the second waits here and then finds nothing left to say.
        provider = Party.objects.select_for_update().get(pk=provider_id)
        due = sorted(
            (offer for offer in _DUE[kind]() if offer.provider_id == provider_id),
            key=lambda offer: offer.reference or "",
        )
        if not due or selectors.was_reminded_today(provider, kind):
            return False
        now = clock.now()
        message = notices.about_offers(provider, due, kind=kind, on=selectors.new_york_today())
        if message is None:
            return False
        OfferReminder.objects.bulk_create(
            OfferReminder(
                offer=offer, kind=kind, day=_day(offer, kind), sent_at=now, message=message
            )
            for offer in due
        )
    return True


def _day(offer: Any, kind: ReminderKind) -> Any:
    return offer.valid_until if kind == ReminderKind.EXPIRES else selectors.quiet_since(offer)
