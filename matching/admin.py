"""Matches as rows, for support; decisions are taken on the review pages."""

from django.contrib import admin

from clearinghouse.access.desk import DeskAdmin
from matching.models import Match


@admin.register(Match)
class MatchAdmin(DeskAdmin):
    list_display = ("need", "offer", "status", "confidence", "rank", "computed_at", "decided_by")
    list_filter = ("status", "confidence", "weights_version")
    list_select_related = ("need", "offer", "decided_by")
    search_fields = (
        "need__title",
        "need__assistance_request__reference",
        "offer__title",
        "offer__reference",
    )
    date_hierarchy = "computed_at"
