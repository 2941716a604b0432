"""Matches in the workspace: the State welcomes or declines, the provider agrees or cannot."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from clearinghouse.access.catalogue import PartyPermission
from clearinghouse.access.checks import acts_for, is_desk
from clearinghouse.audit.models import AuditEvent
from clearinghouse.audit.timeline import lines
from clearinghouse.workflow.views import TransitionView
from matching import selectors, services
from matching.enums import MatchStatus
from matching.models import Match
from matching.views import presentation
from requests_app.enums import ContactRole, RequestStatus
from requests_app.models import RequestContact
from requests_app.views.records import WorkspacePage


class MatchList(WorkspacePage, TemplateView):
    """Offers put to the person's State, and needs for which its own offers are welcome."""

    template_name = "matching/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        asked = selectors.shown_to_state(user).order_by("-proposed_at")
        return super().get_context_data(
            waiting=asked.filter(status=MatchStatus.PROPOSED),
            answered=asked.exclude(status=MatchStatus.PROPOSED),
            welcomed=selectors.shown_to_provider(user).order_by("-state_answered_at"),
            **kwargs,
        )


class MatchPage(WorkspacePage, TemplateView):
    """One match, from the side of whoever reads it."""

    template_name = "matching/detail.html"
    match: Match

    def check(self, user: Any) -> None:
        self.match = get_object_or_404(selectors.visible_to(user), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, match = self.request.user, self.match
        asks = acts_for(user, match.need.party_id, PartyPermission.DRAFT)
        return super().get_context_data(
            match=match,
            asks=asks,
            line=presentation.line(match, user=user, url_name="matching:step"),
            contacts=_contacts(match),
            history=lines(_history(match, all_of_it=asks), hide_names=not is_desk(user)),
            **kwargs,
        )


class Answer(WorkspacePage, TransitionView):
    """The State's and the provider's words on a match."""

    selector = selectors.visible_to
    services = {
        "welcome": services.welcome,
        "decline": services.decline,
        "agree": services.agree,
        "turn_down": services.turn_down,
        "begin": services.begin,
        "complete": services.complete,
        "fail": services.fail,
    }
    done = {
        "welcome": gettext_lazy("Thank you. The provider has been told that you welcome its help."),
        "decline": gettext_lazy("Thank you. The experts see your reason and will look further."),
        "agree": gettext_lazy("Thank you. The State and the experts see that you will assist."),
        "turn_down": gettext_lazy("Thank you. The State and the experts see your reason."),
    }


def _contacts(match: Match) -> QuerySet[RequestContact]:
    """The mission's officers, for the provider to write to: from the State's welcome until it withdraws its request."""
    if match.state_answered_at is None or match.status == MatchStatus.DECLINED:
        return RequestContact.objects.none()
    return RequestContact.objects.filter(
        assistance_request=match.need.assistance_request_id, role=ContactRole.MISSION
    ).exclude(assistance_request__status=RequestStatus.WITHDRAWN)


def _history(match: Match, *, all_of_it: bool) -> QuerySet[AuditEvent]:
    """What happened since the offer was put to the State; a provider reads on from the welcome."""
    since = match.proposed_at if all_of_it else match.state_answered_at
    return AuditEvent.objects.filter(about_id=match.pk, at__gte=since)
