import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from clearinghouse.core.db import TimeStamped, code_array, one_of, subset_of
from clearinghouse.core.vocabulary import AREA_CODES, CATEGORY_CODES, KIND_CODES
from clearinghouse.follow.enums import ItemKind, Rhythm
from clearinghouse.notifications.models import Message


class Follow(TimeStamped):
    """What a person wants to hear of. Values of one field are alternatives, fields add up, an empty one means any."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="follows"
    )
    name = models.CharField(_("name"), max_length=100)
    areas = code_array(verbose_name=_("areas"))
    kinds = code_array(verbose_name=_("kinds of assistance"))
    categories = code_array(verbose_name=_("weapon categories"))
    regions = code_array(verbose_name=_("regions"))
    states = ArrayField(
        models.CharField(max_length=40), default=list, blank=True, verbose_name=_("States")
    )
    rhythm = models.CharField(_("mail"), max_length=8, choices=Rhythm.choices)
    since = models.DateTimeField(help_text="Nothing older is told.")
    looked_at = models.DateTimeField(help_text="When news were last looked for.")
    paused_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["created_at"]
        constraints = [
            one_of("rhythm", Rhythm.values, name="follow_rhythm_known"),
            subset_of("areas", AREA_CODES, name="follow_areas_known"),
            subset_of("kinds", KIND_CODES, name="follow_kinds_known"),
            subset_of("categories", CATEGORY_CODES, name="follow_categories_known"),
        ]
        indexes = [
            models.Index(
                fields=["looked_at"],
                name="follow_live",
                condition=models.Q(ended_at__isnull=True, paused_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return self.name


class FollowHit(models.Model):
    """That something was found for a follow: once, and told in at most one mail."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    follow = models.ForeignKey(Follow, on_delete=models.CASCADE, related_name="hits")
    kind = models.CharField(max_length=10, choices=ItemKind.choices)
    item = models.UUIDField()
    found_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    message = models.ForeignKey(
        Message,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Empty also where another follow of the person told it before.",
    )

    class Meta:
        ordering = ["-found_at"]
        constraints = [
            one_of("kind", ItemKind.values, name="follow_hit_kind_known"),
            models.UniqueConstraint(fields=["follow", "kind", "item"], name="follow_hit_once"),
        ]
        indexes = [
            models.Index(
                fields=["found_at"],
                name="follow_hit_untold",
                condition=models.Q(told_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.follow}: {self.kind} {self.item}"


class WeeklyChoice(TimeStamped):
    """What a Committee member decided about the weekly mail. Without a row it comes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="weekly_choice"
    )
    since = models.DateTimeField(help_text="No mail that was due earlier is made up for.")
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.person}: {'ended' if self.ended_at else 'on'}"


class WeeklyDigest(models.Model):
    """That a week was counted for a person, once, and the mail that told it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="weekly_digests"
    )
    first_date = models.DateField(help_text="The Sunday with which the week begins.")
    made_at = models.DateTimeField()
    message = models.OneToOneField(
        Message,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Empty where nothing had happened.",
    )

    class Meta:
        ordering = ["-first_date"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "first_date"], name="weekly_digest_once_a_week"
            ),
            models.CheckConstraint(
                condition=models.Q(first_date__week_day=1), name="weekly_digest_from_sunday"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.first_date}"
