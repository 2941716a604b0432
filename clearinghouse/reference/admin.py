from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clearinghouse.core import clock
from clearinghouse.reference.models import Holiday, Policy, Term
from clearinghouse.reference.workdays import years_without_holidays


@admin.register(Term)
class TermAdmin(admin.ModelAdmin):
    """Labels are edited here; codes are not, because requests and offers hold them."""

    list_display = ["code", "kind", "label_en", "position", "is_active"]
    list_filter = ["kind", "is_active"]
    search_fields = ["code", "label_ar", "label_zh", "label_en", "label_fr", "label_ru", "label_es"]
    readonly_fields = ["kind", "code"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Term | None = None) -> bool:
        return False


@admin.register(Policy)
class PolicyAdmin(admin.ModelAdmin):
    """Figures are changed here; which figures there are is decided in code."""

    list_display = ["key", "value", "unit", "description", "source"]
    search_fields = ["key", "description"]
    readonly_fields = ["key", "unit", "description"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Policy | None = None) -> bool:
        return False


@admin.register(Holiday)
class HolidayAdmin(admin.ModelAdmin):
    """Says on top which years lack their holidays."""

    list_display = ["date", "name", "source"]
    date_hierarchy = "date"
    search_fields = ["name"]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        years = years_without_holidays(clock.now().date())
        if years:
            messages.warning(
                request,
                ngettext(
                    "The holidays of %(years)s are missing: import them, or deadlines of that year come out too early.",
                    "The holidays of %(years)s are missing: import them, or deadlines of those years come out too early.",
                    len(years),
                )
                % {"years": _(" and ").join(str(year) for year in years)},
            )
        return super().changelist_view(request, extra_context)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Holiday]:
        return super().get_queryset(request).order_by("-date")
