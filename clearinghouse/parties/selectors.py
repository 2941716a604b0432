"""Questions about States and organizations. Contacts leave this app only through `distribution_contacts`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models import Exists, OuterRef, QuerySet

from clearinghouse.access.catalogue import DeskRole, PartyPermission, PartyRole
from clearinghouse.access.checks import has_desk_role, party_ids
from clearinghouse.access.grants import party_group_name
from clearinghouse.parties.models import (
    Contact,
    Grouping,
    GroupingMembership,
    Organization,
    Party,
    State,
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an offer may reach: a member of a grouping with its M49 regions and groupings."""

    code: str
    m49_codes: frozenset[str]
    grouping_codes: frozenset[str]


def active_providers() -> QuerySet[Party]:
    """Parties to which requests are distributed."""
    return Party.objects.filter(is_active=True, is_provider=True)


def distribution_contacts(party: Party) -> list[Contact]:
    """Contacts of a provider that receive requests; empty when it has none."""
    contacts = party.contacts.filter(is_active=True, receives_distribution=True)
    return list(contacts.order_by("created_at", "pk"))


def providers_without_contact() -> QuerySet[Party]:
    """Active providers that nobody can be written to: for the warning at the desk."""
    reachable = Contact.objects.filter(
        party=OuterRef("pk"), is_active=True, receives_distribution=True
    )
    return active_providers().filter(~Exists(reachable))


def groupings_of(state: Party, at: date) -> set[str]:
    """Codes of the groupings to which the State belongs on the day."""
    memberships = GroupingMembership.objects.at(at).filter(code=state.code)
    return set(memberships.values_list("grouping__code", flat=True))


def member_codes(organization: Party, at: date) -> set[str]:
    """ISO 3166-1 alpha-3 codes of an organization's members on the day; empty for one without members here.

    Some of them are not Member States of the United Nations: see GroupingMembership.
    """
    memberships = GroupingMembership.objects.at(at).filter(grouping__organizations=organization.pk)
    return set(memberships.values_list("code", flat=True))


def places_of(party: Party, at: date) -> tuple[Place, ...]:
    """What an offer has to reach for this requester: the State itself, or every member of the organization."""
    if Organization.objects.filter(pk=party.pk).exists():
        return places(member_codes(party, at), at=at)
    return places([party.code], at=at)


def places(codes: Iterable[str], *, at: date) -> tuple[Place, ...]:
    """Regions and groupings of several States or members, in three queries at most; unknown codes have none."""
    wanted = sorted(set(codes))
    regions = {
        state.code: frozenset(state.m49_codes) for state in State.objects.filter(code__in=wanted)
    }
    groupings: dict[str, set[str]] = {code: set() for code in wanted}
    for membership in (
        GroupingMembership.objects.at(at).filter(code__in=wanted).select_related("grouping")
    ):
        groupings[membership.code].add(membership.grouping.code)
        if membership.other_m49_codes:
            regions.setdefault(membership.code, frozenset(membership.other_m49_codes))
    return tuple(
        Place(code, regions.get(code, frozenset()), frozenset(groupings[code])) for code in wanted
    )


def parties_of(user: Any, *permissions: PartyPermission) -> QuerySet[Party]:
    """Active parties for which the person holds one of the permissions, or any when none is named."""
    found = Party.objects.none()
    for permission in permissions or tuple(PartyPermission):
        found = found | Party.objects.filter(pk__in=party_ids(user, permission))
    return found.filter(is_active=True).distinct()


def members_of(party: Party) -> list[tuple[str, str]]:
    """Name and role of the active people who act for the party, by role and name."""
    members = []
    for role in PartyRole:
        group = Group.objects.filter(name=party_group_name(party, role)).first()
        people = group.user_set.filter(is_active=True) if group else ()
        members += sorted((str(person), str(role.label)) for person in people)
    return members


def writers_of(party: Party) -> QuerySet[Any]:
    """The active people who write requests for the party: its drafters and focal points, by name."""
    names = [party_group_name(party, role) for role in (PartyRole.DRAFTER, PartyRole.FOCAL_POINT)]
    return (
        get_user_model()
        .objects.filter(is_active=True, groups__name__in=names)
        .distinct()
        .order_by("full_name", "email")
    )


def visible_to(user: Any) -> QuerySet[Party]:
    """Parties whose record, with contacts, the person may open: the desk all, others their own."""
    if has_desk_role(user, DeskRole.EXPERT, DeskRole.SECRETARIAT, DeskRole.MEMBER):
        return Party.objects.all()
    return parties_of(user)


def names_by_code(codes: Iterable[str]) -> dict[str, str]:
    """Names of States and groupings in the language of the page, in two queries."""
    wanted = set(codes)
    if not wanted:
        return {}
    named = {each.code: str(each) for each in Grouping.objects.filter(code__in=wanted)}
    return named | {each.code: str(each) for each in State.objects.filter(code__in=wanted)}
