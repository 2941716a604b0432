"""Which mails go out about offers, and to whom. Called inside the step's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from django.urls import reverse

from clearinghouse.notifications.models import Message
from clearinghouse.notifications.queue import queue
from clearinghouse.parties.addresses import provider_contacts
from clearinghouse.parties.models import Party
from offers_app.enums import ReminderKind
from offers_app.models import Offer

MAILS: Final = {
    ReminderKind.CONFIRM: "offer_confirm",
    ReminderKind.CONFIRM_AGAIN: "offer_confirm",
    ReminderKind.EXPIRES: "offer_expires",
}


def about_offers(
    provider: Party, offers: Sequence[Offer], *, kind: ReminderKind, on: date
) -> Message | None:
    """One mail about these offers of the provider; nothing when nobody can be written to."""
    to = provider_contacts(provider)
    if not to:
        return None
    one = offers[0] if len(offers) == 1 else None
    if kind == ReminderKind.EXPIRES and one is not None:
        path = reverse("offers:edit", args=[one.pk])
    else:
        path = one.get_absolute_url() if one is not None else reverse("offers:home")
    context: dict[str, object] = {
        "references": [str(offer.reference) for offer in offers],
        "path": path,
    }
    if kind == ReminderKind.CONFIRM_AGAIN:
        context["is_second"] = True
    return queue(
        MAILS[kind],
        key=f"{MAILS[kind]}:{kind}:{provider.pk}:{on.isoformat()}",
        to=to,
        about=one.pk if one is not None else None,
        context=context,
    )
