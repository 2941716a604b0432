"""What the workspace's home and the page of a request show of matches."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clearinghouse.access.catalogue import PartyPermission
from clearinghouse.access.checks import party_ids
from matching import selectors
from matching.enums import MatchStatus, Side
from matching.models import Match
from offers_app.models import Offer
from offers_app.panels import show_on_offer
from requests_app.models import AssistanceRequest
from requests_app.panels import Entry, Panel, show_on_home, show_on_request


def register() -> None:
    """Called once, from the app's configuration."""
    show_on_home(_waiting_for_the_state)
    show_on_home(_waiting_for_the_provider)
    show_on_home(_feedback)
    show_on_request(_of_request)
    show_on_offer(_of_offer)


def _waiting_for_the_state(user: Any) -> Panel:
    waiting = (
        selectors.shown_to_state(user).filter(status=MatchStatus.PROPOSED).order_by("proposed_at")
    )
    return Panel(_("Offers that wait for your word"), tuple(_entry(match) for match in waiting))


def _waiting_for_the_provider(user: Any) -> Panel:
    waiting = (
        selectors.shown_to_provider(user)
        .filter(status=MatchStatus.WELCOMED)
        .order_by("state_answered_at")
    )
    return Panel(
        _("States that welcome your help"),
        tuple(
            Entry(
                f"{match.need.party}: {match.need}",
                match.get_absolute_url(),
                match.get_status_display(),
            )
            for match in waiting
        ),
    )


def _feedback(user: Any) -> Panel:
    of_state = selectors.without_feedback(
        selectors.shown_to_state(user).filter(
            need__party_id__in=party_ids(user, PartyPermission.ACT)
        ),
        side=Side.STATE,
    )
    of_provider = selectors.without_feedback(selectors.shown_to_provider(user), side=Side.PROVIDER)
    over = {match.pk: match for match in (*of_state, *of_provider)}
    return Panel(
        _("Assistance that is over: how did it go?"),
        tuple(
            Entry(
                f"{match.need.assistance_request}: {match.offer.provider}",
                reverse("matching:feedback", args=[match.pk]),
                match.get_status_display(),
            )
            for match in over.values()
        ),
    )


def _of_request(user: Any, assistance_request: AssistanceRequest) -> Panel:
    shown = selectors.shown_to_state(user).filter(need__assistance_request=assistance_request)
    return Panel(
        _("Offers put to you"),
        tuple(_entry(match) for match in shown.order_by("need__number", "proposed_at")),
    )


def _of_offer(user: Any, offer: Offer) -> Panel:
    """What came of the offer, as far as its provider may know: from the State's welcome on."""
    shown = selectors.shown_to_provider(user).filter(offer=offer).order_by("-state_answered_at")
    return Panel(
        _("Needs that this offer was matched with"),
        tuple(
            Entry(
                f"{match.need.party}: {match.need}",
                match.get_absolute_url(),
                match.get_status_display(),
            )
            for match in shown
        ),
        _("The States that welcomed it, and what came of it."),
    )


def _entry(match: Match) -> Entry:
    return Entry(
        f"{match.offer.provider}: {match.offer.title}",
        match.get_absolute_url(),
        match.get_status_display(),
    )
