import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from clearinghouse.core.db import one_of
from requests_app.enums import AuthenticBy, Choice, DecisionKind, HoldKind
from requests_app.models.request import AssistanceRequest


class RequestVersion(models.Model):
    """The words as they were submitted. Append-only; distribution names the version that went out."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assistance_request = models.ForeignKey(
        AssistanceRequest, on_delete=models.PROTECT, related_name="versions"
    )
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    sha256 = models.CharField(max_length=64, help_text="Of the canonical JSON of the content.")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["assistance_request", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["assistance_request", "number"], name="request_version_number_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.assistance_request} v{self.number}"


class Authentication(models.Model):
    """By what a request counts as coming from the State: an account, or an expert's word and its ground."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assistance_request = models.ForeignKey(
        AssistanceRequest, on_delete=models.PROTECT, related_name="authentications"
    )
    basis = models.CharField(max_length=10, choices=AuthenticBy.choices)
    ground = models.CharField(_("what it rests on"), max_length=300, blank=True)
    confirmed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["confirmed_at"]
        constraints = [
            one_of("basis", AuthenticBy.values, name="authentication_basis_known"),
            models.CheckConstraint(
                condition=Q(basis="account") | ~Q(ground=""),
                name="authentication_by_expert_has_ground",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assistance_request}: {self.get_basis_display()}"


class Decision(models.Model):
    """One decision of the State in its window. Append-only; the latest of a kind counts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assistance_request = models.ForeignKey(
        AssistanceRequest, on_delete=models.PROTECT, related_name="decisions"
    )
    kind = models.CharField(max_length=20, choices=DecisionKind.choices)
    choice = models.CharField(max_length=20, choices=Choice.choices)
    note = models.TextField(blank=True)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["decided_at"]
        constraints = [
            one_of("kind", DecisionKind.values, name="decision_kind_known"),
            one_of("choice", Choice.values, name="decision_choice_known"),
        ]

    def __str__(self) -> str:
        return f"{self.assistance_request}: {self.get_choice_display()}"


class Hold(models.Model):
    """The clocks stand still, visibly: who, why, until when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assistance_request = models.ForeignKey(
        AssistanceRequest, on_delete=models.PROTECT, related_name="holds"
    )
    kind = models.CharField(_("hold"), max_length=10, choices=HoldKind.choices)
    reason = models.TextField(_("reason"))
    placed_at = models.DateTimeField()
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    until = models.DateTimeField(
        _("until"), null=True, blank=True, help_text=_("Empty: until it is released.")
    )
    released_at = models.DateTimeField(null=True, editable=False)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    released_by_expiry = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ["placed_at"]
        constraints = [
            one_of("kind", HoldKind.values, name="hold_kind_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="hold_has_reason"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("placed_at")),
                name="hold_ends_later",
            ),
            models.CheckConstraint(
                condition=Q(
                    released_by_expiry=True, released_at__isnull=False, released_by__isnull=True
                )
                | Q(released_by_expiry=False, released_at__isnull=True, released_by__isnull=True)
                | Q(released_by_expiry=False, released_at__isnull=False, released_by__isnull=False),
                name="hold_released_at_and_by_or_expired",
            ),
            models.UniqueConstraint(
                fields=["assistance_request", "kind"],
                condition=Q(released_at__isnull=True),
                name="hold_one_open_of_each_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assistance_request}: {self.get_kind_display()}"
