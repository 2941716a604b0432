"""Colleagues of one's own party: invited, and their roles ended, by those who act for it. Everything is audited."""

from __future__ import annotations

from typing import Any, Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from clearinghouse.access import grants
from clearinghouse.access.catalogue import PartyRole
from clearinghouse.accounts import services
from clearinghouse.accounts.models import Invitation, User
from clearinghouse.accounts.permissions import check_can_delegate, may_delegate
from clearinghouse.accounts.selectors import open_invitations
from clearinghouse.audit.record import record
from clearinghouse.core.errors import NotAllowed, RuleBroken, Stale
from clearinghouse.core.throttle import within_limit
from clearinghouse.parties import events
from clearinghouse.parties.models import Party

MAILS_A_DAY: Final = 20


def roles_to_give(party: Party, *, by: Any) -> list[PartyRole]:
    """Roles that the person may give at the party: those that hold no more than they hold themselves."""
    return [role for role in PartyRole if may_delegate(by, role, party)]


def invite_colleague(
    party: Party, *, email: str, full_name: str, role: str, language: str, by: Any
) -> Invitation:
    """Invite somebody into a role at one's own party. Whether the address has an account elsewhere is never said."""
    check_can_delegate(by, role, party)
    _refuse_flood(by)
    return services.invite(
        email=email, full_name=full_name, role=role, party=party, language=language, by=by
    )


def resend_to_colleague(invitation: Invitation, *, by: Any) -> Invitation:
    """Mail a new link in place of the earlier one."""
    check_can_delegate(by, invitation.role, invitation.party)
    _refuse_flood(by)
    return services.resend(invitation, by=by)


def end_role(party: Party, *, user: User, role: PartyRole, by: Any) -> None:
    """End a colleague's role at the party; what they did for it stays on record. Nobody ends their own."""
    check_can_delegate(by, role, party)
    if user.pk == by.pk:
        raise NotAllowed(_("You cannot end your own role. Ask a colleague or the secretariat."))
    with transaction.atomic():
        # One at a time: two people who end each other's role at once would leave the party without anybody.
        Party.objects.select_for_update(of=("self",)).get(pk=party.pk)
        check_can_delegate(by, role, party)
        if not grants.has_role(user, role, party):
            raise Stale(_("This person does not hold the role any more."))
        grants.remove_from_party_role(user, role, party)
        record(
            events.MEMBER_REMOVED,
            by=by,
            about=party,
            data={"user": str(user.pk), "role": role.value},
        )


def people_of(party: Party) -> list[tuple[User, PartyRole]]:
    """The active people who act for the party, with each of their roles."""
    found = []
    for role in PartyRole:
        name = grants.party_group_name(party, role)
        people = User.objects.filter(is_active=True, groups__name=name).order_by("full_name")
        found += [(person, role) for person in people]
    return found


def open_invitations_of(party: Party) -> QuerySet[Invitation]:
    """Invitations into roles of the party that can still be accepted."""
    return open_invitations().filter(party=party).order_by("expires_at")


def _refuse_flood(by: Any) -> None:
    if not within_limit(f"invitations:{by.pk}", limit=MAILS_A_DAY, seconds=24 * 3600):
        raise RuleBroken(_("You have sent many invitations today. Send the others tomorrow."))
