"""Desk screens of the reference tables, which lie below the roles and so cannot ask for them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import ngettext

from clearinghouse.access.catalogue import DeskRole
from clearinghouse.access.desk import DeskAdmin
from clearinghouse.core import clock
from clearinghouse.reference.models import Holiday, Policy, Term
from clearinghouse.reference.workdays import years_without_holidays

KEEPERS = (DeskRole.SECRETARIAT,)


@admin.register(Term)
class TermAdmin(DeskAdmin):
    """Labels are edited here; codes are not, because requests and offers hold them."""

    editors = KEEPERS
    list_display = ("code", "kind", "label_en", "position", "is_active")
    list_filter = ("kind", "is_active")
    search_fields = ("code", "label_ar", "label_zh", "label_en", "label_fr", "label_ru", "label_es")
    readonly_fields = ("kind", "code")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Policy)
class PolicyAdmin(DeskAdmin):
    """Figures are changed here; which figures there are is decided in code."""

    editors = KEEPERS
    list_display = ("key", "value", "unit", "description", "source")
    search_fields = ("key", "description")
    readonly_fields = ("key", "unit", "description")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Holiday)
class HolidayAdmin(DeskAdmin):
    """Says on top which years lack their holidays."""

    editors = KEEPERS
    deleters = KEEPERS
    list_display = ("date", "name", "source")
    date_hierarchy = "date"
    search_fields = ("name",)
    ordering = ("-date",)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        years = years_without_holidays(clock.now().date())
        if years:
            warning = ngettext(
                "The holidays of %(years)s are missing. Enter or import them, or deadlines come out too early.",
                "The holidays of %(years)s are missing. Enter or import them, or deadlines come out too early.",
                len(years),
            )
            messages.warning(request, warning % {"years": ", ".join(map(str, years))})
        return super().changelist_view(request, extra_context)
