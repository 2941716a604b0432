"""A provider's question at the desk: recorded for paper, withheld, or joined with another."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from clearinghouse.core.errors import DomainError, NotAllowed, RuleBroken
from clearinghouse.workflow.advance import may
from requests_app import permissions, questions, services, workflow
from requests_app.forms import PaperReplyForm
from requests_app.models import Question
from requests_app.views.officer import DeskPage


class QuestionAtDesk(DeskPage):
    """One question with what an expert can do to it."""

    def get(self, request: HttpRequest, pk: str) -> HttpResponse:
        question = self.question(pk)
        given = {"wording": question.shown, "reply": question.reply}
        return self.show(question, PaperReplyForm(initial=given))

    def post(self, request: HttpRequest, pk: str) -> HttpResponse:
        question = self.question(pk)
        form = PaperReplyForm(request.POST)
        try:
            permissions.check_is_expert(request.user)
            if not form.is_valid():
                return self.show(question, form, status=422)
            self.perform(question, request.POST.get("verb", ""), form.cleaned_data)
        except NotAllowed as refusal:
            raise PermissionDenied(str(refusal.sentence)) from refusal
        except DomainError as refusal:
            question.refresh_from_db()
            return self.show(question, form, status=409, refusal=refusal.sentence)
        messages.success(request, _("Done."))
        return redirect("admin:desk_requests:question", pk=question.pk)

    def question(self, pk: str) -> Question:
        return get_object_or_404(questions.visible_to(self.request.user), pk=pk)

    def perform(self, question: Question, verb: str, words: dict[str, Any]) -> None:
        """One step, one service; an unknown button is a refusal."""
        user, note = self.request.user, self.request.POST.get("note", "")
        if verb == "reply":
            services.reply_to_all(question, by=user, **words)
        elif verb == "reply_to_experts":
            services.reply_to_experts(question, by=user, **words)
        elif verb == "decline":
            services.decline(question, by=user, document=words["document"])
        elif verb == "withhold":
            services.withhold(question, by=user, note=note)
        elif verb == "merge":
            chosen = self.request.POST.get("into", "")
            into = next((q for q in questions.may_take(question) if str(q.pk) == chosen), None)
            if into is None:
                raise RuleBroken(_("Choose the question with which this one is joined."))
            services.merge(question, into=into, by=user)
        else:
            raise RuleBroken(_("Choose one of the buttons on this page."))

    def show(
        self, question: Question, form: PaperReplyForm, *, status: int = 200, **context: Any
    ) -> HttpResponse:
        user, record = self.request.user, question.assistance_request
        return self.page(
            "requests/desk_question.html",
            status=status,
            title=str(question),
            trail=[
                (str(record), reverse("admin:desk_requests:detail", args=[record.pk])),
                (_("Question"), ""),
            ],
            question=question,
            form=form,
            others=questions.may_take(question),
            may_reply=permissions.is_for_the_state(user, record)
            and may(question, workflow.REPLY, user) is None,
            may_withhold=may(question, workflow.WITHHOLD_QUESTION, user) is None,
            may_merge=may(question, workflow.MERGE_QUESTION, user) is None,
            **context,
        )
