"""Offers of the demonstration: those of fictitious providers, and a few that real ones published elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from clearinghouse.access.catalogue import PartyRole
from clearinghouse.access.grants import party_group_name
from clearinghouse.accounts.models import User
from clearinghouse.parties.models import Contact, Party
from offers_app import services

FIELDS = (
    "title",
    "description",
    "language",
    "areas",
    "categories",
    "kinds",
    "delivery_languages",
    "everywhere",
    "m49",
    "source",
)


def publish_offers(
    invented: Iterable[Mapping[str, Any]], public: Iterable[Mapping[str, Any]]
) -> None:
    """Publish all offers; those of real providers by the desk, each with its public source."""
    for row in invented:
        provider = Party.objects.get(code=row["provider"])
        contact = provider.contacts.get(is_demonstration=True)
        group = party_group_name(provider, PartyRole.PROVIDER_CONTACT)
        _publish(row, provider, by=User.objects.get(groups__name=group), contact=contact)
    expert = User.objects.get(email="expert@desk.example")
    for row in public:
        _publish(row, Party.objects.get(code=row["provider"]), by=expert)


def _publish(
    row: Mapping[str, Any], provider: Party, *, by: User, contact: Contact | None = None
) -> None:
    fields = {name: row[name] for name in FIELDS if name in row} | {"contact": contact}
    offer = services.create_draft(provider=provider, by=by, fields=fields, is_demonstration=True)
    services.publish(offer, by=by)
