"""Give and take roles. Called by services only, so that somebody can always say why a person has access."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.models import Group
from guardian.shortcuts import assign_perm, remove_perm

from clearinghouse.access.catalogue import (
    PARTY_ROLE_PERMISSIONS,
    DeskRole,
    PartyPermission,
    PartyRole,
)
from clearinghouse.access.checks import forget_desk_roles


def party_group_name(party: Any, role: PartyRole) -> str:
    """Name of the group of people who hold the role in the party."""
    return f"party:{party.pk}:{role.value}"


def read_party_group_name(name: str) -> tuple[UUID, PartyRole] | None:
    """Party and role of such a group; nothing for any other group."""
    prefix, _colon, rest = name.partition(":")
    party_id, _colon, role = rest.partition(":")
    return (UUID(party_id), PartyRole(role)) if prefix == "party" else None


def give(group: Group, permission: PartyPermission, party: Any) -> None:
    """Grant the permission on the party to a group; repeating it changes nothing."""
    assign_perm(permission.value, group, party)


def take(group: Group, permission: PartyPermission, party: Any) -> None:
    """Take the permission on the party from a group."""
    remove_perm(permission.value, group, party)


def party_group(party: Any, role: PartyRole) -> Group:
    """Return the party's group for the role, made with its grants if it was not there."""
    base_party = getattr(party, "party_ptr", party)
    group, is_new = Group.objects.get_or_create(name=party_group_name(base_party, role))
    if is_new:
        for permission in PARTY_ROLE_PERMISSIONS[role]:
            give(group, permission, base_party)
    return group


def put_in_party_role(user: Any, role: PartyRole, party: Any) -> None:
    """Make the person a holder of the role in the party."""
    user.groups.add(party_group(party, role))


def remove_from_party_role(user: Any, role: PartyRole, party: Any) -> None:
    """End the person's role in the party."""
    user.groups.remove(party_group(party, role))


def put_in_desk_role(user: Any, role: DeskRole) -> None:
    """Give the person a role at the desk; the caller keeps `is_staff` in step."""
    group, _ = Group.objects.get_or_create(name=role.value)
    user.groups.add(group)
    forget_desk_roles(user)


def has_role(user: Any, role: str, party: Any | None) -> bool:
    """Whether the person holds the role, in the party or (without one) at the desk."""
    name = party_group_name(getattr(party, "party_ptr", party), PartyRole(role)) if party else role
    return bool(user.groups.filter(name=name).exists())


def end_all_roles(user: Any) -> list[str]:
    """Take the person out of every role and return the names of the groups, for the record."""
    names = sorted(user.groups.values_list("name", flat=True))
    user.groups.clear()
    forget_desk_roles(user)
    return names
