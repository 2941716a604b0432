"""The people of a rehearsal: a fictitious State, a fictitious provider and an expert, marked and removable."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value

from clearinghouse.access import grants
from clearinghouse.access.catalogue import DeskRole, PartyRole
from clearinghouse.accounts.models import User
from clearinghouse.core.vocabulary import LANGUAGE_CODES
from clearinghouse.parties.enums import ContactKind, OrganizationKind
from clearinghouse.parties.models import Contact, Organization, Party, State
from offers_app import services as offers
from offers_app.enums import OfferStatus
from offers_app.models import Offer

STATE, PROVIDER = "XRH", "REHEARSAL"
DOMAIN = "rehearsal.example"
PERIOD_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Cast:
    """Who plays, with passwords that live as long as the rehearsal."""

    state: Party
    provider: Party
    mission: User
    contact: User
    expert: User
    colleague: User
    password: str
    secret: str

    def code(self) -> str:
        """The present second factor of both experts."""
        return format_hotp_value(hotp_value(self.secret, int(time.time()) // PERIOD_SECONDS))


def hire() -> Cast:
    """Make the cast, or give what is there a new password and factor; nobody can sign in with an old one."""
    password, secret = secrets.token_urlsafe(24), generate_totp_secret()
    names = {f"name_{code}": "Rehearsal State" for code in LANGUAGE_CODES}
    marks: dict[str, Any] = {"is_fictitious": True, "is_demonstration": True}
    state, _ = State.objects.get_or_create(
        iso3=STATE,
        defaults={
            **names,
            **marks,
            "m49": "999",
            "region_code": "002",
            "subregion_code": "202",
            "latitude": -40,
            "longitude": -20,
            "is_member_state": False,
        },
    )
    names = {f"name_{code}": "Rehearsal Provider" for code in LANGUAGE_CODES}
    provider, _ = Organization.objects.get_or_create(
        code=PROVIDER,
        defaults={
            **names,
            **marks,
            "organization_kind": OrganizationKind.INTERGOVERNMENTAL,
            "is_provider": True,
        },
    )
    Organization.objects.filter(pk=provider.pk).update(is_active=True)
    mission = _person("mission", password)
    contact = _person("provider", password)
    expert, colleague = _person("expert", password), _person("colleague", password)
    grants.put_in_party_role(mission, PartyRole.FOCAL_POINT, state)
    grants.put_in_party_role(contact, PartyRole.PROVIDER_CONTACT, provider)
    for person in (expert, colleague):
        grants.put_in_desk_role(person, DeskRole.EXPERT)
        User.objects.filter(pk=person.pk).update(is_staff=True)
        Authenticator.objects.filter(user=person).delete()
        TOTP.activate(person, secret)
    address, _ = Contact.objects.get_or_create(
        party=provider,
        kind=ContactKind.PROVIDER,
        email=contact.email,
        defaults={"name": "Rehearsal", "receives_distribution": True, "is_rehearsal": True},
    )
    parties = (Party.objects.get(pk=state.pk), Party.objects.get(pk=provider.pk))
    cast = Cast(*parties, mission, contact, expert, colleague, password, secret)
    _offer(cast, address)
    return cast


def dismiss() -> None:
    """Close the accounts and the provider of a rehearsal; its records are removed by `clean`."""
    contact = User.objects.filter(email=f"provider@{DOMAIN}", is_active=True).first()
    if contact is not None:
        _withdraw_offers(contact)
    User.objects.filter(email__endswith=f"@{DOMAIN}").update(is_active=False, is_staff=False)
    for user in User.objects.filter(email__endswith=f"@{DOMAIN}"):
        user.groups.clear()
        user.set_unusable_password()
        user.save(update_fields=["password"])
    Organization.objects.filter(code=PROVIDER).update(is_active=False)


def _withdraw_offers(contact: User) -> None:
    """An offer of an earlier rehearsal is no candidate in this one."""
    for offer in Offer.objects.filter(is_rehearsal=True).exclude(status=OfferStatus.WITHDRAWN):
        offers.withdraw(offer, by=contact, note="The rehearsal is over.")


def _person(role: str, password: str) -> User:
    email = f"{role}@{DOMAIN}"
    user = User.objects.filter(email=email).first() or User.objects.create_user(
        email, full_name=f"Rehearsal {role}", is_demonstration=True
    )
    user.is_active = True
    user.set_password(password)
    user.save()
    EmailAddress.objects.update_or_create(
        user=user, email=email, defaults={"primary": True, "verified": True}
    )
    return user


def _offer(cast: Cast, contact: Contact) -> None:
    _withdraw_offers(cast.contact)
    fields = {
        "title": "Rehearsal of detection courses",
        "description": "Courses for customs officers in finding nuclear material in cargo, at their own border posts.",
        "language": "en",
        "areas": ["3C"],
        "categories": ["nuclear"],
        "kinds": ["training"],
        "delivery_languages": ["en"],
        "everywhere": True,
        "contact": contact,
    }
    offer = offers.create_draft(
        provider=cast.provider,
        by=cast.contact,
        fields=fields,
        is_demonstration=True,
        is_rehearsal=True,
    )
    offers.submit(offer, by=cast.contact)
