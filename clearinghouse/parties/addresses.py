"""Who reads the mail of a party: its people here, or the contacts that it named."""

from __future__ import annotations

from django.contrib.auth import get_user_model

from clearinghouse.access.catalogue import PartyRole
from clearinghouse.access.grants import party_group_name
from clearinghouse.notifications.queue import Recipient
from clearinghouse.parties.enums import ContactKind
from clearinghouse.parties.models import Party
from clearinghouse.parties.selectors import distribution_contacts


def focal_points(party: Party) -> list[Recipient]:
    """The party's focal points, or its mission's contacts where nobody has an account yet."""
    people = get_user_model().objects.filter(
        is_active=True, groups__name=party_group_name(party, PartyRole.FOCAL_POINT)
    )
    recipients = [
        Recipient(address=p.email, name=p.full_name, language=p.language, time_zone=p.time_zone)
        for p in people
    ]
    if recipients:
        return recipients
    contacts = party.contacts.filter(
        is_active=True, kind__in=[ContactKind.MISSION, ContactKind.NATIONAL_FOCAL_POINT]
    )
    return [Recipient(address=c.email, name=c.name, language=c.language) for c in contacts]


def provider_contacts(party: Party) -> list[Recipient]:
    """The addresses that the provider named for requests, or the people who act for it here."""
    contacts = distribution_contacts(party)
    if contacts:
        return [Recipient(address=c.email, name=c.name, language=c.language) for c in contacts]
    people = get_user_model().objects.filter(
        is_active=True, groups__name=party_group_name(party, PartyRole.PROVIDER_CONTACT)
    )
    return [Recipient(address=p.email, name=p.full_name, language=p.language) for p in people]
