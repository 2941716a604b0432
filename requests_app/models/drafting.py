import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clearinghouse.core.db import one_of, paired
from requests_app.enums import RowKind, ShareRole
from requests_app.models.request import AssistanceRequest


class DraftShare(models.Model):
    """A draft opened to a named colleague of the party, in a role. Counts until it is submitted, or taken back."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assistance_request = models.ForeignKey(
        AssistanceRequest, on_delete=models.CASCADE, related_name="shares"
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(_("role"), max_length=10, choices=ShareRole.choices)
    shared_at = models.DateTimeField()
    shared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True, editable=False)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["shared_at"]
        constraints = [
            one_of("role", ShareRole.values, name="share_role_known"),
            paired("revoked_at", "revoked_by", name="share_revoked_at_and_by"),
            models.UniqueConstraint(
                fields=["assistance_request", "person"],
                condition=Q(revoked_at__isnull=True),
                name="share_once_per_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_role_display()}"


class RemovedRow(models.Model):
    """A need or a contact that was removed from a draft, as it was, so that it can be put back."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assistance_request = models.ForeignKey(
        AssistanceRequest, on_delete=models.CASCADE, related_name="removed_rows"
    )
    kind = models.CharField(max_length=10, choices=RowKind.choices)
    row = models.JSONField(help_text="The values by the names of the fields.")
    position = models.PositiveSmallIntegerField(help_text="From one; where it stood.")
    removed_at = models.DateTimeField()
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-removed_at"]
        constraints = [one_of("kind", RowKind.values, name="removed_row_kind_known")]

    def __str__(self) -> str:
        return str(self.row.get("title") or self.row.get("name") or self.get_kind_display())
