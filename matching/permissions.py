"""Who may do what to a match. Each check raises NotAllowed with its reason, and writes nothing."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from clearinghouse.access.catalogue import DeskRole, PartyPermission
from clearinghouse.access.checks import acts_for, has_desk_role
from clearinghouse.core.errors import NotAllowed
from matching.enums import Side
from matching.models import Match


def check_is_desk_reader(user: Any) -> None:
    """Experts, the secretariat and Committee members."""
    if not has_desk_role(user, DeskRole.EXPERT, DeskRole.SECRETARIAT, DeskRole.MEMBER):
        raise NotAllowed(
            _("Only experts, the secretariat and Committee members read matches at the desk.")
        )


def check_can_review(user: Any, match: Match | None = None) -> None:
    """Experts of the Committee."""
    if not has_desk_role(user, DeskRole.EXPERT):
        raise NotAllowed(_("Only an expert shortlists, dismisses or puts an offer to the State."))


def check_can_answer_for_state(user: Any, match: Match) -> None:
    """Focal points of the party whose need it is."""
    if not acts_for(user, match.need.party_id, PartyPermission.ACT):
        raise NotAllowed(_("Only a focal point of the requester welcomes or declines an offer."))


def check_can_answer_for_provider(user: Any, match: Match) -> None:
    """Contacts of the provider whose offer it is."""
    if not acts_for(user, match.offer.provider_id, PartyPermission.PROVIDE):
        raise NotAllowed(_("Only a contact of the provider answers for it."))


def check_can_follow(user: Any, match: Match) -> None:
    """An expert, or a contact of the provider: those who know how the delivery goes."""
    if not has_desk_role(user, DeskRole.EXPERT):
        check_can_answer_for_provider(user, match)


def check_can_note_progress(user: Any, match: Match) -> None:
    """A focal point of the State or a contact of the provider: those between whom the delivery goes on."""
    if side_of(user, match) is None:
        raise NotAllowed(_("Only the State and the provider note how the delivery goes."))


def side_of(user: Any, match: Match) -> Side | None:
    """From which side the person speaks of this match; the State's where somebody stands on both."""
    if acts_for(user, match.need.party_id, PartyPermission.ACT):
        return Side.STATE
    if acts_for(user, match.offer.provider_id, PartyPermission.PROVIDE):
        return Side.PROVIDER
    return None
