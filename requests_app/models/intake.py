import uuid

from django.conf import settings
from django.db import models

from requests_app.models.request import AssistanceRequest


class TypedChange(models.Model):
    """One field of an entry from paper that somebody at the desk typed otherwise. Append-only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assistance_request = models.ForeignKey(
        AssistanceRequest, on_delete=models.CASCADE, related_name="typed_changes"
    )
    field = models.CharField(
        max_length=80, help_text="Name of the field; `needs.2.title` for a row."
    )
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    typed_at = models.DateTimeField()
    typed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["typed_at", "field"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(before=models.F("after")), name="typed_change_changes_something"
            )
        ]

    def __str__(self) -> str:
        return f"{self.assistance_request}: {self.field}"
