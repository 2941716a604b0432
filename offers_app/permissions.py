"""Who may do what to an offer. Each check raises NotAllowed with its reason, and writes nothing."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from clearinghouse.access.catalogue import DeskRole, PartyPermission
from clearinghouse.access.checks import acts_for, has_desk_role, is_system
from clearinghouse.core.errors import NotAllowed
from clearinghouse.parties.models import Party
from offers_app.models import Offer


def check_can_create(user: Any, provider: Party) -> None:
    """Contacts of the provider."""
    if not acts_for(user, provider.pk, PartyPermission.PROVIDE):
        raise NotAllowed(
            _("Only contacts of the provider write its offers. Ask the secretariat for that role.")
        )


def check_can_enter(user: Any) -> None:
    """Experts, for an offer that came on paper or stands in the Committee's list."""
    if not has_desk_role(user, DeskRole.EXPERT):
        raise NotAllowed(_("Only an expert enters offers on behalf of a provider."))


def check_can_keep(user: Any, offer: Offer) -> None:
    """Contacts of the provider, always; an expert only for what the desk entered from a source."""
    if acts_for(user, offer.provider_id, PartyPermission.PROVIDE):
        return
    if offer.source and has_desk_role(user, DeskRole.EXPERT):
        return
    raise NotAllowed(_("Only contacts of the provider decide on this offer."))


def check_can_confirm(user: Any, offer: Offer) -> None:
    """Contacts of the provider; that it stands cannot be said for it."""
    if not acts_for(user, offer.provider_id, PartyPermission.PROVIDE):
        raise NotAllowed(_("Only contacts of the provider decide on this offer."))


def check_is_system(user: Any, offer: Offer) -> None:
    """What happens by itself when the last day of validity is over."""
    if not is_system(user):
        raise NotAllowed(_("An offer expires by itself after its last day."))


def check_came_by_link(user: Any, offer: Offer) -> None:
    """The link of a mail that we sent to the provider; nobody who is signed in speaks that way."""
    if not is_system(user):
        raise NotAllowed(_("Only the link in our mail to the provider confirms without a sign-in."))
