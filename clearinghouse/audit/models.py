import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditEvent(models.Model):
    """One thing that happened. Append-only; no foreign keys, so history never blocks a deletion."""

    id = models.BigAutoField(primary_key=True)
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    at = models.DateTimeField(help_text="By the database's clock.")
    event = models.CharField(max_length=60)
    by_id = models.UUIDField(null=True, help_text="Empty for the system.")
    by_name = models.CharField(max_length=200)
    about_type = models.CharField(max_length=60)
    about_id = models.UUIDField()
    case_id = models.UUIDField(
        null=True, help_text="The request or offer to whose history the event belongs."
    )
    note = models.TextField(blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["about_id", "id"], name="audit_event_about"),
            models.Index(fields=["case_id", "id"], name="audit_event_case"),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.about_type} {self.about_id} ({self.at:%Y-%m-%d %H:%M})"
