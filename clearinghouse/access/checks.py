"""Questions about a person. Each is answered from the database, for active people only."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.apps import apps
from django.db.models import QuerySet

from clearinghouse.access import SYSTEM
from clearinghouse.access.catalogue import DESK_ROLES, DeskRole, PartyPermission

# A desk page asks for the roles of its reader dozens of times; they live on the object, so for one request.
KEPT_ROLES: Final = "_desk_roles_of_this_request"


def is_system(user: Any) -> bool:
    """Whether the actor is the system itself."""
    return user is SYSTEM


def has_desk_role(user: Any, *roles: DeskRole) -> bool:
    """Whether the person holds one of these desk roles. Asks once per request and person."""
    return bool(_desk_roles(user).intersection(roles))


def is_desk(user: Any) -> bool:
    """Whether the person works at the Committee's desk in any role."""
    return bool(_desk_roles(user))


def party_ids(user: Any, permission: PartyPermission) -> QuerySet[Any, UUID]:
    """Ids of the parties for which the person holds the permission, as a subquery; nothing for the inactive."""
    grants = apps.get_model("parties", "PartyGroupObjectPermission").objects
    if not getattr(user, "is_active", False) or user.pk is None:
        return grants.none().values_list("content_object_id", flat=True)
    return grants.filter(
        group__user=user,
        permission__codename=permission.value,
        permission__content_type__app_label="parties",
    ).values_list("content_object_id", flat=True)


def acts_for(user: Any, party_id: UUID, permission: PartyPermission) -> bool:
    """Whether the person holds the permission for this party."""
    return party_ids(user, permission).filter(content_object_id=party_id).exists()


def _desk_roles(user: Any) -> set[str]:
    if not getattr(user, "is_active", False) or user.pk is None:
        return set()
    if not hasattr(user, KEPT_ROLES):
        setattr(
            user,
            KEPT_ROLES,
            set(user.groups.filter(name__in=DESK_ROLES).values_list("name", flat=True)),
        )
    kept: set[str] = getattr(user, KEPT_ROLES)
    return kept


def forget_desk_roles(user: Any) -> None:
    """Ask the database again; for `grants`, after it changed the roles of this very object."""
    if hasattr(user, KEPT_ROLES):
        delattr(user, KEPT_ROLES)
