"""The desk opens only to a session that passed a second factor; the workspace speaks the person's language."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from clearinghouse.access.checks import is_desk

PRIVATE_PREFIXES = ("/workspace/", "/desk/", "/account/", "/api/v1/own/")


def passed_second_factor(http_request: HttpRequest) -> bool:
    """Whether this very session was opened with a passkey or a code."""
    return any(
        record.get("method") == "mfa"
        for record in get_authentication_records(http_request, http_request.user)
    )


class PrivatePages:
    """For everything behind the sign-in: second factor for the desk, the person's language, no caching."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(PRIVATE_PREFIXES):
            return self.get_response(request)
        user = request.user
        if user.is_authenticated:
            if not request.path.startswith("/account/") and self._needs_factor(request):
                return self._to_second_factor(request)
            translation.activate(user.language)
            request.LANGUAGE_CODE = user.language
        response = self.get_response(request)
        response.headers["Cache-Control"] = "no-store, private"
        return response

    def _needs_factor(self, request: HttpRequest) -> bool:
        return is_desk(request.user) and not passed_second_factor(request)

    def _to_second_factor(self, request: HttpRequest) -> HttpResponse:
        """Where the person sets one up or, right after that, uses it in this session."""
        if is_mfa_enabled(request.user):
            query = urlencode({"next": request.get_full_path()})
            return redirect(f"{reverse('mfa_reauthenticate')}?{query}")
        messages.warning(
            request, _("The desk needs a second factor. Set one up, then confirm it here.")
        )
        return redirect("mfa_index")
