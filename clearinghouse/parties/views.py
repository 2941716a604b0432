"""A party's own page in the workspace: its contacts and its people."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import FormView, TemplateView
from django.views.generic.base import ContextMixin

from clearinghouse.access.views import Guarded
from clearinghouse.core.errors import DomainError, NotAllowed
from clearinghouse.core.http import refuse
from clearinghouse.parties import permissions, selectors, services
from clearinghouse.parties.forms import ContactForm
from clearinghouse.parties.models import Contact, Party


class OneParty(Guarded, ContextMixin):
    """A page about one party: 404 when it is invisible, 403 when `check_record` refuses."""

    kwargs: dict[str, Any]
    party: Party

    def check(self, user: Any) -> None:
        self.party = get_object_or_404(selectors.visible_to(user), pk=self.kwargs["pk"])
        self.check_record(user)

    def check_record(self, user: Any) -> None:
        """Seeing it is enough, unless a page asks for more."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            record=self.party, parties=selectors.parties_of(self.request.user), **kwargs
        )


class Detail(OneParty, TemplateView):
    """Whom we write to, and who acts for the party here."""

    template_name = "parties/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        try:
            permissions.check_can_keep_contacts(self.request.user, self.party)
            may_edit = True
        except NotAllowed:
            may_edit = False
        return super().get_context_data(
            contacts=self.party.contacts.filter(is_active=True),
            members=selectors.members_of(self.party),
            may_edit=may_edit,
            **kwargs,
        )


class EditContact(OneParty, FormView):
    """Add a contact, or change one."""

    template_name = "parties/contact.html"
    form_class = ContactForm
    contact: Contact | None = None

    def check_record(self, user: Any) -> None:
        permissions.check_can_keep_contacts(user, self.party)
        if "contact_pk" in self.kwargs:
            own = self.party.contacts.filter(is_active=True)
            self.contact = get_object_or_404(own, pk=self.kwargs["contact_pk"])

    def get_form_kwargs(self) -> dict[str, Any]:
        instance = self.contact or Contact(party=self.party)
        return super().get_form_kwargs() | {"instance": instance}

    def form_valid(self, form: ContactForm) -> HttpResponse:
        try:
            if self.contact is None:
                services.add_contact(self.party, by=self.request.user, **form.cleaned_data)
            else:
                services.change_contact(self.contact, by=self.request.user, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error("email", str(refusal.sentence))
            return self.form_invalid(form)
        messages.success(self.request, _("Saved."))
        return redirect("parties:detail", pk=self.party.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(contact=self.contact, **kwargs)


class CloseContact(OneParty, View):
    """Stop writing to a contact."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        contact = get_object_or_404(self.party.contacts.all(), pk=kwargs["contact_pk"])
        back_to = reverse("parties:detail", args=[self.party.pk])
        try:
            services.close_contact(contact, by=request.user)
        except DomainError as refusal:
            return refuse(request, refusal, back_to=back_to)
        messages.success(request, _("The contact has been closed; nothing more is sent there."))
        return redirect(back_to)
