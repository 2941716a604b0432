"""The desk: Django's admin made into the experts' workplace, entered through the one sign-in door."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path
from django.utils.translation import gettext_lazy as _

from clearinghouse.access.checks import is_desk
from clearinghouse.accounts.middleware import passed_second_factor


class DeskSite(admin.AdminSite):
    """Open to people with a desk role whose session passed a second factor; it has no login form of its own."""

    site_title = _("1540 clearing house")
    site_header = _("The desk")
    index_title = _("What is due")
    index_template = "desk/index.html"
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        return is_desk(request.user) and passed_second_factor(request)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:  # type: ignore[override]
        return redirect_to_login(request.GET.get("next", request.get_full_path()))

    def get_urls(self) -> list[URLPattern | URLResolver]:  # type: ignore[override]
        own = [
            path("requests/", include("requests_app.desk_urls")),
            path("matching/", include("matching.desk_urls")),
        ]
        return own + super().get_urls()

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:  # type: ignore[override]
        from clearinghouse.desk.queues import queues_for

        return super().index(request, {**(extra_context or {}), "queues": queues_for(request.user)})  # type: ignore[return-value]
