"""How people come in and go: invite, accept, deactivate. Nobody signs up."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clearinghouse.access import grants
from clearinghouse.access.catalogue import DESK_ROLES, DeskRole, PartyRole
from clearinghouse.accounts import events
from clearinghouse.accounts.models import Invitation, User
from clearinghouse.accounts.permissions import check_can_deactivate, check_can_invite
from clearinghouse.audit.record import record
from clearinghouse.core import clock
from clearinghouse.core.errors import NotAllowed, RuleBroken, Stale
from clearinghouse.notifications.queue import Recipient, queue
from clearinghouse.parties.models import Party, State
from clearinghouse.reference import zones
from clearinghouse.reference.policies import policy


def invite(
    *, email: str, full_name: str, role: str, party: Party | None, language: str, by: Any
) -> Invitation:
    """Invite an address into a role, at a party or at the desk, and mail the link.

    The link works once, for the hours of the policy; only its hash is kept. An open invitation of the same
    address into the same role is refused: send that one again instead.
    """
    check_can_invite(by, role, party)
    address = email.strip().lower()
    _refuse_misfit(role, party)
    _refuse_known(address, role, party)
    token, now = secrets.token_urlsafe(32), clock.now()
    with transaction.atomic():
        invitation = Invitation.objects.create(
            email=address,
            full_name=full_name.strip(),
            language=language,
            party=party,
            role=role,
            token_hash=token_hash(token),
            invited_by_id=by.pk,
            expires_at=_end(now),
        )
        record(events.INVITATION_SENT, by=by, about=invitation, data={"role": role})
        _mail(invitation, token)
    return invitation


def resend(invitation: Invitation, *, by: Any) -> Invitation:
    """Mail a new link with a new term; the earlier link stops working at once."""
    check_can_invite(by, invitation.role, invitation.party)
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        locked = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
        if locked.accepted_at:
            raise Stale(_("This invitation has been accepted already."))
        locked.token_hash, locked.expires_at = token_hash(token), _end(clock.now())
        locked.save(update_fields=["token_hash", "expires_at", "updated_at"])
        record(events.INVITATION_RENEWED, by=by, about=locked)
        _mail(locked, token)
    return locked


def revoke(invitation: Invitation, *, by: Any) -> Invitation:
    """End an invitation that nobody has accepted; its link stops working at once."""
    check_can_invite(by, invitation.role, invitation.party)
    with transaction.atomic():
        locked = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
        now = clock.now()
        if locked.accepted_at or locked.expires_at <= now:
            raise Stale(
                _("This invitation cannot be accepted any more, so there is nothing to revoke.")
            )
        locked.expires_at = now
        locked.save(update_fields=["expires_at", "updated_at"])
        record(events.INVITATION_REVOKED, by=by, about=locked)
    return locked


def open_invitation(token: str, *, lock: bool = False) -> Invitation:
    """Return the invitation of a link, or raise RuleBroken with the sentence for the person who followed it.

    With `lock`, inside a transaction, the row is held until its end: of two acceptances one waits and is refused.
    """
    rows = Invitation.objects.select_for_update(of=("self",)) if lock else Invitation.objects.all()
    invitation = rows.filter(token_hash=token_hash(token)).first()
    if invitation is None:
        raise RuleBroken(
            _(
                "This link is not known. Use the link in the latest invitation, or ask the secretariat for a new one."
            )
        )
    if invitation.accepted_at:
        raise RuleBroken(
            _("This invitation has been used already. Sign in with your address and password.")
        )
    if invitation.expires_at <= clock.now():
        raise RuleBroken(_("This invitation has run out. Ask the secretariat to send it again."))
    return invitation


def accept(token: str, *, password: str, full_name: str) -> User:
    """Open the account that the invitation promises and give it its role; exactly one account comes of it.

    Refuses when somebody has an account with this address: they sign in and use `accept_as`. A closed account
    opens again with the new role alone.
    """
    with transaction.atomic():
        invitation = open_invitation(token, lock=True)
        person = _account(invitation, password=password, full_name=full_name.strip())
        EmailAddress.objects.update_or_create(
            user=person, email=person.email, defaults={"verified": True, "primary": True}
        )
        _finish(invitation, person)
    return person


def accept_as(token: str, *, by: User) -> User:
    """Add the invitation's role to the signed-in person to whose address it was sent."""
    with transaction.atomic():
        invitation = open_invitation(token, lock=True)
        if by.email.lower() != invitation.email:
            raise NotAllowed(_("This invitation was sent to another address than yours."))
        _finish(invitation, by)
    return by


