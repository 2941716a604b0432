"""What colleagues do around a case: lead it, hand it on."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from clearinghouse.core.errors import DomainError
from clearinghouse.core.http import refuse
from clearinghouse.desk import permissions, services
from clearinghouse.desk.forms import AssignCaseForm, NoteForm
from clearinghouse.desk.views.page import DeskView
from requests_app.models import AssistanceRequest
from requests_app.selectors import requests_for_desk


class CaseAction(DeskView):
    """Something done beside one request; whatever comes of it, the person is back at its page."""

    http_method_names = ["post"]
    anchor = "work"

    def check(self, user: Any) -> None:
        permissions.check_is_desk_reader(user)

    def post(self, request: HttpRequest, pk: str) -> HttpResponse:
        record = get_object_or_404(requests_for_desk(request.user), pk=pk)
        address = f"{reverse('admin:desk_requests:detail', args=[pk])}#{self.anchor}"
        try:
            done = self.perform(record)
        except DomainError as refusal:
            return refuse(request, refusal, back_to=address)
        messages.success(request, done)
        return redirect(address)

    def perform(self, record: AssistanceRequest) -> str:
        """Do it, and return the sentence that says so."""
        raise NotImplementedError


class TakeCase(CaseAction):
    """Lead the case oneself."""

    def perform(self, record: AssistanceRequest) -> str:
        services.take_case(record.pk, by=self.request.user)
        return _("You lead this case now.")


class AssignCase(CaseAction):
    """Give the lead to a colleague."""

    def perform(self, record: AssistanceRequest) -> str:
        form = AssignCaseForm(self.request.POST)
        to = form.cleaned_data["to"] if form.is_valid() else None
        services.assign_case(record.pk, to=to, by=self.request.user)
        return _("%(name)s leads this case now.") % {"name": to}


class GiveBackCase(CaseAction):
    """Leave the case to whoever takes it next."""

    def perform(self, record: AssistanceRequest) -> str:
        services.give_back_case(record.pk, by=self.request.user)
        return _("Nobody leads this case now.")


class WriteNote(CaseAction):
    """An internal note."""

    anchor = "notes"

    def perform(self, record: AssistanceRequest) -> str:
        form = NoteForm(self.request.POST)
        text = form.cleaned_data["text"] if form.is_valid() else ""
        services.write_note(record, text=text, by=self.request.user)
        return _("The note is kept; only the desk reads it.")
