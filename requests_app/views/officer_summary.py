"""The words that may become public, written at the desk."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from clearinghouse.core.errors import DomainError, NotAllowed
from clearinghouse.core.http import refuse
from clearinghouse.core.templatetags.ui import language_name
from clearinghouse.core.vocabulary import LANGUAGE_CODES
from requests_app import desk_selectors, permissions, publication, selectors, services
from requests_app.desk_forms import SummaryForm
from requests_app.models import AssistanceRequest
from requests_app.views.officer import DeskPage


class _SummaryPage(DeskPage):
    def check(self, user: Any) -> None:
        permissions.check_is_expert(user)

    def record(self, pk: Any, language: str) -> AssistanceRequest:
        if language not in LANGUAGE_CODES:
            raise Http404
        return get_object_or_404(selectors.requests_for_desk(self.request.user), pk=pk)


class Write(_SummaryPage):
    """Write or change the words in one language, with what a change does to the consent said beforehand."""

    def get(self, request: HttpRequest, pk: str, language: str) -> HttpResponse:
        record = self.record(pk, language)
        summary = record.summaries.filter(language=language).first()
        initial = (
            {"title": summary.title, "text": summary.text} if summary else {"title": record.title}
        )
        return self.show(record, language, SummaryForm(initial=initial))

    def post(self, request: HttpRequest, pk: str, language: str) -> HttpResponse:
        record, form = self.record(pk, language), SummaryForm(request.POST)
        if form.is_valid():
            try:
                services.write_summary(
                    record, by=request.user, language=language, **form.cleaned_data
                )
            except NotAllowed as refusal:
                raise PermissionDenied(str(refusal.sentence)) from refusal
            except DomainError as refusal:
                form.add_error(None, str(refusal.sentence))
        if form.errors:
            return self.show(record, language, form, status=422)
        messages.success(
            request,
            _("The words have been saved. They become public when the State consents to them."),
        )
        return redirect(_publication_of(pk))

    def show(
        self, record: AssistanceRequest, language: str, form: SummaryForm, *, status: int = 200
    ) -> HttpResponse:
        title = _("Summary in %(language)s") % {"language": language_name(language)}
        states = desk_selectors.summary_states(record)
        for name in ("title", "text"):
            form.fields[name].widget.attrs |= {"lang": language, "dir": "auto"}
        return self.page(
            "requests/desk_summary.html",
            status=status,
            title=title,
            trail=[
                (_("Requests"), reverse("admin:desk_requests:list")),
                (str(record), reverse("admin:desk_requests:detail", args=[record.pk])),
                (title, ""),
            ],
            record=record,
            form=form,
            facts=publication.facts_of(record),
            state=next(state for state in states if state.language == language),
            others=[state for state in states if state.summary and state.language != language],
        )


class PutToState(_SummaryPage):
    """Ask the State for its consent to exactly these words."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: str, language: str) -> HttpResponse:
        record = self.record(pk, language)
        summary = get_object_or_404(
            selectors.summaries_visible_to(request.user),
            assistance_request=record,
            language=language,
        )
        try:
            services.put_summary_to_state(
                summary, by=request.user, sha256=request.POST.get("sha256") or None
            )
        except DomainError as refusal:
            return refuse(request, refusal, back_to=_publication_of(pk))
        messages.success(
            request, _("The State has been asked for its consent to exactly these words.")
        )
        return redirect(_publication_of(pk))


def _publication_of(pk: Any) -> str:
    return reverse("admin:desk_requests:detail", args=[pk]) + "#publication"
