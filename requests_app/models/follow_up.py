import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clearinghouse.core.db import one_of, paired
from requests_app.enums import NeedWord
from requests_app.models.need import Need
from requests_app.models.request import AssistanceRequest


class FollowUp(models.Model):
    """The question of one year: has the request been met? Asked once, and again each year while something is needed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assistance_request = models.ForeignKey(
        AssistanceRequest, on_delete=models.PROTECT, related_name="follow_ups"
    )
    number = models.PositiveSmallIntegerField(_("number"), help_text="First, second, … year.")
    due_on = models.DateField(_("due"), help_text="A day of New York.")
    opened_at = models.DateTimeField(_("asked"))
    reminded_at = models.DateTimeField(_("reminded"), null=True)
    answered_at = models.DateTimeField(_("answered"), null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    document = models.TextField(
        _("reference of the document"), blank=True, help_text="Where an expert recorded it."
    )

    class Meta:
        verbose_name = _("question of one year")
        verbose_name_plural = _("questions of one year")
        ordering = ["due_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["assistance_request", "number"], name="follow_up_once_a_year"
            ),
            models.UniqueConstraint(
                fields=["assistance_request"],
                condition=Q(answered_at__isnull=True),
                name="follow_up_one_open_per_request",
            ),
            paired("answered_at", "answered_by", name="follow_up_answered_at_and_by"),
        ]

    def __str__(self) -> str:
        return f"{self.assistance_request} ({self.due_on})"

    def get_absolute_url(self) -> str:
        return reverse("requests:follow-up", args=[self.pk])


class FollowUpAnswer(models.Model):
    """What the State said of one need when it was asked. Append-only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    follow_up = models.ForeignKey(FollowUp, on_delete=models.PROTECT, related_name="answers")
    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="follow_up_answers")
    word = models.CharField(_("how the need stands"), max_length=20, choices=NeedWord.choices)
    text = models.TextField(_("in the State’s words"), blank=True)

    class Meta:
        verbose_name = _("answer to the question of one year")
        verbose_name_plural = _("answers to the question of one year")
        ordering = ["need__number"]
        constraints = [
            one_of("word", NeedWord.values, name="follow_up_answer_word_known"),
            models.UniqueConstraint(fields=["follow_up", "need"], name="follow_up_answer_per_need"),
        ]

    def __str__(self) -> str:
        return f"{self.need}: {self.get_word_display()}"
