"""A silent provider at the desk: what it was sent, where, and the word that its contact was checked."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from clearinghouse.core.errors import DomainError, NotAllowed
from clearinghouse.core.http import refuse
from clearinghouse.parties.selectors import active_providers
from requests_app import permissions, selectors, services, silence
from requests_app.views.officer import DeskPage


class CheckContact(DeskPage):
    """Whom to ask, and the button that says that somebody did. Committee members read it."""

    def get(self, request: HttpRequest, pk: str) -> HttpResponse:
        provider = get_object_or_404(active_providers(), pk=pk)
        return self.page(
            "requests/desk_contact.html",
            title=provider.name,
            trail=[(_("What is due"), reverse("admin:index")), (provider.name, "")],
            provider=provider,
            silence=silence.silence_of(provider),
            contacts=provider.contacts.filter(is_active=True),
            notices=selectors.latest_notices_of(provider),
            checks=provider.contact_checks.select_related("confirmed_by").order_by("-confirmed_at"),
            may_confirm=_may_confirm(request.user),
        )

    def post(self, request: HttpRequest, pk: str) -> HttpResponse:
        provider = get_object_or_404(active_providers(), pk=pk)
        note = request.POST.get("note", "")
        try:
            services.confirm_contact(provider, by=request.user, note=note)
        except DomainError as refusal:
            return refuse(request, refusal, back_to=request.path)
        messages.success(request, _("It is noted that the contact was checked."))
        return redirect("admin:index")


def _may_confirm(user: Any) -> bool:
    try:
        permissions.check_can_check_contacts(user)
    except NotAllowed:
        return False
    return True
