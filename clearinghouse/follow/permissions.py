"""Who may follow. Each check raises NotAllowed with its reason."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from clearinghouse.access.catalogue import DeskRole
from clearinghouse.access.checks import has_desk_role
from clearinghouse.core.errors import NotAllowed
from clearinghouse.follow.models import Follow
from clearinghouse.follow.sources import audience_of


def check_can_follow(user: Any) -> None:
    """Whoever has a role for a party or at the desk."""
    if not audience_of(user):
        raise NotAllowed(
            _(
                "Following needs a role for a State, an organization or the desk. Ask the secretariat."
            )
        )


def check_gets_weekly(user: Any) -> None:
    """Committee members."""
    if not has_desk_role(user, DeskRole.MEMBER):
        raise NotAllowed(_("The weekly summary goes to Committee members only."))


def check_is_own(user: Any, follow: Follow) -> None:
    """The person who follows, nobody else."""
    if follow.person_id != user.pk:
        raise NotAllowed(_("Only the person who follows this changes it."))
