"""Base of the desk's admin screens: which desk roles read, which edit, decided here and not by model permissions."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from clearinghouse.access.catalogue import DeskRole
from clearinghouse.access.checks import has_desk_role


class DeskAdmin(admin.ModelAdmin):
    """Read-only unless `editors` names roles. Nobody deletes unless `deleters` does."""

    readers: tuple[DeskRole, ...] = (DeskRole.EXPERT, DeskRole.SECRETARIAT, DeskRole.MEMBER)
    editors: tuple[DeskRole, ...] = ()
    deleters: tuple[DeskRole, ...] = ()

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return has_desk_role(request.user, *self.readers, *self.editors)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(self.editors) and has_desk_role(request.user, *self.editors)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(self.editors) and has_desk_role(request.user, *self.editors)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(self.deleters) and has_desk_role(request.user, *self.deleters)


class DeskInline(admin.TabularInline):
    """Rows of a desk screen; the parent's roles decide."""

    extra = 0
    editors: tuple[DeskRole, ...] = ()

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(self.editors) and has_desk_role(request.user, *self.editors)

    has_change_permission = has_add_permission
    has_delete_permission = has_add_permission
