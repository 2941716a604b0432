from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import close_old_connections, connection

from clearinghouse.access import SYSTEM, grants
from clearinghouse.access.catalogue import DeskRole, PartyRole
from clearinghouse.access.checks import is_desk
from clearinghouse.accounts import services
from clearinghouse.accounts.models import Invitation, User
from clearinghouse.audit.models import AuditEvent
from clearinghouse.core import clock
from clearinghouse.core.errors import DomainError, NotAllowed, RuleBroken, Stale
from clearinghouse.notifications.models import Delivery
from clearinghouse.parties.models import State
from tests.accounts.conftest import token_of

PASSWORD = "a long way to Arcadia"


def test_invitation_is_mailed_in_the_language_of_the_invited(invite: Any) -> None:
    invitation, _token = invite()

    mail = Delivery.objects.get(message__about=invitation.pk)

    assert (mail.message.kind, mail.address, mail.language) == (
        "invitation",
        "new@arcadia.example",
        "fr",
    )


def test_only_the_hash_of_the_token_is_kept_with_the_invitation(invite: Any) -> None:
    invitation, token = invite()

    assert invitation.token_hash == services.token_hash(token)
    assert token not in str(Invitation.objects.filter(pk=invitation.pk).values().get())


def test_accepting_opens_one_account_with_exactly_the_role(invite: Any, arcadia: Any) -> None:
    invitation, token = invite()

    person = services.accept(token, password=PASSWORD, full_name="New Name")

    invitation.refresh_from_db()
    assert (person.email, person.full_name, person.language, person.is_staff) == (
        "new@arcadia.example", "New Name", "fr", False,
    )  # fmt: skip
    assert list(person.groups.values_list("name", flat=True)) == [
        grants.party_group_name(arcadia, PartyRole.DRAFTER)
    ]
    assert person.check_password(PASSWORD)
    assert invitation.accepted_by == person


def test_desk_role_makes_staff(invite: Any) -> None:
    _invitation, token = invite(role=DeskRole.EXPERT, party=None)

    person = services.accept(token, password=PASSWORD, full_name="Expert")

    assert person.is_staff
    assert is_desk(person)


def test_replayed_link_is_refused(invite: Any) -> None:
    _invitation, token = invite()
    services.accept(token, password=PASSWORD, full_name="New")

    with pytest.raises(RuleBroken, match="used already"):
        services.accept(token, password="another long password", full_name="Other")

    assert User.objects.get(email="new@arcadia.example").check_password(PASSWORD)


def test_expired_link_is_refused(invite: Any) -> None:
    _invitation, token = invite()

    with clock.shifted(timedelta(hours=49)), pytest.raises(RuleBroken, match="run out"):
        services.accept(token, password=PASSWORD, full_name="New")


def test_wrong_token_is_refused(invite: Any) -> None:
    _invitation, token = invite()

    with pytest.raises(RuleBroken, match="not known"):
        services.accept(
            token[:-1] + ("a" if token[-1] != "a" else "b"), password=PASSWORD, full_name="New"
        )


def test_resending_ends_the_earlier_link(invite: Any, secretariat: Any) -> None:
    invitation, first = invite()

    services.resend(invitation, by=secretariat)

    second = token_of(invitation)
    with pytest.raises(RuleBroken, match="not known"):
        services.accept(first, password=PASSWORD, full_name="New")
    assert services.accept(second, password=PASSWORD, full_name="New").is_active


def test_revoked_link_is_refused(invite: Any, secretariat: Any) -> None:
    invitation, token = invite()

    services.revoke(invitation, by=secretariat)

    with pytest.raises(RuleBroken, match="run out"):
        services.accept(token, password=PASSWORD, full_name="New")
    with pytest.raises(Stale):
        services.revoke(invitation, by=secretariat)


def test_second_open_invitation_into_the_same_role_is_refused(invite: Any) -> None:
    invite()

    with pytest.raises(RuleBroken, match="open invitation"):
        invite(email="NEW@arcadia.example")


def test_somebody_with_an_account_adds_the_role_by_signing_in(
    invite: Any, nobody: Any, arcadia: Any
) -> None:
    _invitation, token = invite(email=nobody.email)

    with pytest.raises(RuleBroken, match="Sign in"):
        services.accept(token, password=PASSWORD, full_name="Takeover")
    services.accept_as(token, by=nobody)

    assert grants.has_role(nobody, PartyRole.DRAFTER, arcadia)
    assert not nobody.check_password(PASSWORD)


