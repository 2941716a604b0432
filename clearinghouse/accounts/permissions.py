"""Who keeps people: invitations and closed accounts."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from clearinghouse.access.catalogue import (
    PARTY_ROLE_PERMISSIONS,
    DeskRole,
    PartyPermission,
    PartyRole,
)
from clearinghouse.access.checks import acts_for, has_desk_role, is_system
from clearinghouse.core.errors import NotAllowed

KEEPERS = (DeskRole.SECRETARIAT, DeskRole.ADMINISTRATOR)
# An administrator reads no request; inviting somebody who does would be a way around that.
ROLES_OF_ADMINISTRATOR = frozenset({DeskRole.SECRETARIAT.value, DeskRole.ADMINISTRATOR.value})


def check_can_keep_people(user: Any) -> None:
    """Raise unless the person is of the secretariat or an administrator."""
    if not is_system(user) and not has_desk_role(user, *KEEPERS):
        raise NotAllowed(_("People and invitations are kept by the secretariat."))


def may_delegate(user: Any, role: str, party: Any) -> bool:
    """Whether the person may give or end this role at the party: its focal points and provider contacts, no role
    that holds more than they hold."""
    if role not in PartyRole.values or party is None:
        return False
    held = {each for each in PartyPermission if acts_for(user, party.pk, each)}
    is_trusted = bool(held & {PartyPermission.ACT, PartyPermission.PROVIDE})
    return is_trusted and PARTY_ROLE_PERMISSIONS[PartyRole(role)] <= held


def check_can_delegate(user: Any, role: str, party: Any) -> None:
    """Raise unless the person may give or end this role at the party."""
    if not may_delegate(user, role, party):
        raise NotAllowed(
            _(
                "You can give and end only roles that you hold yourself. Ask the secretariat for others."
            )
        )


def check_can_delegate_any(user: Any, party: Any) -> None:
    """Raise unless the person may give any role at the party."""
    if not any(may_delegate(user, role, party) for role in PartyRole):
        raise NotAllowed(_("Focal points and provider contacts invite their colleagues."))


def check_can_invite(user: Any, role: str, party: Any = None) -> None:
    """Raise unless the person may invite somebody into this role, at the party if it is one of a party."""
    if may_delegate(user, role, party):
        return
    check_can_keep_people(user)
    if is_system(user) or (
        has_desk_role(user, DeskRole.SECRETARIAT) and role != DeskRole.ADMINISTRATOR
    ):
        return
    if has_desk_role(user, DeskRole.ADMINISTRATOR) and role in ROLES_OF_ADMINISTRATOR:
        return
    raise NotAllowed(
        _(
            "The secretariat invites everybody except administrators; administrators invite the secretariat and each other."
        )
    )


def may_invite(user: Any, role: str) -> bool:
    """Whether the person may invite somebody into this role, for the choices of the form."""
    try:
        check_can_invite(user, role)
    except NotAllowed:
        return False
    return True


def check_can_deactivate(user: Any, person: Any) -> None:
    """Raise unless the person may close this account; nobody closes their own."""
    check_can_keep_people(user)
    if user.pk == person.pk:
        raise NotAllowed(
            _("You cannot close your own account. Ask a colleague of the secretariat.")
        )
    is_administrators_own = has_desk_role(person, DeskRole.ADMINISTRATOR)
    if is_administrators_own and not has_desk_role(user, DeskRole.ADMINISTRATOR):
        raise NotAllowed(_("The account of an administrator is closed by another administrator."))
