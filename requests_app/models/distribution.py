import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clearinghouse.core.db import TimeStamped, one_of
from clearinghouse.notifications.models import Delivery, Message
from clearinghouse.parties.models import Party
from requests_app.enums import HelpGiven, NoticeKind, ResponseKind, Verdict
from requests_app.models.need import Need
from requests_app.models.procedure import RequestVersion
from requests_app.models.request import AssistanceRequest


class ProviderSkip(models.Model):
    """That a request does not go to a provider: one expert asked for it, a second person approved. Append-only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assistance_request = models.ForeignKey(
        AssistanceRequest, on_delete=models.PROTECT, related_name="skips"
    )
    provider = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField()
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assistance_request", "provider"], name="provider_skip_once"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="provider_skip_has_reason"),
            models.CheckConstraint(
                condition=~Q(asked_by=F("approved_by")), name="provider_skip_by_two_persons"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assistance_request} ✕ {self.provider}"


class Run(models.Model):
    """One distribution: which words went to whom, frozen. Append-only; one a request."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assistance_request = models.OneToOneField(
        AssistanceRequest, on_delete=models.PROTECT, related_name="run"
    )
    version = models.ForeignKey(RequestVersion, on_delete=models.PROTECT, related_name="+")
    rule_version = models.CharField(max_length=20, help_text="Which rule chose the recipients.")
    frozen_at = models.DateTimeField()
    recipient_count = models.PositiveIntegerField()
    recipient_sha256 = models.CharField(
        max_length=64, help_text="Of the sorted party ids, one a line."
    )

    class Meta:
        verbose_name = _("distribution")
        verbose_name_plural = _("distributions")

    def __str__(self) -> str:
        return f"{self.assistance_request} → {self.recipient_count}"


class Notice(models.Model):
    """The promise itself: this provider was told of this request, once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="notices")
    assistance_request = models.ForeignKey(
        AssistanceRequest, on_delete=models.PROTECT, related_name="notices"
    )
    provider = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=10, choices=NoticeKind.choices, default=NoticeKind.REQUEST)
    seq = models.PositiveSmallIntegerField(default=0)
    visible_at = models.DateTimeField()
    due_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    message = models.ForeignKey(
        Message,
        null=True,
        on_delete=models.PROTECT,
        related_name="notices",
        help_text="One mail may remind of several requests.",
    )

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-visible_at"]
        constraints = [
            one_of("kind", NoticeKind.values, name="notice_kind_known"),
            models.UniqueConstraint(
                fields=["assistance_request", "provider", "kind", "seq"],
                name="notice_once_per_provider",
            ),
            models.UniqueConstraint(
                fields=["message"],
                condition=Q(kind=NoticeKind.REQUEST),
                name="notice_of_a_request_has_its_own_mail",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assistance_request} → {self.provider}"

    def get_absolute_url(self) -> str:
        return reverse("requests:notice", args=[self.pk])

    @property
    def newest_version(self) -> RequestVersion:
        """The words that stand now; what went out is `run.version`. One query, none where prefetched."""
        sent = self.run.version
        if self._state.adding:
            # A preview, of words that nobody has submitted yet.
            return sent
        later = [
            each for each in self.assistance_request.versions.all() if each.number > sent.number
        ]
        return max(later, key=lambda version: version.number, default=sent)


class ContactCheck(models.Model):
    """Somebody at the desk made sure that a silent provider's contact is the right one. Append-only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    provider = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="contact_checks")
    note = models.TextField(_("how it was checked"))
    confirmed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["confirmed_at"]
        constraints = [models.CheckConstraint(condition=~Q(note=""), name="contact_check_says_how")]

    def __str__(self) -> str:
        return f"{self.provider} {self.confirmed_at:%Y-%m-%d}"


class NoticeResponse(models.Model):
    """What a provider says of a notice as a whole. Append-only; the latest counts.

    By a link in the mail it comes from an address, without an account; otherwise from a person.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="responses")
    kind = models.CharField(max_length=12, choices=ResponseKind.choices)
    reason = models.TextField(_("reason"), blank=True)
    responded_at = models.DateTimeField()
    delivery = models.ForeignKey(
        Delivery, null=True, on_delete=models.PROTECT, related_name="+", help_text="By whose link."
    )
    responded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["responded_at"]
        get_latest_by = "responded_at"
        constraints = [
            one_of("kind", ResponseKind.values, name="notice_response_kind_known"),
            models.CheckConstraint(
                condition=Q(delivery__isnull=False, responded_by__isnull=True)
                | Q(delivery__isnull=True, responded_by__isnull=False),
                name="notice_response_by_link_or_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice}: {self.get_kind_display()}"


class Answer(TimeStamped):
    """What a provider answers to one need; a later answer replaces the earlier, the history keeps both."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="answers")
    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="answers")
    verdict = models.CharField(_("answer"), max_length=10, choices=Verdict.choices)
    text = models.TextField(_("what, when and how"), blank=True)
    available_from = models.DateField(_("available from"), null=True, blank=True)
    how = models.CharField(_("how"), max_length=12, choices=HelpGiven.choices, blank=True)
    answered_at = models.DateTimeField()
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["need__number", "answered_at"]
        constraints = [
            one_of("verdict", Verdict.values, name="answer_verdict_known"),
            one_of("how", ["", *HelpGiven.values], name="answer_how_known"),
            models.UniqueConstraint(fields=["notice", "need"], name="answer_once_per_need"),
        ]

    def __str__(self) -> str:
        return f"{self.notice}: {self.get_verdict_display()}"
