"""Offers at the desk: a list to find one in. Work happens on the offer's own page; a status is never a field."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from clearinghouse.access.desk import DeskAdmin
from offers_app import selectors
from offers_app.enums import OfferStatus
from offers_app.models import Offer


class Attention(admin.SimpleListFilter):
    """Narrow to published offers that nobody has confirmed for the time of the policy."""

    title = _("attention")
    parameter_name = "attention"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("stale", _("Not confirmed recently"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Offer]) -> QuerySet[Offer]:
        if self.value() != "stale":
            return queryset
        return queryset.filter(
            status=OfferStatus.PUBLISHED, last_confirmed_at__lt=selectors.confirmed_before()
        )


@admin.register(Offer)
class OfferAdmin(DeskAdmin):
    list_display = (
        "reference",
        "title",
        "provider",
        "status",
        "valid_until",
        "last_confirmed_at",
        "is_demonstration",
    )
    list_display_links = ("reference", "title")
    list_filter = (Attention, "status", "provider__kind", "language", "is_demonstration")
    search_fields = ("reference", "title", "description", "provider__code", "provider__name_en")
    list_select_related = ("provider",)
    date_hierarchy = "published_at"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Offer]:
        return selectors.visible_to(request.user)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """One offer has one page."""
        if self.get_object(request, object_id) is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined]
        return redirect("offers:detail", pk=object_id)
