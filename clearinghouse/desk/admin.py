"""What happened, to be read and never changed; here, because the audit trail knows nothing of who may read it."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from clearinghouse.access.desk import DeskAdmin
from clearinghouse.audit.models import AuditEvent
from clearinghouse.audit.timeline import lines
from clearinghouse.desk import reference_admin  # noqa: F401  registers the screens of the reference tables


@admin.register(AuditEvent)
class AuditEventAdmin(DeskAdmin):
    list_display = ("at", "sentence", "by_name", "about_type", "about_id", "note")
    list_filter = ("event", "about_type")
    search_fields = ("by_name", "=about_id", "=case_id", "note")
    date_hierarchy = "at"
    ordering = ("-id",)
    show_full_result_count = False

    @admin.display(description=_("what happened"))
    def sentence(self, event: AuditEvent) -> str:
        return lines([event])[0].sentence
