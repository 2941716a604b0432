"""Accept an invitation; one's own profile and language. Sign-in and second factors are allauth's pages."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render, resolve_url
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from django.views.generic import FormView

from clearinghouse.access.catalogue import ROLE_SENTENCES, PartyPermission
from clearinghouse.access.checks import is_desk, party_ids
from clearinghouse.accounts import services
from clearinghouse.accounts.forms import AcceptForm, ProfileForm
from clearinghouse.accounts.models import Invitation, User
from clearinghouse.accounts.selectors import own_zones, roles_of
from clearinghouse.core.errors import DomainError
from clearinghouse.reference import zones

GONE = 410


@method_decorator(login_not_required, name="dispatch")
@method_decorator(sensitive_post_parameters("password", "password_again"), name="dispatch")
class AcceptInvitation(View):
    """The page behind the link of an invitation, in the language of the invitation."""

    invitation: Invitation

    def dispatch(
        self, request: HttpRequest, *args: Any, token: str, **kwargs: Any
    ) -> HttpResponseBase:
        try:
            self.invitation = services.open_invitation(token)
        except DomainError as refusal:
            return self._closed(refusal, status=GONE)
        if not request.user.is_authenticated:
            translation.activate(self.invitation.language)
            request.LANGUAGE_CODE = self.invitation.language  # type: ignore[attr-defined]
        return super().dispatch(request, *args, token=token, **kwargs)

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        form = AcceptForm(
            email=self.invitation.email, initial={"full_name": self.invitation.full_name}
        )
        return self._page(form)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        if request.user.is_authenticated:
            return self._accept_as(request.user, token)
        form = AcceptForm(request.POST, email=self.invitation.email)
        if not form.is_valid():
            return self._page(form)
        try:
            services.accept(
                token,
                password=form.cleaned_data["password"],
                full_name=form.cleaned_data["full_name"],
            )
        except DomainError as refusal:
            return self._closed(refusal)
        messages.success(
            request,
            _("Your account is open. Sign in with your address and the password that you chose."),
        )
        return redirect("account_login")

    def _accept_as(self, person: User, token: str) -> HttpResponse:
        try:
            services.accept_as(token, by=person)
        except DomainError as refusal:
            return self._closed(refusal, status=403)
        messages.success(self.request, _("The role has been added to your account."))
        return redirect("admin:index" if is_desk(person) else "requests:home")

    def _page(self, form: AcceptForm) -> HttpResponse:
        known = User.objects.filter(email__iexact=self.invitation.email, is_active=True).first()
        context = {
            "invitation": self.invitation,
            "role_sentence": ROLE_SENTENCES[self.invitation.role],
            "form": form,
            "is_known": known is not None,
            "is_other": self.request.user.is_authenticated and self.request.user != known,
        }
        return render(self.request, "accounts/invitation.html", context)

    def _closed(self, refusal: DomainError, status: int = 409) -> HttpResponse:
        return render(
            self.request,
            "accounts/invitation_closed.html",
            {"sentence": refusal.sentence},
            status=status,
        )


class Profile(FormView):
    """Name, function, language and time zone; roles and ways to sign in beside them."""

    template_name = "accounts/profile.html"
    form_class = ProfileForm
    request: Any  # the login middleware lets nobody else in, so `user` is a User

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.request.user, name) for name in ProfileForm.base_fields}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = own_zones(self.request.user)
        return super().get_context_data(
            roles=roles_of(self.request.user),
            has_calendar=party_ids(self.request.user, PartyPermission.DRAFT).exists(),
            own_zones=[(zone, zones.place_of(zone)) for zone in own],
            all_zones=[*own, *(zone for zone in zones.places() if zone not in own)],
            **kwargs,
        )

    def form_valid(self, form: ProfileForm) -> HttpResponse:
        person = services.change_profile(self.request.user, **form.cleaned_data)
        translation.activate(person.language)
        messages.success(self.request, _("Your profile has been saved."))
        return _remember(redirect("accounts:profile"), person.language)


@login_not_required
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Speak another language from now on: kept on the signed-in person, and in a cookie for the sign-in pages."""
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(
        target, {request.get_host()}, require_https=request.is_secure()
    ):
        target = resolve_url("accounts:profile")
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES) or not check_for_language(language):
        return redirect(target)
    if request.user.is_authenticated:
        services.choose_language(request.user, language=language)
    return _remember(redirect(target), language)


def _remember(response: HttpResponse, language: str) -> HttpResponse:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 3600,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response
