"""Which mail each step of a match causes. Called inside the step's transaction; a mail names no need and no offer."""

from __future__ import annotations

from clearinghouse.notifications.queue import queue
from matching.models import Match
from requests_app.notices import provider_contacts, tell_requester


def proposed(match: Match) -> None:
    """An offer waits for the State's word."""
    request = match.need.assistance_request
    if request is not None:
        tell_requester(
            "match_proposed",
            request,
            once=f"{match.pk}:{match.proposed_at}",
            path=match.get_absolute_url(),
        )


def welcomed(match: Match) -> None:
    """The State would like the provider's help."""
    request = match.need.assistance_request
    if request is not None:
        queue(
            "match_welcomed",
            key=f"match_welcomed:{match.pk}",
            to=provider_contacts(match.offer.provider),
            about=match.pk,
            context={"reference": request.reference, "path": match.get_absolute_url()},
            is_rehearsal=request.is_rehearsal,
        )
