"""Which mail each step of a match causes. Called inside the step's transaction; a mail names no need and no offer."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.urls import reverse

from clearinghouse.access.catalogue import DeskRole
from clearinghouse.notifications.queue import Recipient, queue
from matching.enums import Side
from matching.models import Match, MatchNote
from requests_app.notices import focal_points, provider_contacts, tell_requester


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


def asked(note: MatchNote) -> None:
    """A State asks the experts about an offer that was put to it."""
    request = note.match.need.assistance_request
    if request is not None:
        queue(
            "match_question",
            key=f"match_question:{note.pk}",
            to=experts(),
            about=note.match_id,
            context={"reference": request.reference, "path": _at_the_desk(note.match)},
            is_rehearsal=request.is_rehearsal,
        )


def answered(note: MatchNote) -> None:
    """The experts answered the State's question."""
    request = note.match.need.assistance_request
    if request is not None:
        path = f"{note.match.get_absolute_url()}#questions"
        tell_requester("match_answer", request, once=str(note.pk), path=path)


def feedback_asked(match: Match, *, side: Side, is_second: bool = False) -> None:
    """The assistance is over: how did it go?"""
    request = match.need.assistance_request
    if request is None:
        return
    of_state = side == Side.STATE
    queue(
        "feedback_asked",
        key=f"feedback_asked:{match.pk}:{side}:{2 if is_second else 1}",
        to=focal_points(match.need.party) if of_state else provider_contacts(match.offer.provider),
        about=match.pk,
        context={
            "reference": request.reference,
            "path": reverse("matching:feedback", args=[match.pk]),
            "is_second": is_second,
        },
        is_rehearsal=request.is_rehearsal,
    )


def experts() -> list[Recipient]:
    """Every expert with an account."""
    people = get_user_model().objects.filter(is_active=True, groups__name=DeskRole.EXPERT)
    return [Recipient(address=p.email, name=p.full_name, language=p.language) for p in people]


def _at_the_desk(match: Match) -> str:
    return f"{reverse('admin:desk_matching:pair', args=[match.pk])}#questions"
