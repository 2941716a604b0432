import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clearinghouse.core.db import TimeStamped, one_of, paired
from clearinghouse.core.vocabulary import LANGUAGE_CODES, LANGUAGES
from clearinghouse.letters.enums import (
    AddresseeClass,
    DocumentKind,
    FileFormat,
    LetterKind,
    LetterStatus,
)
from clearinghouse.parties.models import Party


class DocumentChoice(models.Model):
    """Which form of document a class of addressees receives; edited at the desk."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    addressee_class = models.CharField(
        _("class of addressees"), max_length=20, choices=AddresseeClass.choices, unique=True
    )
    document_kind = models.CharField(_("document"), max_length=12, choices=DocumentKind.choices)

    class Meta:
        verbose_name = _("form of letters")
        verbose_name_plural = _("forms of letters")
        constraints = [
            one_of(
                "addressee_class", AddresseeClass.values, name="document_choice_of_a_known_class"
            ),
            one_of("document_kind", DocumentKind.values, name="document_choice_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_addressee_class_display()}: {self.get_document_kind_display()}"


class Letter(TimeStamped):
    """One letter in the Chair's name. After sending the database refuses every change (migration 0002)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(
        max_length=160, unique=True, help_text="Why it was written; the same reason writes one."
    )
    kind = models.CharField(_("letter"), max_length=24, choices=LetterKind.choices)
    document_kind = models.CharField(_("document"), max_length=12, choices=DocumentKind.choices)
    addressee = models.ForeignKey(
        Party, verbose_name=_("addressee"), on_delete=models.PROTECT, related_name="letters"
    )
    addressee_class = models.CharField(max_length=20, choices=AddresseeClass.choices)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES)
    about = models.UUIDField(help_text="The record that it is about: a request, a notice.")
    case = models.UUIDField(null=True, help_text="The request in whose history it shows.")
    case_reference = models.CharField(_("reference of the case"), max_length=20)
    facts = models.JSONField(
        default=dict, help_text="What the standard words are made from; codes, ids and moments."
    )
    subject = models.CharField(_("subject"), max_length=300)
    salutation = models.CharField(_("salutation"), max_length=200, blank=True)
    paragraphs = models.JSONField(default=list)
    closing = models.TextField(_("closing"))
    edition = models.PositiveIntegerField(default=1, editable=False)
    status = models.CharField(
        _("status"), max_length=10, choices=LetterStatus.choices, default=LetterStatus.DRAFT
    )
    is_automatic = models.BooleanField(default=False, editable=False)
    is_rehearsal = models.BooleanField(default=False, editable=False)
    edited_at = models.DateTimeField(null=True, editable=False)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    reference = models.CharField(_("number"), max_length=20, null=True, unique=True)
    sent_at = models.DateTimeField(_("sent"), null=True, editable=False)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    content = models.JSONField(null=True, editable=False, help_text="The letter as it was sent.")
    sha256 = models.CharField(
        max_length=64, blank=True, editable=False, help_text="Of the canonical JSON of the content."
    )

    # Whose offer the letter passes on; set by selectors.with_offerers, for lists.
    offered_by: Party | None = None

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["case"], name="letter_case")]
        constraints = [
            one_of("kind", LetterKind.values, name="letter_kind_known"),
            one_of("document_kind", DocumentKind.values, name="letter_document_kind_known"),
            one_of("addressee_class", AddresseeClass.values, name="letter_addressee_class_known"),
            one_of("language", LANGUAGE_CODES, name="letter_language_known"),
            one_of("status", LetterStatus.values, name="letter_status_known"),
            paired("edited_at", "edited_by", name="letter_edited_at_and_by"),
            models.CheckConstraint(
                condition=Q(
                    status="sent",
                    sent_at__isnull=False,
                    reference__isnull=False,
                    content__isnull=False,
                )
                & ~Q(sha256="")
                & (
                    Q(is_automatic=True, sent_by__isnull=True)
                    | Q(is_automatic=False, sent_by__isnull=False)
                )
                | ~Q(status="sent")
                & Q(
                    sent_at__isnull=True,
                    sent_by__isnull=True,
                    reference__isnull=True,
                    content__isnull=True,
                    sha256="",
                ),
                name="letter_sent_as_a_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.reference or self.subject

    def get_absolute_url(self) -> str:
        return reverse("letters:detail", args=[self.pk])


class LetterFile(models.Model):
    """A sent letter as a file, made when it is first asked for and kept. Append-only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="files")
    file_format = models.CharField(max_length=4, choices=FileFormat.choices)
    file = models.FileField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("file of a letter")
        verbose_name_plural = _("files of letters")
        ordering = ["made_at"]
        constraints = [
            one_of("file_format", FileFormat.values, name="letter_file_format_known"),
            models.UniqueConstraint(
                fields=["letter", "file_format"], name="letter_file_once_per_format"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter}.{self.file_format}"
