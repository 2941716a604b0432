"""Permission classes of the API. The default denies; a view opens itself by naming one of these."""

from __future__ import annotations

from typing import Any

from rest_framework.permissions import BasePermission
from rest_framework.request import Request


class DenyByDefault(BasePermission):
    """Nobody. A view that forgets to say who may read it answers no one."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return False


class PublicReading(BasePermission):
    """Anybody, reading only. For views over public copies."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return request.method in {"GET", "HEAD", "OPTIONS"}


class SignedInReading(BasePermission):
    """Signed-in people, reading only; what they see comes from the view's `visible_to` selector."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return bool(request.user and request.user.is_authenticated) and request.method in {
            "GET",
            "HEAD",
            "OPTIONS",
        }
