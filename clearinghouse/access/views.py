"""Run a check before anything else happens in a view."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import AccessMixin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase

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
