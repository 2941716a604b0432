"""Matches in the workspace: the State welcomes or declines, the provider agrees or cannot."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import FormView, TemplateView

from clearinghouse.access.catalogue import PartyPermission
from clearinghouse.access.checks import acts_for, is_desk
from clearinghouse.audit.models import AuditEvent
from clearinghouse.audit.timeline import lines
from clearinghouse.core.errors import DomainError
from clearinghouse.core.http import refuse
from clearinghouse.workflow.views import TransitionView
from matching import conversation, permissions, selectors, services
from matching.enums import MatchStatus
from matching.forms import FeedbackForm, ProgressForm
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
            talk=conversation.of(match, user=user),
            history=conversation.timeline(
                match,
                lines(_history(match, all_of_it=asks), hide_names=not is_desk(user)),
                user=user,
            ),
            **kwargs,
        )


class Answer(WorkspacePage, TransitionView):
    """The State's and the provider's words on a match."""

    selector = selectors.visible_to
    services = {
        "welcome": services.welcome,
        "decline": services.decline,
        "take_back_decline": services.take_back_decline,
        "ask": services.ask,
        "agree": services.agree,
        "turn_down": services.turn_down,
        "begin": services.begin,
        "complete": services.complete,
        "fail": services.fail,
    }
    done = {
        "welcome": gettext_lazy("Thank you. The provider has been told that you welcome its help."),
        "decline": gettext_lazy("Thank you. The experts see your reason and will look further."),
        "take_back_decline": gettext_lazy("The offer waits for your word again."),
        "ask": gettext_lazy("The experts have your question. You get a mail when they answer."),
        "agree": gettext_lazy("Thank you. The State and the experts see that you will assist."),
        "turn_down": gettext_lazy("Thank you. The State and the experts see your reason."),
    }


class NoteProgress(WorkspacePage, View):
    """How the delivery goes, and when it should be complete."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: str) -> HttpResponse:
        match = get_object_or_404(selectors.visible_to(request.user), pk=pk)
        back_to = f"{match.get_absolute_url()}#progress"
        form = ProgressForm(request.POST)
        if not form.is_valid():
            for errors in form.errors.values():
                messages.error(request, str(errors[0]))
            return redirect(back_to)
        try:
            services.note_progress(match, by=request.user, **form.cleaned_data)
        except DomainError as refusal:
            return refuse(request, refusal, back_to=back_to)
        messages.success(request, _("Noted. The other side and the experts read it."))
        return redirect(back_to)


class GiveFeedback(WorkspacePage, FormView):
    """How the assistance went, once from each side."""

    template_name = "matching/feedback.html"
    form_class = FeedbackForm
    match: Match

    def check(self, user: Any) -> None:
        self.match = get_object_or_404(selectors.visible_to(user), pk=self.kwargs["pk"])
        permissions.check_can_note_progress(user, self.match)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not conversation.of(self.match, user=request.user).asks_feedback:
            return redirect(f"{self.match.get_absolute_url()}#feedback")
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(match=self.match, **kwargs)

    def form_valid(self, form: FeedbackForm) -> HttpResponse:
        try:
            services.give_feedback(self.match, by=self.request.user, **form.cleaned_data)
        except DomainError as refusal:
            return refuse(self.request, refusal, back_to=self.match.get_absolute_url())
        messages.success(
            self.request, _("Thank you. It helps the next State and the next provider.")
        )
        return redirect(f"{self.match.get_absolute_url()}#feedback")

    def form_invalid(self, form: FeedbackForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


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
