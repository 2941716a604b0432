"""Writing a request: begin, section by section, saved by button and by itself, review."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import FormView, TemplateView

from clearinghouse.access.catalogue import PartyPermission
from clearinghouse.core import clock
from clearinghouse.core.errors import NotAllowed
from clearinghouse.parties.selectors import parties_of
from clearinghouse.workflow.advance import may
from requests_app import (
    changes,
    permissions,
    previews,
    reading,
    selectors,
    services,
    versions,
    workflow,
)
from requests_app.forms import SECTIONS, StartForm
from requests_app.models import AssistanceRequest
from requests_app.views import progress
from requests_app.views.keys import as_key
from requests_app.views.records import OneDraft, OneRequest, WorkspacePage
from requests_app.views.writing_help import writing_help

# How many earlier requests are offered to begin with.
EARLIER = 20


class Start(WorkspacePage, FormView):
    """Choose for whom and in which language, and get a draft."""

    template_name = "requests/start.html"
    form_class = StartForm

    def check(self, user: Any) -> None:
        self.own_parties = parties_of(user, PartyPermission.DRAFT)
        if not self.own_parties.exists():
            raise NotAllowed(
                _("Only drafters and focal points of a State or organization write requests.")
            )

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"parties": self.own_parties}

    def get_initial(self) -> dict[str, Any]:
        return {
            "party": self.own_parties.first(),
            "language": (get_language() or "en").split("-")[0],
            "submission_key": uuid.uuid4(),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            earlier=selectors.to_copy_from(self.request.user)[:EARLIER],
            copy_fields={"submission_key": uuid.uuid4()},
            **kwargs,
        )

    def form_valid(self, form: StartForm) -> HttpResponse:
        draft = services.create_draft(by=self.request.user, **form.cleaned_data)
        return redirect(progress.section_address(draft, SECTIONS[0]))


class Copy(OneRequest, View):
    """Begin a draft with the words of an earlier request."""

    http_method_names = ["post"]

    def check_record(self, user: Any) -> None:
        permissions.check_can_create(user, self.assistance_request.requester)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        copied = services.copy_to_draft(
            self.assistance_request,
            by=request.user,
            submission_key=as_key(request.POST.get("submission_key")),
        )
        messages.success(
            request,
            _(
                "A new draft with the same words. Documents, references and decisions were not taken over."
            ),
        )
        if copied.dates_left_out:
            sentence = ngettext(
                "%(n)s date had passed and was left empty. Look at the needs and at Timing.",
                "%(n)s dates had passed and were left empty. Look at the needs and at Timing.",
                copied.dates_left_out,
            )
            messages.warning(request, sentence % {"n": copied.dates_left_out})
        return redirect(progress.section_address(copied.draft, SECTIONS[0]))


class Continue(OneDraft, View):
    """The first section in which something is missing, or else the review."""

    def check_record(self, user: Any) -> None:
        permissions.check_can_read_draft(user, self.assistance_request)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.may_edit:
            return redirect("requests:review", pk=self.assistance_request.pk)
        steps = progress.steps(self.assistance_request, current="")
        unfinished = [step["href"] for step in steps if step["state"] == "missing"]
        return redirect(unfinished[0] if unfinished else steps[-1]["href"])


class Review(OneDraft, TemplateView):
    """Everything as it will be sent, what is missing, and the button."""

    template_name = "requests/review.html"

    def check_record(self, user: Any) -> None:
        permissions.check_can_read_draft(user, self.assistance_request)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.is_editable and self.assistance_request.submitted_at:
            # Back button or second click after submission.
            return redirect("requests:receipt", pk=self.assistance_request.pk)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        draft = self.assistance_request
        content = versions.content_of(draft)
        refusal = may(draft, workflow.SUBMIT, self.request.user)
        problems = progress.problems(draft)
        return super().get_context_data(
            steps=progress.steps(draft, current=progress.REVIEW) if self.may_edit else [],
            may_edit=self.may_edit,
            problems=problems,
            said=reading.said_to_providers(content),
            needs=reading.needs_said(content),
            kept_back=reading.said_to_the_committee(draft),
            mail=previews.mail_about_change(draft, at=clock.now())
            if draft.revision_of_id
            else previews.mail_to_providers(draft, at=clock.now()),
            changes=_changes(draft, content),
            refusal=_why_not(refusal, has_problems=bool(problems)),
            submit_fields={"edition": draft.edition},
            help=writing_help(draft),
            returned_because=reading.reason_of_return(draft),
            **kwargs,
        )


def _changes(draft: AssistanceRequest, content: dict[str, Any]) -> Any:
    """Of a working copy: what it changes in the version that stands."""
    standing = draft.revision_of.versions.last() if draft.revision_of else None
    return changes.between(standing.content, content) if standing else None


def _why_not(refusal: Any, *, has_problems: bool) -> str:
    if refusal is None:
        return ""
    if isinstance(refusal, NotAllowed) or not has_problems:
        return str(refusal.sentence)
    return _("Complete what is missing first; the list stands at the top of this page.")
