from __future__ import annotations

import uuid

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clearinghouse.core.db import TimeStamped, code_array, one_of, paired, subset_of
from clearinghouse.core.vocabulary import AREA_CODES, CATEGORY_CODES, LANGUAGE_CODES, LANGUAGES
from clearinghouse.parties.models import Party
from requests_app.enums import (
    AttachmentKind,
    Channel,
    ContactRole,
    DistributionWish,
    Outcome,
    PublicationWish,
    RequestStatus,
    Urgency,
)


class AssistanceRequest(TimeStamped):
    """What a State or a regional organization asks of the clearing house. Confidential.

    The sections follow the Committee's assistance template. Everything may be empty in a draft;
    `rules.py` says what a submission needs.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(
        _("reference"), max_length=20, unique=True, null=True, editable=False
    )
    requester = models.ForeignKey(
        Party, on_delete=models.PROTECT, related_name="requests", verbose_name=_("requester")
    )
    status = models.CharField(
        _("status"), max_length=20, choices=RequestStatus.choices, default=RequestStatus.DRAFT
    )
    edition = models.PositiveIntegerField(
        default=0, editable=False, help_text="Rises with every save; guards against stale ones."
    )

    saved_at = models.DateTimeField(null=True, editable=False)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        help_text="Who saved the words of this edition.",
    )
    is_restricted = models.BooleanField(
        default=False,
        editable=False,
        help_text="Before submission: only for its author, named colleagues and focal points.",
    )
    revision_of = models.ForeignKey(
        "self",
        null=True,
        on_delete=models.CASCADE,
        related_name="revisions",
        editable=False,
        help_text="The submitted request whose words this working copy changes; no request of its own.",
    )

    # 1 Requester
    language = models.CharField(
        _("language of this request"), max_length=2, choices=LANGUAGES, default="en"
    )
    title = models.CharField(_("title"), max_length=200, blank=True)
    channel = models.CharField(
        _("how it was received"), max_length=20, choices=Channel.choices, default=Channel.PORTAL
    )
    channel_reference = models.CharField(
        _("reference of the note verbale or document"), max_length=120, blank=True
    )
    document_date = models.DateField(_("date of the document"), null=True, blank=True)
    # 2 Subject
    areas = code_array(verbose_name=_("operative paragraphs"))
    categories = code_array(verbose_name=_("weapon categories"))
    situation = models.TextField(_("present situation and gap"), blank=True)
    # 3 Links
    related_plans = models.TextField(
        _("related action plan, national report, visit or peer review"), blank=True
    )
    # 4 Timing
    wanted_from = models.DateField(_("wanted from"), null=True, blank=True)
    wanted_until = models.DateField(_("needed by"), null=True, blank=True)
    urgency = models.CharField(
        _("urgency"), max_length=10, choices=Urgency.choices, default=Urgency.NORMAL
    )
    stages = models.TextField(_("stages"), blank=True)
    # 5 Own contribution
    national_contribution = models.TextField(_("national contribution"), blank=True)
    limits = models.TextField(_("legal or practical limits"), blank=True)
    delivery_languages = code_array(verbose_name=_("languages in which assistance can be received"))
    # 6 Other help
    other_assistance = models.TextField(_("assistance received or under discussion"), blank=True)
    providers_approached = models.TextField(_("providers already approached"), blank=True)
    # 7 Wishes
    preferred_providers = models.TextField(_("preferred providers or regions"), blank=True)
    excluded_providers = models.ManyToManyField(
        Party, blank=True, related_name="+", verbose_name=_("providers to leave out")
    )
    # 8 Consent
    distribution_wish = models.CharField(
        _("distribution"),
        max_length=10,
        choices=DistributionWish.choices,
        default=DistributionWish.ALL,
    )
    publication_wish = models.CharField(
        _("publication"),
        max_length=10,
        choices=PublicationWish.choices,
        default=PublicationWish.SUMMARY,
    )

    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", editable=False,
        help_text="Who typed it; kept apart from who asked.",
    )  # fmt: skip
    # An expert who enters paper says when it truly came; `due_at` is filled by a trigger from the policy table.
    received_at = models.DateTimeField(_("received"), null=True, editable=False)
    due_at = models.DateTimeField(_("to be distributed by"), null=True, editable=False)
    submitted_at = models.DateTimeField(_("submitted"), null=True, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    acknowledged_at = models.DateTimeField(_("acknowledged"), null=True, editable=False)
    window_ends_at = models.DateTimeField(
        _("end of the objection window"),
        null=True,
        editable=False,
        help_text="As announced; holds are added to it.",
    )
    distributed_at = models.DateTimeField(_("distributed"), null=True, editable=False)
    closed_at = models.DateTimeField(_("closed"), null=True, editable=False)
    outcome = models.CharField(
        _("outcome"), max_length=20, choices=Outcome.choices, blank=True, editable=False
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, editable=False)
    is_demonstration = models.BooleanField(default=False, editable=False)
    is_rehearsal = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("request for assistance")
        verbose_name_plural = _("requests for assistance")
        ordering = ["-created_at"]
        constraints = [
            one_of("status", RequestStatus.values, name="request_status_known"),
            one_of("outcome", ["", *Outcome.values], name="request_outcome_known"),
            one_of("channel", Channel.values, name="request_channel_known"),
            one_of("language", LANGUAGE_CODES, name="request_language_known"),
            subset_of("areas", AREA_CODES, name="request_areas_known"),
            subset_of("categories", CATEGORY_CODES, name="request_categories_known"),
            subset_of(
                "delivery_languages", LANGUAGE_CODES, name="request_delivery_languages_known"
            ),
            paired("saved_at", "saved_by", name="request_saved_at_and_by"),
            paired("submitted_at", "submitted_by", name="request_submitted_at_and_by"),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "withdrawn"])
                | Q(reference__isnull=False, received_at__isnull=False, due_at__isnull=False),
                name="request_submitted_has_reference_and_clock",
            ),
            models.CheckConstraint(
                condition=Q(due_at__isnull=True) | Q(due_at__gt=F("received_at")),
                name="request_due_after_receipt",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "submitted", "returned", "withdrawn"])
                | Q(acknowledged_at__isnull=False, window_ends_at__isnull=False),
                name="request_acknowledged_has_window",
            ),
            models.CheckConstraint(
                condition=~Q(status="distributed") | Q(distributed_at__isnull=False),
                name="request_distributed_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(wanted_until__isnull=True)
                | Q(wanted_from__isnull=True)
                | Q(wanted_until__gte=F("wanted_from")),
                name="request_wanted_in_order",
            ),
            models.CheckConstraint(
                condition=Q(revision_of__isnull=True)
                | Q(status__in=["draft", "withdrawn"], reference__isnull=True),
                name="request_revision_never_stands_alone",
            ),
            models.UniqueConstraint(
                fields=["revision_of"],
                condition=Q(status="draft"),
                name="request_one_open_revision",
            ),
        ]
        indexes = [
            models.Index(fields=["requester", "status"], name="request_party_status"),
            models.Index(
                fields=["due_at"],
                name="request_due_open",
                condition=Q(status__in=["submitted", "acknowledged"]),
            ),
        ]

    def __str__(self) -> str:
        return self.reference or self.title or str(_("Untitled draft"))

    def get_absolute_url(self) -> str:
        return reverse("requests:detail", args=[self.revision_of_id or self.pk])


class RequestContact(models.Model):
    """A person named in a request. Never public, never sent to providers before the State welcomes a match."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assistance_request = models.ForeignKey(
        AssistanceRequest, on_delete=models.CASCADE, related_name="contacts"
    )
    role = models.CharField(
        _("role"), max_length=20, choices=ContactRole.choices, default=ContactRole.MISSION
    )
    name = models.CharField(_("name"), max_length=200, blank=True)
    title = models.CharField(_("function and agency"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)

    class Meta:
        ordering = ["role", "name"]
        constraints = [one_of("role", ContactRole.values, name="request_contact_role_known")]

    def __str__(self) -> str:
        return self.name or self.email


def attachment_path(attachment: Attachment, filename: str) -> str:
    """Place of the file: by id alone, so that no name from outside touches the disk."""
    return f"requests/{attachment.assistance_request_id}/{attachment.pk}"


def private_storage() -> Storage:
    return storages["default"]


class Attachment(models.Model):
    """A document that came with a request. Served through the permission check only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assistance_request = models.ForeignKey(
        AssistanceRequest, on_delete=models.CASCADE, related_name="attachments"
    )
    kind = models.CharField(
        _("kind"), max_length=20, choices=AttachmentKind.choices, default=AttachmentKind.OTHER
    )
    file = models.FileField(upload_to=attachment_path, storage=private_storage, max_length=200)
    name = models.CharField(_("file name"), max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(help_text="Bytes.")
    sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    erased_at = models.DateTimeField(null=True, editable=False)
    erased_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", editable=False
    )  # fmt: skip

    class Meta:
        ordering = ["uploaded_at"]
        constraints = [
            one_of("kind", AttachmentKind.values, name="attachment_kind_known"),
            paired("erased_at", "erased_by", name="attachment_erased_at_and_by"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("requests:attachment", args=[self.assistance_request_id, self.pk])
