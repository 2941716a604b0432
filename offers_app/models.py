import uuid
from datetime import date, datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clearinghouse.core.db import TimeStamped, code_array, one_of, paired, subset_of
from clearinghouse.core.vocabulary import (
    AREA_CODES,
    CATEGORY_CODES,
    KIND_CODES,
    LANGUAGE_CODES,
    LANGUAGES,
)
from clearinghouse.notifications.models import Delivery, Message
from clearinghouse.parties.models import Contact, Grouping, Party, State
from clearinghouse.reference.names import six
from offers_app.enums import OfferStatus, ReminderKind


def _person() -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )


class Offer(TimeStamped):
    """What a provider is ready to do, for whom, until when. Confidential until published."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    public_id = models.UUIDField(
        default=uuid.uuid4,
        unique=True,
        editable=False,
        help_text="Key of the public copy, the same after every withdrawal and new publication.",
    )
    reference = models.CharField(
        _("reference"), max_length=20, unique=True, null=True, blank=True, editable=False
    )
    provider = models.ForeignKey(
        Party, verbose_name=_("provider"), on_delete=models.PROTECT, related_name="offers"
    )
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("what is offered"), max_length=20_000, blank=True)
    language = models.CharField(
        _("language of this text"), max_length=2, choices=LANGUAGES, default="en"
    )
    areas = code_array(verbose_name=_("areas"))
    categories = code_array(verbose_name=_("weapon categories"))
    kinds = code_array(verbose_name=_("kinds of assistance"))
    delivery_languages = code_array(verbose_name=_("languages of delivery"))
    everywhere = models.BooleanField(_("all States"), default=False)
    m49 = ArrayField(
        models.CharField(max_length=3), default=list, blank=True, verbose_name=_("regions")
    )
    groupings = models.ManyToManyField(
        Grouping, verbose_name=_("members of"), blank=True, related_name="+"
    )
    states = models.ManyToManyField(
        State, verbose_name=_("these States"), blank=True, related_name="+"
    )
    excluded_states = models.ManyToManyField(
        State, verbose_name=_("not these States"), blank=True, related_name="+"
    )
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    conditions = models.TextField(_("conditions"), max_length=4_000, blank=True)
    capacity = models.CharField(_("capacity"), max_length=300, blank=True)
    contact = models.ForeignKey(
        Contact,
        verbose_name=_("contact"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    source = models.CharField(
        _("source"),
        max_length=300,
        blank=True,
        help_text=_(
            "Document or address from which the desk entered this offer; empty when its provider wrote it here."
        ),
    )
    submission_key = models.UUIDField(null=True, unique=True, editable=False)
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=OfferStatus.choices,
        default=OfferStatus.DRAFT,
        editable=False,
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    created_by = _person()
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True, editable=False)
    submitted_by = _person()
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    published_by = _person()
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)
    withdrawn_by = _person()
    last_confirmed_at = models.DateTimeField(
        _("last confirmed"), null=True, blank=True, editable=False
    )
    last_confirmed_by = _person()
    last_confirmed_through = models.ForeignKey(
        Delivery,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        help_text="The mail by whose link it was confirmed, where nobody signed in.",
    )
    is_demonstration = models.BooleanField(_("demonstration"), default=False, editable=False)
    is_rehearsal = models.BooleanField(_("rehearsal"), default=False, editable=False)

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        ordering = ["-updated_at"]
        indexes = [models.Index(fields=["status", "valid_until"], name="offer_status_valid_until")]
        constraints = [
            one_of("status", OfferStatus.values, name="offer_status_known"),
            one_of("language", LANGUAGE_CODES, name="offer_language_known"),
            subset_of("areas", AREA_CODES, name="offer_areas_known"),
            subset_of("categories", CATEGORY_CODES, name="offer_categories_known"),
            subset_of("kinds", KIND_CODES, name="offer_kinds_known"),
            subset_of("delivery_languages", LANGUAGE_CODES, name="offer_delivery_languages_known"),
            paired("submitted_at", "submitted_by", name="offer_submitted_at_and_by"),
            paired("published_at", "published_by", name="offer_published_at_and_by"),
            paired("withdrawn_at", "withdrawn_by", name="offer_withdrawn_at_and_by"),
            models.CheckConstraint(
                condition=Q(
                    last_confirmed_at__isnull=True,
                    last_confirmed_by__isnull=True,
                    last_confirmed_through__isnull=True,
                )
                | Q(last_confirmed_at__isnull=False)
                & (
                    Q(last_confirmed_by__isnull=False, last_confirmed_through__isnull=True)
                    | Q(last_confirmed_by__isnull=True, last_confirmed_through__isnull=False)
                ),
                name="offer_confirmed_by_person_or_link",
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
                name="offer_valid_until_after_from",
            ),
            models.CheckConstraint(
                condition=~Q(status=OfferStatus.PUBLISHED) | Q(published_at__isnull=False),
                name="offer_published_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(status=OfferStatus.WITHDRAWN) | Q(withdrawn_at__isnull=False),
                name="offer_withdrawn_has_time",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[OfferStatus.DRAFT, OfferStatus.WITHDRAWN])
                | Q(reference__isnull=False, submitted_at__isnull=False),
                name="offer_submitted_has_reference",
            ),
        ]

    def __str__(self) -> str:
        title = self.title or str(_("Untitled offer"))
        return f"{self.reference} {title}" if self.reference else title

    def get_absolute_url(self) -> str:
        return reverse("offers:detail", kwargs={"pk": self.pk})

    def is_stale(self, oldest: datetime) -> bool:
        """Whether it is public and nobody has confirmed it since that moment."""
        if self.status != OfferStatus.PUBLISHED:
            return False
        return self.last_confirmed_at is None or self.last_confirmed_at < oldest

    def has_lapsed(self, today: date) -> bool:
        """Whether the last day of validity is over."""
        return self.valid_until is not None and self.valid_until < today


class PublicOfferWithdrawal(models.Model):
    """That an offer stood at this address and is public no more; never what."""

    public_id = models.UUIDField(primary_key=True, editable=False)
    withdrawn_date = models.DateField()

    def __str__(self) -> str:
        return str(self.public_id)


class OfferVersion(models.Model):
    """The words of an offer as experts or the public could read them. Append-only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    sha256 = models.CharField(max_length=64, help_text="Of the canonical JSON of the content.")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["offer", "number"]
        constraints = [
            models.UniqueConstraint(fields=["offer", "number"], name="offer_version_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.offer} v{self.number}"


class OfferReminder(models.Model):
    """One mail to the provider about one offer. Append-only; the day makes a second mail about it impossible."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="reminders")
    kind = models.CharField(max_length=14, choices=ReminderKind.choices)
    day = models.DateField(help_text="Of the last confirmation, or the last day of validity.")
    sent_at = models.DateTimeField()
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["sent_at"]
        constraints = [
            one_of("kind", ReminderKind.values, name="offer_reminder_kind_known"),
            models.UniqueConstraint(fields=["offer", "kind", "day"], name="offer_reminder_once"),
        ]

    def __str__(self) -> str:
        return f"{self.offer} {self.kind} {self.day}"

    def is_answered_by(self, offer: Offer) -> bool:
        """Whether the offer, as it stands now, has been confirmed since this mail."""
        confirmed_at = offer.last_confirmed_at
        return confirmed_at is not None and confirmed_at > self.sent_at


class PublicOffer(models.Model):
    """Public copy of a published offer. Written by publication.py only; holds no contact, no person
    and not which States the provider leaves out."""

    id = models.UUIDField(primary_key=True, editable=False)
    reference = models.CharField(max_length=20, unique=True)
    title = models.CharField(max_length=200)
    description = models.TextField()
    language = models.CharField(max_length=2)
    provider_code = models.CharField(max_length=40)
    provider_kind = models.CharField(max_length=12)
    provider_slug = models.SlugField(max_length=100)
    provider_name_ar = models.CharField(max_length=200)
    provider_name_zh = models.CharField(max_length=200)
    provider_name_en = models.CharField(max_length=200)
    provider_name_fr = models.CharField(max_length=200)
    provider_name_ru = models.CharField(max_length=200)
    provider_name_es = models.CharField(max_length=200)
    areas = code_array()
    categories = code_array()
    kinds = code_array()
    delivery_languages = code_array()
    everywhere = models.BooleanField(default=False)
    m49 = code_array()
    groupings = code_array()
    states = code_array()
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    conditions = models.TextField(blank=True)
    capacity = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=300, blank=True)
    published_at = models.DateTimeField()
    last_confirmed_at = models.DateTimeField(null=True)
    search_text = models.TextField()
    is_demonstration = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("public offer")
        verbose_name_plural = _("public offers")
        ordering = ["-published_at"]

    def __str__(self) -> str:
        return self.title

    @property
    def provider_name(self) -> str:
        return six(self, prefix="provider_name")