def deactivate(person: User, *, by: Any) -> User:
    """Close an account: no sign-in, every session ends, all roles end, open invitations to the address too.

    What the person did stays in the record under their name.
    """
    check_can_deactivate(by, person)
    with transaction.atomic():
        locked = User.objects.select_for_update().get(pk=person.pk)
        if not locked.is_active:
            raise Stale(_("This account is closed already."))
        roles = grants.end_all_roles(locked)
        locked.is_active = locked.is_staff = False
        # Sessions carry a hash of the password: a new one ends them all.
        locked.set_unusable_password()
        locked.save(update_fields=["is_active", "is_staff", "password"])
        Authenticator.objects.filter(user=locked).delete()
        Invitation.objects.filter(email=locked.email, accepted_at__isnull=True).update(
            expires_at=clock.now()
        )
        record(events.ACCOUNT_CLOSED, by=by, about=locked, data={"roles": roles})
    return locked


def change_profile(
    person: User, *, full_name: str, job_title: str, language: str, time_zone: str
) -> User:
    """Change what a person says about themselves; address and roles are not theirs to change."""
    person.full_name, person.job_title = full_name.strip(), job_title.strip()
    person.language, person.time_zone = language, time_zone
    person.save(update_fields=["full_name", "job_title", "language", "time_zone"])
    return person


def choose_language(person: User, *, language: str) -> None:
    """Keep the language in which pages and mails speak to the person."""
    User.objects.filter(pk=person.pk).update(language=language)


def token_hash(token: str) -> str:
    """What is kept of a token. It is random and long, so a plain digest cannot be searched."""
    return hashlib.sha256(token.encode()).hexdigest()


def _end(now: datetime) -> datetime:
    return now + timedelta(hours=policy("invitation_valid_hours"))


def _refuse_misfit(role: str, party: Party | None) -> None:
    if role in DESK_ROLES and party is not None:
        raise RuleBroken(
            _("A role at the desk belongs to no State or organization. Leave the party empty.")
        )
    if role not in DESK_ROLES and party is None:
        raise RuleBroken(_("Choose the State or organization for which the person will act."))


def _refuse_known(address: str, role: str, party: Party | None) -> None:
    person = User.objects.filter(email__iexact=address, is_active=True).first()
    if person and grants.has_role(person, role, party):
        raise RuleBroken(_("Somebody with this address holds this role already."))
    if Invitation.objects.filter(
        email=address, role=role, party=party, accepted_at__isnull=True, expires_at__gt=clock.now()
    ).exists():
        raise RuleBroken(
            _("This address has an open invitation into this role. Send that one again instead.")
        )


def _mail(invitation: Invitation, token: str) -> None:
    queue(
        "invitation",
        key=f"invitation:{invitation.pk}:{invitation.token_hash[:16]}",
        to=[Recipient(invitation.email, invitation.full_name, invitation.language)],
        about=invitation.pk,
        context={
            "path": reverse("accounts:invitation", args=[token]),
            "expires_at": invitation.expires_at,
        },
    )


def _account(invitation: Invitation, *, password: str, full_name: str) -> User:
    existing = User.objects.select_for_update().filter(email__iexact=invitation.email).first()
    if existing and existing.is_active:
        raise RuleBroken(
            _("You have an account already. Sign in, then open the link again to add the new role.")
        )
    if existing:
        existing.is_active, existing.full_name, existing.language = (
            True,
            full_name,
            invitation.language,
        )
        existing.set_password(password)
        existing.save()
        return existing
    try:
        with transaction.atomic():
            return User.objects.create_user(
                invitation.email,
                full_name=full_name,
                password=password,
                language=invitation.language,
                time_zone=_zone_of(invitation.party),
            )
    except (
        IntegrityError
    ) as error:  # another invitation of the same address was accepted in this very moment
        raise Stale(
            _("You have an account already. Sign in, then open the link again to add the new role.")
        ) from error


def _zone_of(party: Party | None) -> str:
    """Where people of the party are supposed to read: a State's capital, else Headquarters. They may change it."""
    state = State.objects.filter(pk=party.pk).first() if party else None
    found = zones.zones_of(state.iso3) if state else ()
    return found[0] if found else zones.HEADQUARTERS


def _finish(invitation: Invitation, person: User) -> None:
    if invitation.role in DESK_ROLES:
        grants.put_in_desk_role(person, DeskRole(invitation.role))
        person.is_staff = True
        person.save(update_fields=["is_staff"])
    else:
        grants.put_in_party_role(person, PartyRole(invitation.role), invitation.party)
    invitation.accepted_at, invitation.accepted_by = clock.now(), person
    invitation.save(update_fields=["accepted_at", "accepted_by", "updated_at"])
    record(events.INVITATION_ACCEPTED, by=person, about=invitation, data={"role": invitation.role})
