"""The provider's side: notices, the request as it was distributed, an answer to each need."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from django.views.generic import ListView, TemplateView

from clearinghouse.core.errors import DomainError
from clearinghouse.core.http import refuse
from requests_app import changes, inbox, questions, reading, selectors, services
from requests_app.enums import NeedStatus, RequestStatus, ResponseKind
from requests_app.fits import fits_of
from requests_app.forms import AnswerForm, QuestionForm, ReasonForm, answer_forms
from requests_app.models import Need
from requests_app.views.records import OneNotice, WorkspacePage

# Enough to find the fits of many notices without their words.
KEYS = ("pk", "provider_id", "assistance_request_id")


class Notices(WorkspacePage, ListView):
    """Every request of which the person's parties were told: what waits first, and there what their offers fit."""

    template_name = "requests/notices.html"
    context_object_name = "notices"
    paginate_by = 30

    def get_queryset(self) -> QuerySet[Any]:
        self.fits = fits_of(
            selectors.notices_visible_to(self.request.user).select_related(None).only(*KEYS)
        )
        everything = inbox.sorted_notices(self.request.user, fitting=self.fits)
        self.counts = inbox.counts(everything)
        self.chosen = inbox.chosen(self.request.GET.get("show", ""))
        return inbox.narrowed(everything, show=self.chosen)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(
            shelves=[(key, inbox.LABELS[key], self.counts[key]) for key in inbox.LABELS],
            chosen=self.chosen,
            unseen=self.counts["unseen"],
            **kwargs,
        )
        for notice in context["notices"]:
            notice.own_fits = self.fits.get(notice.pk, [])
        return context


class NoticePage(OneNotice, TemplateView):
    """One notice: the frozen words and the answers given so far. Opening it marks it as seen."""

    template_name = "requests/notice.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        services.mark_seen(self.notice, by=request.user)
        return self.render_to_response(self.get_context_data(forms=self.answer_forms()))

    def answer_forms(self, *, as_typed: bool = True) -> list[AnswerForm]:
        return answer_forms(
            self.notice.assistance_request.needs.all(),
            given=self.notice.answers.all(),
            data=self.request.POST if as_typed and self.request.method == "POST" else None,
        )

    def live_needs(self) -> list[Need]:
        """Needs that are still asked."""
        needs = self.notice.assistance_request.needs.exclude(status=NeedStatus.NO_LONGER_NEEDED)
        return list(needs.order_by("number"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        forms: list[AnswerForm] = kwargs.pop("forms")
        sent, newest = self.notice.run.version, self.notice.newest_version
        content = newest.content
        by_need = {str(form.need.pk): form for form in forms}
        answers = list(self.notice.answers.select_related("answered_by"))
        return super().get_context_data(
            content=content,
            sent=sent,
            newest=newest,
            changes=changes.between(sent.content, content) if newest != sent else None,
            gone=[form.need for form in forms if form.need.status == NeedStatus.NO_LONGER_NEEDED],
            said=reading.said_to_providers(content),
            needs=[(need, by_need.get(need.id)) for need in reading.needs_said(content)],
            answered_at=max((answer.answered_at for answer in answers), default=None),
            response=self.notice.responses.order_by("responded_at").last(),
            reason_form=ReasonForm(),
            answered_questions=questions.answered_for(self.notice),
            own_questions=questions.own_of(self.notice),
            question_form=kwargs.pop("question_form", None)
            or QuestionForm(needs=self.live_needs()),
            history=reading.answer_history(self.notice),
            fits=fits_of([self.notice]).get(self.notice.pk, []),
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
        if not answers:
            messages.info(request, _("Nothing was changed; your answers stand as they are."))
            return redirect(self.notice)
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


class RespondToNotice(OneNotice, View):
    """Say "received" or "not for us" of the whole notice, or take the latter back."""

    http_method_names = ["post"]
    said = {
        ResponseKind.RECEIVED: gettext_lazy("It is noted that you have received it."),
        ResponseKind.NOT_FOR_US: gettext_lazy(
            "It is noted that this request is not for you. You can take that back here."
        ),
        ResponseKind.FOR_US: gettext_lazy("It is noted that this request is for you after all."),
    }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ReasonForm(request.POST)
        kind = request.POST.get("kind", "")
        back_to = self.notice.get_absolute_url()
        if kind not in ResponseKind.values or not form.is_valid():
            messages.error(
                request, _("Choose one of the answers on this page; keep the reason short.")
            )
            return redirect(back_to)
        reason = form.cleaned_data["reason"] if kind == ResponseKind.NOT_FOR_US else ""
        try:
            services.respond(self.notice, by=request.user, kind=ResponseKind(kind), reason=reason)
        except DomainError as refusal:
            return refuse(request, refusal, back_to=back_to)
        messages.success(request, str(self.said[ResponseKind(kind)]))
        return redirect(back_to)