def test_invitation_of_somebody_else_is_refused(invite: Any, nobody: Any) -> None:
    _invitation, token = invite()

    with pytest.raises(NotAllowed, match="another address"):
        services.accept_as(token, by=nobody)


@pytest.mark.parametrize(
    ("inviter", "role", "is_allowed"),
    [
        ("secretariat", DeskRole.EXPERT, True),
        ("secretariat", DeskRole.ADMINISTRATOR, False),
        ("administrator", DeskRole.ADMINISTRATOR, True),
        ("administrator", DeskRole.EXPERT, False),
        ("expert", DeskRole.MEMBER, False),
        ("member", DeskRole.MEMBER, False),
        ("focal_point", DeskRole.MEMBER, False),
    ],
)
def test_who_may_invite_whom(
    inviter: str, role: DeskRole, is_allowed: bool, invite: Any, request: pytest.FixtureRequest
) -> None:
    by = request.getfixturevalue(inviter)

    if is_allowed:
        assert invite(role=role, party=None, by=by)[0].role == role
    else:
        with pytest.raises(NotAllowed):
            invite(role=role, party=None, by=by)


def test_role_and_party_must_fit(invite: Any, arcadia: Any) -> None:
    with pytest.raises(RuleBroken):
        invite(role=DeskRole.EXPERT, party=arcadia)
    with pytest.raises(RuleBroken):
        invite(role=PartyRole.DRAFTER, party=None)


def test_closing_an_account_ends_roles_sign_in_and_invitations(
    invite: Any, secretariat: Any, expert: Any
) -> None:
    _invitation, token = invite(email=expert.email)

    services.deactivate(expert, by=secretariat)

    expert.refresh_from_db()
    event = AuditEvent.objects.get(event="account_closed")
    assert (expert.is_active, expert.is_staff, list(expert.groups.all())) == (False, False, [])
    assert not expert.has_usable_password()
    assert event.data == {"roles": ["expert"]}
    with pytest.raises(RuleBroken, match="run out"):
        services.open_invitation(token)


def test_closing_an_account_ends_its_sessions(sign_in: Any, secretariat: Any, expert: Any) -> None:
    client = sign_in(expert)
    assert client.get("/account/profile/").status_code == 200

    services.deactivate(expert, by=secretariat)

    assert client.get("/account/profile/").status_code == 302


def test_nobody_closes_their_own_account(secretariat: Any) -> None:
    with pytest.raises(NotAllowed):
        services.deactivate(secretariat, by=secretariat)


def test_secretariat_does_not_close_an_administrator(secretariat: Any, administrator: Any) -> None:
    with pytest.raises(NotAllowed):
        services.deactivate(administrator, by=secretariat)


def test_closed_account_opens_again_with_the_new_role_alone(
    invite: Any, secretariat: Any, focal_point: Any, borduria: Any
) -> None:
    services.deactivate(focal_point, by=secretariat)
    _invitation, token = invite(email=focal_point.email, party=borduria)

    person = services.accept(token, password=PASSWORD, full_name="Back again")

    assert person.pk == focal_point.pk
    assert list(person.groups.values_list("name", flat=True)) == [
        grants.party_group_name(borduria, PartyRole.DRAFTER)
    ]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_acceptances_at_once_make_one_account() -> None:
    services.invite(
        email="race@desk.example",
        full_name="Race",
        role=DeskRole.MEMBER,
        party=None,
        language="en",
        by=SYSTEM,
    )
    token = token_of(Invitation.objects.get())
    barrier, outcomes = threading.Barrier(2), []

    def accept(password: str) -> None:
        close_old_connections()
        barrier.wait()
        try:
            services.accept(token, password=password, full_name="Race")
            outcomes.append("opened")
        except DomainError:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=accept, args=(f"password number {n}",)) for n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["opened", "refused"]
    assert User.objects.filter(email="race@desk.example").count() == 1


def test_an_account_begins_in_the_zone_of_the_capital(invite: Any) -> None:
    kenya = State.objects.get(iso3="KEN").party_ptr
    _invitation, token = invite(party=kenya)

    person = services.accept(token, password=PASSWORD, full_name="New")

    assert person.time_zone == "Africa/Nairobi"
