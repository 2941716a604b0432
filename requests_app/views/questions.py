"""Questions of providers in the workspace: the provider asks, the State answers to all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from clearinghouse.core.errors import DomainError, NotAllowed
from clearinghouse.workflow.advance import may
from requests_app import permissions, questions, services, workflow
from requests_app.enums import QuestionStatus, RequestStatus
from requests_app.forms import QuestionForm, ReplyForm
from requests_app.models import Question
from requests_app.views.provider import NoticePage
from requests_app.views.records import WorkspacePage


class AskQuestion(NoticePage):
    """Ask; what is to be mended shows on the page of the notice beside what was typed."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = QuestionForm(request.POST, needs=self.live_needs())
        if not form.is_valid():
            return self.again(form, status=422)
        text = form.cleaned_data["text"]
        try:
            services.ask(self.notice, by=request.user, text=text, need=form.chosen_need())
        except NotAllowed as refusal:
            raise PermissionDenied(str(refusal.sentence)) from refusal
        except DomainError as refusal:
            return self.again(form, status=409, refusal=refusal.sentence)
        messages.success(request, _("Your question has been passed on to the State."))
        return redirect(f"{self.notice.get_absolute_url()}#questions")

    def again(self, form: QuestionForm, *, status: int, **context: Any) -> HttpResponse:
        filled = self.get_context_data(
            forms=self.answer_forms(as_typed=False), question_form=form, **context
        )
        return self.render_to_response(filled, status=status)


class QuestionPage(WorkspacePage, TemplateView):
    """One question for the State: write the answer, keep it, send it, or say that there is none."""

    template_name = "requests/question.html"
    question: Question
    done = {
        "save": gettext_lazy("Saved. Nobody else has been told."),
        "reply": gettext_lazy("Your answer has gone to every provider that received the request."),
        "reply_to_experts": gettext_lazy("Your answer has gone to the Committee's experts only."),
        "decline": gettext_lazy("It is noted that you do not answer this question."),
    }

    def check(self, user: Any) -> None:
        self.question = get_object_or_404(questions.visible_to(user), pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        given = {"wording": self.question.shown, "reply": self.question.reply}
        return self.page(ReplyForm(initial=given))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ReplyForm(request.POST)
        verb = request.POST.get("verb", "")
        if verb not in self.done:
            messages.error(request, _("Choose one of the buttons on this page."))
            return redirect(self.question)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            self.step(verb)(form.cleaned_data)
        except NotAllowed as refusal:
            raise PermissionDenied(str(refusal.sentence)) from refusal
        except DomainError as refusal:
            self.question.refresh_from_db()
            return self.page(form, status=409, refusal=refusal.sentence)
        messages.success(request, str(self.done[verb]))
        return redirect(self.question)

    def step(self, verb: str) -> Callable[[dict[str, Any]], Any]:
        user, question = self.request.user, self.question
        steps: dict[str, Callable[[dict[str, Any]], Any]] = {
            "save": lambda words: services.save_reply(question, by=user, **words),
            "reply": lambda words: services.reply_to_all(question, by=user, **words),
            "reply_to_experts": lambda words: services.reply_to_experts(question, by=user, **words),
            "decline": lambda words: services.decline(question, by=user),
        }
        return steps[verb]

    def page(self, form: ReplyForm, *, status: int = 200, **context: Any) -> HttpResponse:
        question, user = self.question, self.request.user
        is_open = (
            question.status == QuestionStatus.WAITING
            and question.assistance_request.status == RequestStatus.DISTRIBUTED
        )
        filled = self.get_context_data(
            question=question,
            form=form,
            may_draft=is_open and _passes(permissions.check_can_draft_reply, user, question),
            may_send=is_open and may(question, workflow.REPLY, user) is None,
            **context,
        )
        return self.render_to_response(filled, status=status)


def _passes(check: Callable[[Any, Question], None], user: Any, question: Question) -> bool:
    try:
        check(user, question)
    except NotAllowed:
        return False
    return True
