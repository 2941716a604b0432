"""The frame of the desk's own pages."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views import View

from clearinghouse.access.checks import is_desk
from clearinghouse.access.views import Guarded
from clearinghouse.core.errors import NotAllowed


class DeskView(Guarded, View):
    """A page for everybody with a desk role; what it shows comes from selectors that know the role."""

    def check(self, user: Any) -> None:
        if not is_desk(user):
            raise NotAllowed(
                _("The desk is open to the Committee’s experts, its secretariat and its members.")
            )

    def page(self, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
        frame = admin.site.each_context(self.request)
        return render(self.request, template, {**frame, **context}, status=status)


def back_to(http_request: HttpRequest, default: str) -> str:
    """Where the person came from, as the form says, if it is within the desk; else the default."""
    wanted = http_request.POST.get("back", "")
    is_ours = wanted.startswith("/desk/") and url_has_allowed_host_and_scheme(
        wanted, allowed_hosts=None
    )
    return wanted if is_ours else default
