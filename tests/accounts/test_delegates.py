"""Colleagues of one's own party: invited into no more than one holds, and nobody else's people."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.urls import reverse

from clearinghouse.access import grants
from clearinghouse.access.catalogue import DeskRole, PartyRole
from clearinghouse.accounts import delegates
from clearinghouse.accounts.models import Invitation
from clearinghouse.core.errors import NotAllowed, RuleBroken
from tests.factories import make_user

pytestmark = pytest.mark.django_db

WORDS = {"email": "new@aidorg.example", "full_name": "New Colleague", "language": "fr"}


@pytest.fixture(autouse=True)
def _nobody_invited_today() -> None:
    cache.clear()


def people_page(party: Any) -> str:
    return reverse("accounts:people", args=[party.pk])


def test_a_provider_contact_invites_a_colleague(
    sign_in: Any, provider: Any, provider_contact: Any
) -> None:
    client = sign_in(provider_contact)

    client.post(people_page(provider), {**WORDS, "role": "provider_contact"})

    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.party, invitation.role) == (
        "new@aidorg.example",
        provider,
        "provider_contact",
    )
    assert "new@aidorg.example" in client.get(people_page(provider)).content.decode()


@pytest.mark.parametrize(
    ("who", "roles"),
    [
        ("focal_point", [PartyRole.DRAFTER, PartyRole.FOCAL_POINT]),
        ("drafter", []),
        ("other_focal_point", []),
        ("provider_contact", []),
        ("nobody", []),
    ],
)
def test_nobody_gives_more_than_they_hold(
    who: str, roles: list[PartyRole], arcadia: Any, request: pytest.FixtureRequest
) -> None:
    person = request.getfixturevalue(who)

    assert delegates.roles_to_give(arcadia, by=person) == roles
    for role in [*(set(PartyRole) - set(roles)), DeskRole.EXPERT]:
        with pytest.raises(NotAllowed):
            delegates.invite_colleague(arcadia, by=person, role=role, **WORDS)


@pytest.mark.parametrize(
    ("who", "status"),
    [("focal_point", 200), ("drafter", 403), ("other_focal_point", 404), ("expert", 404)],
)
def test_who_opens_the_page(
    sign_in: Any, who: str, status: int, arcadia: Any, request: pytest.FixtureRequest
) -> None:
    page = sign_in(request.getfixturevalue(who)).get(people_page(arcadia))

    assert page.status_code == status


def test_a_role_is_ended_but_not_ones_own(
    sign_in: Any, provider: Any, provider_contact: Any
) -> None:
    colleague = make_user("colleague@aidorg.example", PartyRole.PROVIDER_CONTACT, provider)
    client = sign_in(provider_contact)

    for person in (colleague, provider_contact):
        address = reverse("accounts:end-role", args=[provider.pk, person.pk, "provider_contact"])
        client.post(address)

    assert not grants.has_role(colleague, PartyRole.PROVIDER_CONTACT, provider)
    assert grants.has_role(provider_contact, PartyRole.PROVIDER_CONTACT, provider)


def test_an_invitation_is_sent_again_and_revoked(
    sign_in: Any, provider: Any, provider_contact: Any, other_provider_contact: Any
) -> None:
    sent = delegates.invite_colleague(
        provider, by=provider_contact, role=PartyRole.PROVIDER_CONTACT, **WORDS
    )
    revoke = reverse("accounts:people-invitation", args=[provider.pk, sent.pk, "revoke"])
    resend = reverse("accounts:people-invitation", args=[provider.pk, sent.pk, "resend"])

    assert sign_in(other_provider_contact).post(revoke).status_code == 404
    sign_in(provider_contact).post(resend)
    renewed = Invitation.objects.get()
    sign_in(provider_contact).post(revoke)

    assert renewed.token_hash != sent.token_hash
    assert not delegates.open_invitations_of(provider).exists()


def test_invitations_are_not_a_way_to_flood(provider: Any, provider_contact: Any) -> None:
    def invite(number: int) -> None:
        words = {**WORDS, "email": f"c{number}@aidorg.example"}
        delegates.invite_colleague(
            provider, by=provider_contact, role=PartyRole.PROVIDER_CONTACT, **words
        )

    for number in range(delegates.MAILS_A_DAY):
        invite(number)
    with pytest.raises(RuleBroken, match="many invitations"):
        invite(99)


def test_an_account_elsewhere_is_not_told(
    sign_in: Any, provider: Any, provider_contact: Any, focal_point: Any
) -> None:
    words = {**WORDS, "email": focal_point.email, "role": "provider_contact"}

    page = sign_in(provider_contact).post(people_page(provider), words, follow=True)

    assert "The invitation has been sent." in page.content.decode()
