"""The provider's side: notices, the request as it was distributed, an answer to each need."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext
from django.views.generic import ListView, TemplateView

from clearinghouse.core.errors import DomainError
from clearinghouse.core.http import refuse
from requests_app import reading, selectors, services
from requests_app.enums import RequestStatus
from requests_app.forms import AnswerForm, answer_forms
from requests_app.models import Answer, Notice
from requests_app.views.records import OneNotice, WorkspacePage


def with_answered(notices: QuerySet[Notice]) -> QuerySet[Any]:
    """Notices that know whether they were answered, the unanswered first, then the newest."""
    answers = Answer.objects.filter(notice=OuterRef("pk"))
    return notices.annotate(is_answered=Exists(answers)).order_by("is_answered", "-visible_at")


class Notices(WorkspacePage, ListView):
    """Every request of which the person's parties were told."""

    template_name = "requests/notices.html"
    context_object_name = "notices"
    paginate_by = 30

    def get_queryset(self) -> QuerySet[Notice]:
        return with_answered(selectors.notices_visible_to(self.request.user))


class NoticePage(OneNotice, TemplateView):
    """One notice: the frozen words and the answers given so far. Opening it marks it as seen."""

    template_name = "requests/notice.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        services.mark_seen(self.notice, by=request.user)
        return self.render_to_response(self.get_context_data(forms=self.answer_forms()))

    def answer_forms(self) -> list[AnswerForm]:
        return answer_forms(
            self.notice.assistance_request.needs.all(),
            given=self.notice.answers.all(),
            data=self.request.POST if self.request.method == "POST" else None,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        forms: list[AnswerForm] = kwargs.pop("forms")
        content = self.notice.run.version.content
        by_need = {str(form.need.pk): form for form in forms}
        answers = list(self.notice.answers.select_related("answered_by"))
        return super().get_context_data(
            content=content,
            said=reading.said_to_providers(content),
            needs=[(need, by_need.get(need.id)) for need in reading.needs_said(content)],
            answered_at=max((answer.answered_at for answer in answers), default=None),
            may_answer=self.notice.assistance_request.status == RequestStatus.DISTRIBUTED,
            broken_forms=[form for form in forms if form.is_bound and form.errors],
            **kwargs,
        )


class AnswerNotice(NoticePage):
    """Answer; what is to be mended shows beside everything that was typed."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        forms = self.answer_forms()
        if [form for form in forms if not form.is_valid()]:
            return self.render_to_response(self.get_context_data(forms=forms), status=422)
        try:
            answers = services.answer(
                self.notice,
                by=request.user,
                answers=[answer for form in forms if (answer := form.answer())],
            )
        except DomainError as refusal:
            return self.refused(refusal, forms)
        sentence = ngettext(
            "Your answer to %(n)s need has been passed on.",
            "Your answers to %(n)s needs have been passed on.",
            len(answers),
        )
        messages.success(request, sentence % {"n": len(answers)})
        return redirect(self.notice)

    def refused(self, refusal: DomainError, forms: list[AnswerForm]) -> HttpResponse:
        """Keep the typed answers on the page; who may not answer at all gets 403 from `refuse`."""
        if not any(form.has_changed() for form in forms):
            return refuse(self.request, refusal, back_to=self.notice.get_absolute_url())
        context = self.get_context_data(forms=forms, refusal=refusal.sentence)
        return self.render_to_response(context, status=409)
