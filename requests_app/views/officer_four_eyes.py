"""Asking a second person, from the page of a request at the desk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from clearinghouse.access import views as access_views
from clearinghouse.access.catalogue import DeskRole
from clearinghouse.access.checks import has_desk_role
from clearinghouse.approvals import selectors as approvals
from clearinghouse.approvals.models import Approval
from clearinghouse.core.errors import DomainError, RuleBroken
from clearinghouse.core.http import refuse
from clearinghouse.parties.models import Party
from requests_app import four_eyes, permissions, recipients, selectors
from requests_app.models import AssistanceRequest, ProviderSkip
from requests_app.services.two_persons import BEFORE_DISTRIBUTION


@dataclass(frozen=True, slots=True)
class Panel:
    """What the page of a request says about second persons. `providers`: whom the reader may ask to leave out."""

    asked: Sequence[Approval]
    skips: Sequence[ProviderSkip]
    providers: Sequence[Party]
    may_ask: bool


def panel(user: Any, record: AssistanceRequest) -> Panel:
    """Return the panel for this reader."""
    may_ask = has_desk_role(user, DeskRole.EXPERT)
    can_skip = may_ask and record.status in BEFORE_DISTRIBUTION
    return Panel(
        asked=list(approvals.of_case(record.pk)),
        skips=list(record.skips.select_related("provider", "asked_by", "approved_by")),
        providers=recipients.recipients_of(record) if can_skip else [],
        may_ask=may_ask,
    )


class _Ask(access_views.DeskPage):
    """Ask, say that it was asked, and go back to the request."""

    http_method_names = ["post"]
    anchor = "four-eyes"

    def check(self, user: Any) -> None:
        permissions.check_is_expert(user)

    def post(self, request: HttpRequest, pk: str, **kwargs: Any) -> HttpResponse:
        record = get_object_or_404(selectors.requests_for_desk(request.user), pk=pk)
        back_to = reverse("admin:desk_requests:detail", args=[pk]) + f"#{self.anchor}"
        try:
            self.ask(record, request.POST.get("note", ""), **kwargs)
        except DomainError as refusal:
            return refuse(request, refusal, back_to=back_to)
        messages.success(request, _("A second person has been asked and told by mail."))
        return redirect(back_to)

    def ask(self, record: AssistanceRequest, reason: str, **kwargs: Any) -> None:
        raise NotImplementedError


class AskToPutSummary(_Ask):
    """Ask a colleague to put the words to the State."""

    anchor = "publication"

    def ask(self, record: AssistanceRequest, reason: str, **kwargs: Any) -> None:
        summary = get_object_or_404(record.summaries, language=kwargs["language"])
        four_eyes.ask_to_put_summary(summary, by=self.request.user, reason=reason)


class AskToSkip(_Ask):
    """Ask a colleague to agree that a provider is left out."""

    def ask(self, record: AssistanceRequest, reason: str, **kwargs: Any) -> None:
        choices = {str(each.pk): each for each in recipients.recipients_of(record)}
        provider = choices.get(self.request.POST.get("provider", ""))
        if provider is None:
            raise RuleBroken(_("Choose the provider that is to be left out."))
        four_eyes.ask_to_skip(record, provider, by=self.request.user, reason=reason)


class AskToErase(_Ask):
    """Ask a colleague to agree that a document is erased for good."""

    def ask(self, record: AssistanceRequest, reason: str, **kwargs: Any) -> None:
        attachment = get_object_or_404(
            record.attachments.filter(erased_at__isnull=True), pk=kwargs["attachment_pk"]
        )
        four_eyes.ask_to_erase(attachment, by=self.request.user, reason=reason)
