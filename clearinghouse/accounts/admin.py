"""People and invitations at the desk. Roles come from invitations and end with the account; nothing is a form field."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clearinghouse.access.catalogue import DeskRole
from clearinghouse.access.desk import DeskAdmin
from clearinghouse.accounts import permissions, selectors, services
from clearinghouse.accounts.forms import InvitationForm
from clearinghouse.accounts.models import Invitation, User
from clearinghouse.core import clock
from clearinghouse.core.errors import DomainError
from clearinghouse.core.http import refuse

admin.site.unregister(Group)  # roles are given by invitations, never by editing groups


class KeepersAdmin(DeskAdmin):
    """Open to the secretariat and administrators."""

    readers = (DeskRole.SECRETARIAT, DeskRole.ADMINISTRATOR)

    def page(
        self, request: HttpRequest, template: str, *, status: int = 200, **context: Any
    ) -> HttpResponse:
        return render(
            request, template, {**self.admin_site.each_context(request), **context}, status=status
        )

    def trail(self, title: str) -> list[tuple[str, str]]:
        meta = self.model._meta
        listed = reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")
        return [
            (_("What is due"), reverse("admin:index")),
            (str(meta.verbose_name_plural).capitalize(), listed),
            (title, ""),
        ]


@admin.register(User)
class UserAdmin(KeepersAdmin):
    list_display = ("full_name", "email", "roles", "is_active", "language", "last_login")
    list_filter = ("is_active", "is_staff", "language")
    search_fields = ("full_name", "email")

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return selectors.people_visible_to(request.user)

    @admin.display(description=gettext_lazy("roles"))
    def roles(self, person: User) -> str:
        return selectors.role_text(person)

    def get_urls(self) -> list[URLPattern]:
        closing = path(
            "<uuid:pk>/close/",
            self.admin_site.admin_view(self.close_account),
            name="accounts_user_close",
        )
        return [closing, *super().get_urls()]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Who this is, and the way to close the account."""
        person = self.get_object(request, object_id)
        if person is None or not self.has_view_permission(request):
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined,no-any-return]
        return self.page(
            request,
            "accounts/desk_person.html",
            title=str(person),
            trail=self.trail(str(person)),
            person=person,
            roles=selectors.roles_of(person),
            reason=_refusal(permissions.check_can_deactivate, request.user, person),
        )

    def close_account(self, request: HttpRequest, pk: str) -> HttpResponse:
        person = get_object_or_404(selectors.people_visible_to(request.user), pk=pk)
        back_to = reverse("admin:accounts_user_change", args=[pk])
        if request.method == "POST":
            try:
                services.deactivate(person, by=request.user)
            except DomainError as refusal:
                return refuse(request, refusal, back_to=back_to)
            messages.success(
                request, _("The account has been closed; every session of the person has ended.")
            )
        return redirect(back_to)


@admin.register(Invitation)
class InvitationAdmin(KeepersAdmin):
    list_display = ("email", "full_name", "role", "party", "state", "expires_at", "invited_by")
    list_filter = ("role",)
    search_fields = ("email", "full_name", "party__name_en")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Invitation]:
        return selectors.invitations_visible_to(request.user)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_view_permission(request)

    @admin.display(description=gettext_lazy("state"))
    def state(self, invitation: Invitation) -> str:
        return selectors.state_of(invitation, at=clock.now())

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("<uuid:pk>/resend/", wrap(self.resend), name="accounts_invitation_resend"),
            path("<uuid:pk>/revoke/", wrap(self.revoke), name="accounts_invitation_revoke"),
            *super().get_urls(),
        ]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Invite somebody: the form is ours, and the service mails the link."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = InvitationForm(request.POST or None, by=request.user)
        if request.method == "POST" and form.is_valid():
            try:
                invitation = services.invite(by=request.user, **form.cleaned_data)
            except DomainError as refusal:
                form.add_error(None, str(refusal.sentence))
            else:
                messages.success(
                    request,
                    _("The invitation to %(address)s is on its way.")
                    % {"address": invitation.email},
                )
                return redirect("admin:accounts_invitation_changelist")
        title = _("Invite somebody")
        status = 422 if form.errors else 200
        return self.page(
            request,
            "accounts/desk_invite.html",
            status=status,
            title=title,
            trail=self.trail(title),
            form=form,
        )

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """One invitation, with the ways to send it again and to end it."""
        invitation = self.get_object(request, object_id)
        if invitation is None or not self.has_view_permission(request):
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined,no-any-return]
        now = clock.now()
        return self.page(
            request,
            "accounts/desk_invitation.html",
            title=invitation.email,
            trail=self.trail(invitation.email),
            invitation=invitation,
            state=selectors.state_of(invitation, at=now),
            is_open=not invitation.accepted_at and invitation.expires_at > now,
            reason=_refusal(permissions.check_can_invite, request.user, invitation.role),
        )

    def resend(self, request: HttpRequest, pk: str) -> HttpResponse:
        return self._verb(
            request, pk, services.resend, _("The invitation has been sent again, with a new link.")
        )

    def revoke(self, request: HttpRequest, pk: str) -> HttpResponse:
        return self._verb(
            request,
            pk,
            services.revoke,
            _("The invitation has been revoked; its link does not work any more."),
        )

    def _verb(self, request: HttpRequest, pk: str, service: Any, done: str) -> HttpResponse:
        invitation = get_object_or_404(selectors.invitations_visible_to(request.user), pk=pk)
        back_to = reverse("admin:accounts_invitation_change", args=[pk])
        if request.method == "POST":
            try:
                service(invitation, by=request.user)
            except DomainError as refusal:
                return refuse(request, refusal, back_to=back_to)
            messages.success(request, done)
        return redirect(back_to)


def _refusal(check: Any, *arguments: Any) -> str:
    try:
        check(*arguments)
    except DomainError as refusal:
        return str(refusal.sentence)
    return ""
