"""The consolidated answer, asked for by an expert."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from clearinghouse.core.errors import DomainError
from clearinghouse.core.http import refuse
from requests_app import letters, selectors
from requests_app.views.officer import DeskPage


class DraftConsolidatedAnswer(DeskPage):
    """Draft it from the answers as they stand, and go to the draft."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: str) -> HttpResponse:
        record = get_object_or_404(selectors.requests_for_desk(request.user), pk=pk)
        try:
            letter = letters.draft_consolidated_answer(record, by=request.user)
        except DomainError as refusal:
            back_to = reverse("admin:desk_requests:detail", args=[pk])
            return refuse(request, refusal, back_to=back_to)
        messages.success(request, _("Here is the letter. Read it, change it, send it."))
        return redirect("admin:desk_letters:detail", pk=letter.pk)
