import uuid
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clearinghouse.access.catalogue import DeskRole
from clearinghouse.approvals.enums import Action, ApprovalStatus
from clearinghouse.core.db import one_of, paired


def _person(**options: Any) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", **options
    )


class Approval(models.Model):
    """A step that one person at the desk asks for and another approves. `fingerprint` names exactly what."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    action = models.CharField(_("step"), max_length=20, choices=Action.choices)
    status = models.CharField(
        _("status"), max_length=12, choices=ApprovalStatus.choices, default=ApprovalStatus.WAITING
    )
    about_id = models.UUIDField()
    case_id = models.UUIDField(db_index=True)
    case_name = models.CharField(_("case"), max_length=60, help_text="Its reference.")
    fingerprint = models.CharField(max_length=120, blank=True)
    reason = models.TextField(_("reason"))
    asked_at = models.DateTimeField(_("asked"))
    asked_by = _person(verbose_name=_("asked by"))
    decided_at = models.DateTimeField(_("decided"), null=True)
    decided_by = _person(verbose_name=_("decided by"), null=True)
    decision_note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        ordering = ["-asked_at"]
        constraints = [
            one_of("action", Action.values, name="approval_action_known"),
            one_of("status", ApprovalStatus.values, name="approval_status_known"),
            paired("decided_at", "decided_by", name="approval_decided_at_and_by"),
            models.CheckConstraint(
                condition=Q(status=ApprovalStatus.WAITING, decided_at__isnull=True)
                | (~Q(status=ApprovalStatus.WAITING) & Q(decided_at__isnull=False)),
                name="approval_waits_or_is_decided",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[ApprovalStatus.APPROVED, ApprovalStatus.DECLINED])
                | ~Q(asked_by=F("decided_by")),
                name="approval_by_a_second_person",
            ),
            models.UniqueConstraint(
                fields=["action", "about_id", "fingerprint"],
                condition=Q(status=ApprovalStatus.WAITING),
                name="approval_asked_once_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_action_display()} ({self.case_name})"

    def get_absolute_url(self) -> str:
        return reverse("admin:approvals:detail", args=[self.pk])


class DeputyQuerySet(models.QuerySet["Deputy"]):
    def in_force(self, *, day: date) -> "DeputyQuerySet":
        """Deputies whose time has come on this day and was not ended."""
        return self.filter(ended_at__isnull=True, from_date__lte=day, until_date__gte=day)

    def of_experts(self) -> "DeputyQuerySet":
        """Deputies of people who are experts."""
        return self.filter(person__groups__name=DeskRole.EXPERT)


class Deputy(models.Model):
    """Who stands in for an absent person at the desk, from one day to another, both included."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = _person(verbose_name=_("absent"))
    deputy = _person(verbose_name=_("deputy"))
    from_date = models.DateField(_("first day"))
    until_date = models.DateField(_("last day"))
    named_at = models.DateTimeField()
    named_by = _person()
    ended_at = models.DateTimeField(null=True)
    ended_by = _person(null=True)

    objects = DeputyQuerySet.as_manager()

    class Meta:
        verbose_name = _("deputy")
        verbose_name_plural = _("deputies")
        ordering = ["-from_date"]
        constraints = [
            paired("ended_at", "ended_by", name="deputy_ended_at_and_by"),
            models.CheckConstraint(
                condition=Q(until_date__gte=F("from_date")), name="deputy_days_in_order"
            ),
            models.CheckConstraint(
                condition=~Q(person=F("deputy")), name="deputy_is_somebody_else"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deputy} → {self.person}"
