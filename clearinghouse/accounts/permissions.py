"""Who keeps people: invitations and closed accounts."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from clearinghouse.access.catalogue import DeskRole
from clearinghouse.access.checks import has_desk_role, is_system
from clearinghouse.core.errors import NotAllowed

KEEPERS = (DeskRole.SECRETARIAT, DeskRole.ADMINISTRATOR)
# An administrator reads no request; inviting somebody who does would be a way around that.
ROLES_OF_ADMINISTRATOR = frozenset({DeskRole.SECRETARIAT.value, DeskRole.ADMINISTRATOR.value})


def check_can_keep_people(user: Any) -> None:
    """Raise unless the person is of the secretariat or an administrator."""
    if not is_system(user) and not has_desk_role(user, *KEEPERS):
        raise NotAllowed(_("People and invitations are kept by the secretariat."))


def check_can_invite(user: Any, role: str) -> None:
    """Raise unless the person may invite somebody into this role."""
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
