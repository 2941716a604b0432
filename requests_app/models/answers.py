import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clearinghouse.core.db import one_of, paired
from requests_app.enums import HelpGiven, QuestionStatus, Verdict
from requests_app.models.distribution import Answer, Notice
from requests_app.models.need import Need
from requests_app.models.request import AssistanceRequest


class AnswerVersion(models.Model):
    """An answer as it was given at one time, and by whom. Append-only; the answer itself is the latest."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    verdict = models.CharField(_("answer"), max_length=10, choices=Verdict.choices)
    text = models.TextField(blank=True)
    available_from = models.DateField(null=True)
    how = models.CharField(max_length=12, choices=HelpGiven.choices, blank=True)
    answered_at = models.DateTimeField()
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["answer", "number"]
        constraints = [
            models.UniqueConstraint(fields=["answer", "number"], name="answer_version_number_once"),
            one_of("verdict", Verdict.values, name="answer_version_verdict_known"),
            one_of("how", ["", *HelpGiven.values], name="answer_version_how_known"),
        ]

    def __str__(self) -> str:
        return f"{self.answer} v{self.number}"


class Question(models.Model):
    """What a provider asks the State about a request or one of its needs, and the State's answer to all.

    The provider's words are `text`; `wording` is how all providers read them, so that they do not show who asked.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assistance_request = models.ForeignKey(
        AssistanceRequest, on_delete=models.PROTECT, related_name="questions"
    )
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="questions")
    need = models.ForeignKey(
        Need, null=True, blank=True, on_delete=models.PROTECT, related_name="questions"
    )
    text = models.TextField(_("question"))
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    status = models.CharField(
        _("status"),
        max_length=12,
        choices=QuestionStatus.choices,
        default=QuestionStatus.WAITING,
        editable=False,
    )
    wording = models.TextField(_("question as all providers read it"), blank=True)
    reply = models.TextField(_("answer"), blank=True)
    document = models.CharField(_("document of the State"), max_length=300, blank=True)
    why = models.TextField(
        _("reason"), blank=True, help_text="Why it was withheld or not answered."
    )
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged"
    )
    settled_at = models.DateTimeField(null=True, editable=False)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["asked_at"]
        constraints = [
            one_of("status", QuestionStatus.values, name="question_status_known"),
            paired("settled_at", "settled_by", name="question_settled_at_and_by"),
            models.CheckConstraint(
                condition=Q(status=QuestionStatus.WAITING, settled_at__isnull=True)
                | (~Q(status=QuestionStatus.WAITING) & Q(settled_at__isnull=False)),
                name="question_settled_has_a_person",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[QuestionStatus.ANSWERED, QuestionStatus.TO_EXPERTS])
                | ~Q(reply=""),
                name="question_answered_with_words",
            ),
            models.CheckConstraint(
                condition=Q(status=QuestionStatus.MERGED, merged_into__isnull=False)
                | (~Q(status=QuestionStatus.MERGED) & Q(merged_into__isnull=True)),
                name="question_merged_into_another",
            ),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="question_not_itself"),
            models.CheckConstraint(condition=~Q(text=""), name="question_has_words"),
        ]

    def __str__(self) -> str:
        return str(_("Question about %(reference)s")) % {
            "reference": self.assistance_request.reference
        }

    def get_absolute_url(self) -> str:
        return reverse("requests:question", args=[self.pk])

    @property
    def shown(self) -> str:
        """The question as all providers read it."""
        return self.wording or self.text
