"""Run a check before anything else happens in a view."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.mixins import AccessMixin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views import View

from clearinghouse.core.errors import NotAllowed


class Guarded(AccessMixin):
    """Mixin for pages. `check(user)` raises NotAllowed with its sentence; records come from `visible_to`."""

    request: HttpRequest

    def check(self, user: Any) -> None:
        raise NotImplementedError(f"{type(self).__name__} must say who may open it.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        try:
            self.check(request.user)
        except NotAllowed as refusal:
            raise PermissionDenied(str(refusal.sentence)) from refusal
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc,no-any-return]


class DeskPage(Guarded, View):
    """A page of the desk, in the frame of the admin site."""

    def page(self, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
        """Render the template with the frame's context."""
        frame = admin.site.each_context(self.request)
        return render(self.request, template, {**frame, **context}, status=status)
