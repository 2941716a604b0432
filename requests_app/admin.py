"""Read-only views of the tables of requests, for support. Work happens on the desk's own pages."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from clearinghouse.access.desk import DeskAdmin
from requests_app import selectors
from requests_app.models import AssistanceRequest, Need, Notice, PublicSummary, Run


@admin.register(AssistanceRequest)
class AssistanceRequestAdmin(DeskAdmin):
    list_display = ("reference", "requester", "title", "status", "channel", "received_at", "due_at")
    list_display_links = ("reference", "title")
    list_filter = ("status", "channel", "language", "is_rehearsal")
    search_fields = ("reference", "title", "requester__name_en", "channel_reference")
    date_hierarchy = "received_at"
    list_select_related = ("requester",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[AssistanceRequest]:
        return selectors.requests_for_desk(request.user)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """One request has one page."""
        record = self.get_object(request, object_id)
        if record is None or not self.has_view_permission(request):
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined,no-any-return]
        return redirect("admin:desk_requests:detail", pk=record.pk)


@admin.register(Need)
class NeedAdmin(DeskAdmin):
    list_display = ("title", "party", "assistance_request", "number", "status", "needed_by")
    list_filter = ("status", "origin")
    search_fields = ("title", "description", "assistance_request__reference", "party__name_en")
    list_select_related = ("party", "assistance_request")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Need]:
        read = selectors.requests_for_desk(request.user).values("pk")
        return (
            super()
            .get_queryset(request)
            .filter(Q(assistance_request__in=read) | Q(assistance_request=None))
        )


@admin.register(Run)
class RunAdmin(DeskAdmin):
    list_display = (
        "assistance_request",
        "frozen_at",
        "recipient_count",
        "rule_version",
        "recipient_sha256",
    )
    search_fields = ("assistance_request__reference",)
    list_select_related = ("assistance_request",)


@admin.register(Notice)
class NoticeAdmin(DeskAdmin):
    list_display = ("assistance_request", "provider", "kind", "visible_at", "seen_at")
    list_filter = ("kind",)
    search_fields = ("assistance_request__reference", "provider__name_en", "provider__code")
    date_hierarchy = "visible_at"
    list_select_related = ("assistance_request", "provider")


@admin.register(PublicSummary)
class PublicSummaryAdmin(DeskAdmin):
    list_display = ("title", "requester_code", "language", "published_at")
    list_filter = ("language", "year")
    search_fields = ("title", "requester_code")
