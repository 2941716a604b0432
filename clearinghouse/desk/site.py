"""The desk: Django's admin made into the experts' workplace, entered through the one sign-in door."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, include, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clearinghouse.access.checks import is_desk
from clearinghouse.accounts.middleware import passed_second_factor
from clearinghouse.core.clock import NEW_YORK


class DeskSite(admin.AdminSite):
    """Open to people with a desk role whose session passed a second factor; it has no login form of its own."""

    site_title = _("1540 clearing house")
    site_header = _("The desk")
    index_title = _("What is due")
    index_template = "desk/index.html"
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        return is_desk(request.user) and passed_second_factor(request)

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:  # type: ignore[override]
        if request.user.is_authenticated:
            # The sign-in page would send them back here, for ever.
            raise PermissionDenied(
                str(
                    _(
                        "The desk is open to the Committee’s experts, its secretariat and its members."
                    )
                )
            )
        return redirect_to_login(request.GET.get("next", request.get_full_path()))

    def password_change(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """There is one page for that, behind the same second factor."""
        return redirect("account_change_password")

    def logout(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """There is one way out."""
        return redirect("account_logout")

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """The admin's own screens show and take times of New York, as everything at the desk does."""
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def in_new_york(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            with timezone.override(NEW_YORK):
                response = inner(request, *args, **kwargs)
                # A template response would otherwise be drawn later, in the server's zone.
                return response.render() if hasattr(response, "render") else response

        return in_new_york

    def get_urls(self) -> list[URLPattern | URLResolver]:  # type: ignore[override]
        own = [
            path("", include("clearinghouse.desk.urls")),
            path("requests/", include("requests_app.desk_urls")),
            path("matching/", include("matching.desk_urls")),
            path("reports/", include("clearinghouse.reports.desk_urls")),
            path("week/", include("clearinghouse.reports.week_urls")),
            path("approvals/", include("clearinghouse.approvals.desk_urls")),
            path("letters/", include("clearinghouse.letters.desk_urls")),
        ]
        return own + super().get_urls()

    def index(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        from clearinghouse.desk.home import (
            first_page,
        )  # inline: models are not ready when the site is made

        return super().index(request, {**(extra_context or {}), **first_page(request.user)})  # type: ignore[return-value]
