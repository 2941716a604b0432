"""People and invitations, for those who keep them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from clearinghouse.access.catalogue import DeskRole
from clearinghouse.access.checks import has_desk_role
from clearinghouse.access.grants import read_party_group_name
from clearinghouse.accounts.models import Invitation, User
from clearinghouse.accounts.permissions import KEEPERS
from clearinghouse.core import clock
from clearinghouse.parties.models import Party, State
from clearinghouse.reference import zones


def people_visible_to(user: Any) -> QuerySet[User]:
    """Everybody with an account, for the secretariat and administrators; nobody for others."""
    people = User.objects.prefetch_related("groups").order_by("full_name", "email")
    return people if has_desk_role(user, *KEEPERS) else people.none()


def invitations_visible_to(user: Any) -> QuerySet[Invitation]:
    """All invitations, latest first, for the secretariat and administrators; none for others."""
    invitations = Invitation.objects.select_related("party", "invited_by").order_by("-created_at")
    return invitations if has_desk_role(user, *KEEPERS) else invitations.none()


def open_invitations() -> QuerySet[Invitation]:
    """Invitations that can still be accepted."""
    return Invitation.objects.filter(accepted_at__isnull=True, expires_at__gt=clock.now())


def roles_of(person: User) -> list[tuple[str, Party | None]]:
    """What the person is: labels of roles, each with its party, desk roles first."""
    names = [group.name for group in person.groups.all()]
    desk = [(str(role.label), None) for role in DeskRole if role.value in names]
    held = [each for each in map(read_party_group_name, names) if each]
    parties = Party.objects.in_bulk({party_id for party_id, _role in held})
    return [
        *desk,
        *((str(role.label), parties[party_id]) for party_id, role in held if party_id in parties),
    ]


def own_zones(person: User) -> list[str]:
    """Time zones of the States for which the person works, the capitals' first, and that of Headquarters."""
    held = [
        each
        for each in (read_party_group_name(group.name) for group in person.groups.all())
        if each
    ]
    states = State.objects.filter(pk__in=[party_id for party_id, _role in held]).order_by("iso3")
    found = [zone for state in states for zone in zones.zones_of(state.iso3)]
    return list(dict.fromkeys([*found, zones.HEADQUARTERS]))


def role_text(person: User) -> str:
    """Roles in one line, without asking the database again where groups are prefetched."""
    desk = {role.value: str(role.label) for role in DeskRole}
    words = []
    for group in person.groups.all():
        at_party = read_party_group_name(group.name)
        words.append(str(at_party[1].label) if at_party else desk.get(group.name, group.name))
    return ", ".join(sorted(set(words)))


def state_of(invitation: Invitation, *, at: datetime) -> str:
    """Whether the invitation is open, accepted or over, in words."""
    if invitation.accepted_at:
        return _("accepted")
    return _("open") if invitation.expires_at > at else _("run out or revoked")
