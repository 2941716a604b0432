"""Who may keep the directory. Each check raises NotAllowed with its reason, and writes nothing."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from clearinghouse.access.catalogue import DeskRole, PartyPermission
from clearinghouse.access.checks import acts_for, has_desk_role, is_system
from clearinghouse.core.errors import NotAllowed
from clearinghouse.parties.models import Party


def check_can_keep_directory(user: Any) -> None:
    """The secretariat; the system when it loads a demonstration."""
    if not is_system(user) and not has_desk_role(user, DeskRole.SECRETARIAT):
        raise NotAllowed(_("The directory is kept by the secretariat. Ask it for the change."))


def check_can_keep_contacts(user: Any, party: Party) -> None:
    """The party's focal points and provider contacts for their own party, and the secretariat."""
    own = (PartyPermission.ACT, PartyPermission.PROVIDE)
    if not any(acts_for(user, party.pk, permission) for permission in own):
        check_can_keep_directory(user)
