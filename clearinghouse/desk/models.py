import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clearinghouse.core.db import TimeStamped, one_of, paired
from clearinghouse.desk.enums import Place

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


class SavedSearch(TimeStamped):
    """A search under a name: one's own, or shared with the desk."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=80)
    place = models.CharField(max_length=10, choices=Place.choices, default=Place.REQUESTS)
    text = models.CharField(max_length=500)
    is_shared = models.BooleanField(_("shared with the desk"), default=False)

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="saved_search_name_once"),
            one_of("place", Place.values, name="saved_search_place_known"),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(text=""), name="saved_search_says_something"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Todo(TimeStamped):
    """Something that one person wants to remember. Nobody else reads it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    text = models.CharField(_("to do"), max_length=300)
    due_date = models.DateField(_("by"), null=True, blank=True)
    case = models.ForeignKey(
        "requests_app.AssistanceRequest", null=True, on_delete=models.CASCADE, related_name="+"
    )
    done_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("to-do")
        verbose_name_plural = _("to-dos")
        ordering = [models.F("due_date").asc(nulls_last=True), "created_at"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="todo_says_something")]

    def __str__(self) -> str:
        return self.text


class CaseNote(models.Model):
    """What colleagues should know of a case. Append-only; read at the desk alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Only the owner's role deletes requests, those of a rehearsal, and their notes go with them.
    case = models.ForeignKey(
        "requests_app.AssistanceRequest", on_delete=models.CASCADE, related_name="+"
    )
    text = models.TextField(_("note"), max_length=4_000)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("internal note")
        verbose_name_plural = _("internal notes")
        ordering = ["written_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="case_note_says_something")
        ]

    def __str__(self) -> str:
        return f"{self.written_by}, {self.written_at:%Y-%m-%d}"
