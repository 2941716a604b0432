"""Error pages, in the frame of the part of the site where the reader is."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import REASON_NO_CSRF_COOKIE
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say how to send the form again without losing what was typed."""
    has_no_cookie = (
        reason == REASON_NO_CSRF_COOKIE and settings.CSRF_COOKIE_NAME not in request.COOKIES
    )
    return render(request, "403_csrf.html", {"has_no_cookie": has_no_cookie}, status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or 413 with how to go on when more was sent than a form may hold."""
    is_too_long = isinstance(exception, RequestDataTooBig)
    context = {**_frame(request), "is_too_long": is_too_long}
    return render(request, "400.html", context, status=413 if is_too_long else 400)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, the same whether there is nothing or it is somebody else's."""
    return render(request, "404.html", _frame(request), status=404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403, with the sentence of the refusal."""
    return render(request, "403.html", {**_frame(request), "exception": str(exception)}, status=403)


def _frame(request: HttpRequest) -> dict[str, Any]:
    """The frame in which the signed-in reader works, and the way back; nothing on the public site, which knows nobody."""
    if not request.path.startswith(("/workspace/", "/desk/", "/account/")):
        return {}
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    if request.path.startswith("/desk/") and admin.site.has_permission(request):
        here = {
            "frame": "desk/base.html",
            "back_to": reverse("admin:index"),
            "back": _("Back to the desk"),
        }
        return {**admin.site.each_context(request), **here}
    home = reverse("requests:home")
    return {"frame": "base_workspace.html", "back_to": home, "back": _("Back to the workspace")}
