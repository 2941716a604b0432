import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clearinghouse.core.db import TimeStamped, paired

PERSON = settings.AUTH_USER_MODEL


class WorkItem(TimeStamped):
    """Who works on one row of a queue, until when it is put aside, and whether it was settled by hand.

    The queue itself is derived from the records, so a row that is done leaves by itself and its item has no effect.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    queue = models.CharField(max_length=40)
    subject = models.UUIDField(help_text="Key of the record that waits.")
    assigned_to = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField(null=True)
    assigned_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    deferred_until = models.DateField(_("deferred until"), null=True)
    deferred_reason = models.CharField(_("reason"), max_length=300, blank=True)
    deferred_at = models.DateTimeField(null=True)
    deferred_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("work item")
        verbose_name_plural = _("work items")
        constraints = [
            models.UniqueConstraint(fields=["queue", "subject"], name="work_item_once_per_row"),
            paired("assigned_at", "assigned_by", name="work_item_assigned_at_and_by"),
            paired("assigned_at", "assigned_to", name="work_item_assigned_at_and_to"),
            paired("deferred_at", "deferred_by", name="work_item_deferred_at_and_by"),
            paired("settled_at", "settled_by", name="work_item_settled_at_and_by"),
            models.CheckConstraint(
                condition=Q(
                    deferred_at__isnull=True, deferred_until__isnull=True, deferred_reason=""
                )
                | (Q(deferred_at__isnull=False, deferred_until__isnull=False) & ~Q(deferred_reason="")),
                name="work_item_deferred_with_day_and_reason",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["subject"], name="work_item_subject")]

    def __str__(self) -> str:
        return f"{self.queue} {self.subject}"


class Sighting(models.Model):
    """That somebody who works at the desk opened a record, for the first and for the latest time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.UUIDField()
    seen_by = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()

    class Meta:
        ordering = ["-last_seen_at"]
        constraints = [
            models.UniqueConstraint(fields=["subject", "seen_by"], name="sighting_once_per_person"),
            models.CheckConstraint(
                condition=Q(last_seen_at__gte=models.F("first_seen_at")), name="sighting_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seen_by}: {self.subject}"
