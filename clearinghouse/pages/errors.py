"""Error pages that Django does not choose by itself."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import REASON_NO_CSRF_COOKIE
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say how to send the form again without losing what was typed."""
    has_no_cookie = (
        reason == REASON_NO_CSRF_COOKIE and settings.CSRF_COOKIE_NAME not in request.COOKIES
    )
    return render(request, "403_csrf.html", {"has_no_cookie": has_no_cookie}, status=403)
