"""Offers for tests, made by the real services."""

from __future__ import annotations

from typing import Any

from clearinghouse.parties.models import Party
from offers_app import services
from offers_app.enums import OfferStatus
from offers_app.models import Offer

COMPLETE: dict[str, Any] = {
    "title": "Training of customs officers",
    "description": "Two weeks of training for customs officers in finding controlled goods in cargo.",
    "language": "en",
    "areas": ["3C"],
    "kinds": ["training"],
    "categories": ["nuclear"],
    "delivery_languages": ["en", "fr"],
    "everywhere": True,
    "conditions": "Subject to agreement on dates.",
    "capacity": "Two courses a year",
}


def make_offer(
    provider: Party, by: Any, *, at: OfferStatus = OfferStatus.DRAFT, **fields: Any
) -> Offer:
    """An offer that lacks nothing and walked through the real services to the status."""
    complete = {**COMPLETE, "contact": provider.contacts.first(), **fields}
    offer = services.create_draft(provider=provider, by=by, fields=complete)
    if at == OfferStatus.DRAFT:
        return offer
    services.submit(offer, by=by)
    if at == OfferStatus.SUBMITTED:
        return offer
    services.publish(offer, by=by)
    if at == OfferStatus.EXPIRED:
        services.expire(offer)
    elif at == OfferStatus.WITHDRAWN:
        services.withdraw(offer, by=by)
    return offer
