"""People of one's own party: who acts for it, invitations, roles given and ended."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import FormView

from clearinghouse.access.catalogue import PartyRole
from clearinghouse.access.views import Guarded
from clearinghouse.accounts import delegates, services
from clearinghouse.accounts.forms import ColleagueForm
from clearinghouse.accounts.models import User
from clearinghouse.accounts.permissions import check_can_delegate_any, may_delegate
from clearinghouse.core.errors import DomainError
from clearinghouse.core.http import refuse
from clearinghouse.parties.models import Party
from clearinghouse.parties.selectors import parties_of


class OnePartysPeople(Guarded):
    """404 for the parties of others, 403 for those who only write drafts."""

    kwargs: dict[str, Any]
    party: Party

    def check(self, user: Any) -> None:
        self.party = get_object_or_404(parties_of(user), pk=self.kwargs["pk"])
        check_can_delegate_any(user, self.party)

    @property
    def address(self) -> str:
        return reverse("accounts:people", args=[self.party.pk])

    def done(self, step: Callable[[], Any], sentence: str) -> HttpResponse:
        """Take the step; the page says what came of it."""
        try:
            step()
        except DomainError as refusal:
            return refuse(self.request, refusal, back_to=self.address)
        messages.success(self.request, sentence)
        return redirect(self.address)


class People(OnePartysPeople, FormView):
    """Everybody with their roles, the open invitations, and the form that invites a colleague."""

    template_name = "accounts/people.html"
    form_class = ColleagueForm

    def get_form_kwargs(self) -> dict[str, Any]:
        roles = delegates.roles_to_give(self.party, by=self.request.user)
        return super().get_form_kwargs() | {"roles": roles}

    def get_initial(self) -> dict[str, Any]:
        return {"language": self.request.user.language}  # type: ignore[union-attr]

    def form_valid(self, form: ColleagueForm) -> HttpResponse:
        try:
            delegates.invite_colleague(self.party, by=self.request.user, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error("email", str(refusal.sentence))
            return self.form_invalid(form)
        messages.success(self.request, _("The invitation has been sent."))
        return redirect(self.address)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, party = self.request.user, self.party
        return super().get_context_data(
            record=party,
            parties=parties_of(user),
            people=[
                (person, role, person != user and may_delegate(user, role, party))
                for person, role in delegates.people_of(party)
            ],
            invitations=[
                (each, may_delegate(user, each.role, party))
                for each in delegates.open_invitations_of(party)
            ],
            **kwargs,
        )


class InvitationStep(OnePartysPeople, View):
    """Send an open invitation again, or revoke it."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: str, invitation_pk: str, verb: str) -> HttpResponse:
        invitation = get_object_or_404(delegates.open_invitations_of(self.party), pk=invitation_pk)
        if verb == "revoke":
            return self.done(
                lambda: services.revoke(invitation, by=request.user),
                _("The invitation has been revoked; its link works no more."),
            )
        return self.done(
            lambda: delegates.resend_to_colleague(invitation, by=request.user),
            _("The invitation has been sent again, with a new link."),
        )


class EndRole(OnePartysPeople, View):
    """End a colleague's role."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: str, person_pk: str, role: str) -> HttpResponse:
        held = {
            (str(person.pk), each.value): person for person, each in delegates.people_of(self.party)
        }
        person: User | None = held.get((str(person_pk), role))
        if person is None:
            messages.error(request, _("This person does not hold the role any more."))
            return redirect(self.address)
        return self.done(
            lambda: delegates.end_role(
                self.party, user=person, role=PartyRole(role), by=request.user
            ),
            _("The role has been ended."),
        )
