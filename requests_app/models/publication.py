import hashlib
import uuid
from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clearinghouse.core.db import TimeStamped, code_array, one_of
from clearinghouse.core.vocabulary import LANGUAGE_CODES, LANGUAGES
from requests_app.models.request import AssistanceRequest


class Summary(TimeStamped):
    """The words that may become public, one row a language. Confidential until the State consents to exactly them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assistance_request = models.ForeignKey(
        AssistanceRequest, on_delete=models.PROTECT, related_name="summaries"
    )
    public_id = models.UUIDField(
        default=uuid.uuid4, editable=False, help_text="Key of the public copy; says nothing."
    )
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES, default="en")
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("summary"))
    areas = code_array(editable=False)
    categories = code_array(editable=False)
    kinds = code_array(editable=False)
    received_date = models.DateField(editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    put_to_state_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("summary")
        verbose_name_plural = _("summaries")
        ordering = ["assistance_request", "language"]
        constraints = [
            models.UniqueConstraint(
                fields=["assistance_request", "language"], name="summary_once_per_language"
            ),
            models.UniqueConstraint(
                fields=["public_id", "language"], name="summary_public_id_language"
            ),
            one_of("language", LANGUAGE_CODES, name="summary_language_known"),
        ]

    def __str__(self) -> str:
        return f"{self.assistance_request} ({self.language})"

    @staticmethod
    def digest(
        *,
        language: str,
        title: str,
        text: str,
        areas: Iterable[str],
        categories: Iterable[str],
        kinds: Iterable[str],
        received_date: date,
    ) -> str:
        """SHA-256 of the exact words and of the facts published with them, in hexadecimal: what a consent is
        bound to. The trigger `check_consent` computes the same: each part behind its length in bytes."""
        codes = (",".join(each) for each in (areas, categories, kinds))
        parts = (language, title, text, *codes, received_date.isoformat())
        canonical = "".join(f"{len(part.encode())}:{part}" for part in parts)
        return hashlib.sha256(canonical.encode()).hexdigest()

    @property
    def is_intact(self) -> bool:
        """Whether the hash is that of what stands here."""
        return self.sha256 == Summary.digest(
            language=self.language,
            title=self.title,
            text=self.text,
            areas=self.areas,
            categories=self.categories,
            kinds=self.kinds,
            received_date=self.received_date,
        )


class SummaryConsent(models.Model):
    """That the State agreed to exactly the words with this hash, and whether it still does."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    summary = models.ForeignKey(Summary, on_delete=models.PROTECT, related_name="consents")
    sha256 = models.CharField(max_length=64)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+",
        help_text="Empty where a policy made silence mean yes.",
    )  # fmt: skip
    by_silence = models.BooleanField(default=False)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["given_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(by_silence=True, given_by__isnull=True)
                | Q(by_silence=False, given_by__isnull=False),
                name="consent_given_by_or_silence",
            ),
            models.UniqueConstraint(
                fields=["summary"],
                condition=Q(withdrawn_at__isnull=True),
                name="consent_one_in_force",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.summary} {self.sha256[:8]}"


class PublicSummary(models.Model):
    """Public copy, one row a language. Written by `publication.py` only; read through the public role."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    public_id = models.UUIDField(editable=False)
    language = models.CharField(max_length=2, choices=LANGUAGES)
    sha256 = models.CharField(max_length=64)
    title = models.CharField(max_length=200)
    text = models.TextField()
    requester_code = models.CharField(max_length=40)
    requester_names = models.JSONField(help_text="By language code.")
    region_codes = ArrayField(
        models.CharField(max_length=3), default=list, help_text="M49, wide to narrow."
    )
    areas = code_array()
    categories = code_array()
    kinds = code_array()
    year = models.PositiveSmallIntegerField(help_text="Of receipt.")
    received_date = models.DateField()
    published_at = models.DateTimeField()
    is_demonstration = models.BooleanField(default=False)
    is_rehearsal = models.BooleanField(default=False)
    search = SearchVectorField(null=True, editable=False)

    class Meta:
        verbose_name = _("published summary")
        verbose_name_plural = _("published summaries")
        ordering = ["-received_date", "requester_code", "public_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["public_id", "language"], name="public_summary_once_per_language"
            ),
            one_of("language", LANGUAGE_CODES, name="public_summary_language_known"),
        ]
        indexes = [GinIndex(fields=["search"], name="public_summary_search")]

    def __str__(self) -> str:
        return f"{self.requester_code} {self.year} ({self.language})"

    def get_absolute_url(self) -> str:
        return reverse("public_requests:detail", args=[self.public_id])


class PublicWithdrawal(models.Model):
    """That something stood at this address and was withdrawn; never what."""

    public_id = models.UUIDField(primary_key=True, editable=False)
    withdrawn_date = models.DateField()

    def __str__(self) -> str:
        return str(self.public_id)
