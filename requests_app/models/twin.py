from __future__ import annotations

import uuid

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clearinghouse.core.db import one_of
from clearinghouse.parties.models import Party
from requests_app.enums import TwinOutcome
from requests_app.models.request import AssistanceRequest


def twin_path(upload: TwinUpload, filename: str) -> str:
    """Place of the file: by id alone, so that no name from outside touches the disk."""
    return f"offline-forms/{upload.pk}"


def twin_storage() -> Storage:
    return storages["default"]


class TwinUpload(models.Model):
    """An offline form that was read and waits to be confirmed. Its words go when it is taken, dropped or too old."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    assistance_request = models.ForeignKey(
        AssistanceRequest,
        null=True,
        on_delete=models.CASCADE,
        related_name="twin_uploads",
        help_text="The draft that it changes; empty until a new one is made from it.",
    )
    outcome = models.CharField(
        max_length=10,
        choices=TwinOutcome.choices,
        blank=True,
        help_text="Empty while it waits to be confirmed.",
    )
    file = models.FileField(upload_to=twin_path, storage=twin_storage, max_length=200, blank=True)
    name = models.CharField(_("file name"), max_length=200)
    sha256 = models.CharField(max_length=64)
    seal = models.JSONField(default=dict, help_text="What the file knows of its origin; verified.")
    content = models.JSONField(default=dict, help_text="What was read, before it is checked.")
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    expires_at = models.DateTimeField()

    class Meta:
        ordering = ["-uploaded_at"]
        constraints = [
            one_of("outcome", ["", *TwinOutcome.values], name="twin_upload_outcome_known"),
            models.CheckConstraint(
                condition=Q(outcome="") | Q(content={}, seal={}, file=""),
                name="twin_upload_words_only_while_waiting",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="taken") | Q(assistance_request__isnull=False),
                name="twin_upload_taken_has_draft",
            ),
        ]
        indexes = [
            models.Index(fields=["expires_at"], name="twin_upload_waiting", condition=Q(outcome=""))
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("requests:twin-preview", args=[self.pk])
