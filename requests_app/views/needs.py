"""What a State says of its needs: at any time, when a year is over, and when it closes the request."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy
from django.views.generic import FormView

from clearinghouse.core.errors import DomainError, NotAllowed
from clearinghouse.workflow.views import TransitionView
from requests_app import permissions, selectors, services
from requests_app.enums import LIVE_NEEDS, RequestStatus
from requests_app.forms import ClosingForm, FollowUpForm
from requests_app.models import FollowUp, Need
from requests_app.views.records import OneRequest, WorkspacePage

SAID = {
    "meet": services.meet,
    "meet_partly": services.meet_partly,
    "drop": services.drop,
    "stand_again": services.stand_again,
}
DONE = {
    "meet": gettext_lazy("Recorded: the need is met."),
    "meet_partly": gettext_lazy("Recorded: the need is partly met; it goes on looking for help."),
    "drop": gettext_lazy("Recorded: the help is no longer needed."),
    "stand_again": gettext_lazy("Recorded: the help is still needed."),
}


class SayOfNeed(WorkspacePage, TransitionView):
    """One need: met, partly met, no longer needed, or still needed after all."""

    selector = selectors.needs_visible_to
    services = SAID
    done = DONE

    def back_to(self, record: Need) -> str:
        assert record.assistance_request is not None
        return f"{record.assistance_request.get_absolute_url()}#needs"


class _Saying(FormView):
    """A form about the needs of a request: accepted, or the page again with what was chosen."""

    done: Any
    back_to: str

    def perform(self, form: Any) -> None:
        raise NotImplementedError

    def form_valid(self, form: Form) -> HttpResponse:
        try:
            self.perform(form)
        except NotAllowed as refusal:
            raise PermissionDenied(str(refusal.sentence)) from refusal
        except DomainError as refusal:
            form.add_error(None, str(refusal.sentence))
            return self.form_invalid(form)
        messages.success(self.request, str(self.done))
        return redirect(self.back_to)

    def form_invalid(self, form: Form) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class Close(OneRequest, _Saying):
    """Settle what is left and close, in one step."""

    template_name = "requests/close.html"
    form_class = ClosingForm
    done = gettext_lazy("The request has been closed. Thank you for saying what became of it.")

    def check_record(self, user: Any) -> None:
        permissions.check_can_decide(user, self.assistance_request)
        self.back_to = self.assistance_request.get_absolute_url()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.assistance_request.status != RequestStatus.DISTRIBUTED:
            return redirect(self.back_to)
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        live = self.assistance_request.needs.filter(status__in=LIVE_NEEDS).order_by("number")
        return super().get_form_kwargs() | {"needs": live}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        settled = self.assistance_request.needs.exclude(status__in=LIVE_NEEDS).order_by("number")
        return super().get_context_data(settled=settled, **kwargs)

    def perform(self, form: ClosingForm) -> None:
        services.close(
            self.assistance_request,
            by=self.request.user,
            note=form.cleaned_data["note"],
            outcomes=form.chosen(),
        )


class AnswerFollowUp(WorkspacePage, _Saying):
    """A year is over: how does each need stand? What was answered can be read here afterwards."""

    template_name = "requests/follow_up.html"
    form_class = FollowUpForm
    done = gettext_lazy("Thank you. The experts see how your needs stand.")
    follow_up: FollowUp

    def check(self, user: Any) -> None:
        self.follow_up = get_object_or_404(
            selectors.follow_ups_visible_to(user), pk=self.kwargs["pk"]
        )
        self.back_to = self.follow_up.get_absolute_url()

    @property
    def may_answer(self) -> bool:
        """Whether there is something to answer, and the person may."""
        if self.follow_up.answered_at is not None:
            return False
        try:
            permissions.check_can_speak_for_request(
                self.request.user, self.follow_up.assistance_request
            )
        except NotAllowed:
            return False
        return self.follow_up.assistance_request.status == RequestStatus.DISTRIBUTED

    def get_form_kwargs(self) -> dict[str, Any]:
        record = self.follow_up.assistance_request
        return super().get_form_kwargs() | {
            "needs": record.needs.filter(status__in=LIVE_NEEDS).order_by("number"),
            "by_document": permissions.is_for_the_state(self.request.user, record),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            follow_up=self.follow_up,
            record=self.follow_up.assistance_request,
            may_answer=self.may_answer,
            answers=self.follow_up.answers.select_related("need"),
            **kwargs,
        )

    def perform(self, form: FollowUpForm) -> None:
        services.answer_follow_up(
            self.follow_up,
            by=self.request.user,
            words=form.words(),
            document=form.cleaned_data.get("document", ""),
        )
