import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from pgvector.django import VectorField

from clearinghouse.core.db import TimeStamped, one_of, paired
from matching.eligibility import Refusal
from matching.enums import Confidence, DismissalCause, MatchStatus, NoteKind, Side, Verdict
from offers_app.models import Offer
from requests_app.models import Need

VECTOR_DIMENSIONS = 384


def _person() -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )


class Match(TimeStamped):
    """A need and an offer that could meet. Confidential.

    While suggested, score and reasons follow the engine; from the first decision on they stay as they were
    when it was taken, with the versions that gave them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    need = models.ForeignKey(
        Need, on_delete=models.CASCADE, related_name="matches", verbose_name=_("need")
    )
    offer = models.ForeignKey(
        Offer, on_delete=models.PROTECT, related_name="matches", verbose_name=_("offer")
    )
    status = models.CharField(
        _("status"),
        max_length=12,
        choices=MatchStatus.choices,
        default=MatchStatus.SUGGESTED,
        editable=False,
    )
    score = models.FloatField(_("score"))
    confidence = models.CharField(_("confidence"), max_length=10, choices=Confidence.choices)
    rank = models.PositiveIntegerField(_("rank"))
    reasons = models.JSONField(
        default=list, help_text="Codes and figures; sentences are made when shown."
    )
    features = models.JSONField(default=dict, help_text="What the score was made of.")
    weights_version = models.CharField(max_length=20)
    lexicon_version = models.CharField(max_length=20)
    embedder_version = models.CharField(max_length=40)
    computed_at = models.DateTimeField(_("ranked"))
    decided_at = models.DateTimeField(_("decided"), null=True, editable=False)
    decided_by = _person()
    dismissed_cause = models.CharField(
        _("cause of dismissal"),
        max_length=16,
        choices=DismissalCause.choices,
        blank=True,
        editable=False,
    )
    dismissed_reason = models.TextField(_("reason for dismissal"), blank=True, editable=False)
    proposed_at = models.DateTimeField(_("put to the State"), null=True, editable=False)
    proposed_by = _person()
    message_to_state = models.TextField(_("message to the State"), blank=True, editable=False)
    state_answered_at = models.DateTimeField(_("answered by the State"), null=True, editable=False)
    state_answered_by = _person()
    provider_answered_at = models.DateTimeField(
        _("answered by the provider"), null=True, editable=False
    )
    provider_answered_by = _person()
    ended_at = models.DateTimeField(
        _("completed or failed"),
        null=True,
        editable=False,
        help_text="Once an agreed delivery was completed or did not come about.",
    )
    feedback_reminded_at = models.DateTimeField(
        _("reminded of feedback"), null=True, editable=False
    )
    answer_reason = models.TextField(_("reason given"), blank=True, editable=False)

    # Not a column: what the gates say today, where a page asked for all its matches at once.
    refusals_now: "tuple[Refusal, ...] | None" = None

    class Meta:
        verbose_name = _("match")
        verbose_name_plural = _("matches")
        ordering = ["need_id", "rank"]
        indexes = [models.Index(fields=["status", "need"], name="match_status_and_need")]
        constraints = [
            models.UniqueConstraint(fields=["need", "offer"], name="match_once_per_need_and_offer"),
            one_of("status", MatchStatus.values, name="match_status_known"),
            one_of("confidence", Confidence.values, name="match_confidence_known"),
            one_of("dismissed_cause", ["", *DismissalCause.values], name="match_cause_known"),
            models.CheckConstraint(
                condition=Q(score__range=(0.0, 1.0)), name="match_score_is_a_share"
            ),
            paired("decided_at", "decided_by", name="match_decided_at_and_by"),
            paired("proposed_at", "proposed_by", name="match_proposed_at_and_by"),
            paired("state_answered_at", "state_answered_by", name="match_state_answered_at_and_by"),
            paired(
                "provider_answered_at",
                "provider_answered_by",
                name="match_provider_answered_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(status=MatchStatus.SUGGESTED, decided_at__isnull=True)
                | (~Q(status=MatchStatus.SUGGESTED) & Q(decided_at__isnull=False)),
                name="match_decision_has_a_person",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True)
                | Q(status__in=[MatchStatus.COMPLETED, MatchStatus.FAILED]),
                name="match_ended_is_completed_or_failed",
            ),
            models.CheckConstraint(
                condition=~Q(status=MatchStatus.DISMISSED)
                | ~Q(dismissed_reason="")
                | ~Q(dismissed_cause=""),
                name="match_dismissed_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.need} ← {self.offer}"

    def get_absolute_url(self) -> str:
        return reverse("matching:detail", args=[self.pk])


class MatchNote(models.Model):
    """A question about a match, its answer, or how the delivery goes. Append-only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    match = models.ForeignKey(Match, on_delete=models.PROTECT, related_name="notes")
    kind = models.CharField(_("kind"), max_length=10, choices=NoteKind.choices)
    side = models.CharField(_("written by"), max_length=10, choices=Side.choices)
    text = models.TextField(_("text"))
    expected_on = models.DateField(
        _("expected on"), null=True, blank=True, help_text="When the delivery should be complete."
    )
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("note on a match")
        verbose_name_plural = _("notes on matches")
        ordering = ["written_at"]
        constraints = [
            one_of("kind", NoteKind.values, name="match_note_kind_known"),
            one_of("side", Side.values, name="match_note_side_known"),
            models.CheckConstraint(
                condition=Q(kind=NoteKind.PROGRESS)
                | Q(kind=NoteKind.QUESTION, side=Side.STATE, expected_on__isnull=True)
                | Q(kind=NoteKind.ANSWER, side=Side.EXPERT, expected_on__isnull=True),
                name="match_note_side_fits_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.match}: {self.get_kind_display()}"


class Feedback(models.Model):
    """What one side says of the assistance when it is over (resolution 2663 (2022), paragraph 20)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    match = models.ForeignKey(Match, on_delete=models.PROTECT, related_name="feedback")
    side = models.CharField(_("written by"), max_length=10, choices=Side.choices)
    verdict = models.CharField(_("was the need met"), max_length=12, choices=Verdict.choices)
    helped = models.TextField(_("what helped"), blank=True)
    hindered = models.TextField(_("what did not"), blank=True)
    may_be_told = models.BooleanField(_("may be told publicly as a short story"), default=False)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")
        ordering = ["given_at"]
        constraints = [
            one_of("side", [Side.STATE, Side.PROVIDER], name="feedback_side_known"),
            one_of("verdict", Verdict.values, name="feedback_verdict_known"),
            models.UniqueConstraint(fields=["match", "side"], name="feedback_once_per_side"),
        ]

    def __str__(self) -> str:
        return f"{self.match}: {self.get_verdict_display()}"


class Ranking(models.Model):
    """How far the ranking of one need or one offer is: what it was computed from, and when.

    A fingerprint that differs from that of the record as it now stands means that the pairs are stale.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    need = models.OneToOneField(Need, null=True, on_delete=models.CASCADE, related_name="ranking")
    offer = models.OneToOneField(Offer, null=True, on_delete=models.CASCADE, related_name="ranking")
    fingerprint = models.CharField(max_length=64)
    computed_at = models.DateTimeField()
    embedder_version = models.CharField(max_length=40)
    outside_mandate = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(need__isnull=False, offer__isnull=True)
                | Q(need__isnull=True, offer__isnull=False),
                name="ranking_of_a_need_or_an_offer",
            )
        ]

    def __str__(self) -> str:
        return f"{self.need or self.offer} ({self.computed_at:%Y-%m-%d %H:%M})"


class PairNote(models.Model):
    """What an expert noted about a need and an offer, for the desk only. Written once, never changed.

    It hangs on the pair rather than on the match, so that it stays when a suggestion goes and comes back.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="pair_notes")
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="pair_notes")
    text = models.TextField(_("note"))
    written_at = models.DateTimeField(_("written"))
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("note on a pair")
        verbose_name_plural = _("notes on pairs")
        ordering = ["written_at"]
        indexes = [models.Index(fields=["need", "offer"], name="pair_note_of_pair")]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="pair_note_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.need} ← {self.offer} ({self.written_at:%Y-%m-%d %H:%M})"


class Standing(models.Model):
    """Where the engine put a pair, kept each time that its confidence or what ranked it changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="standings")
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="standings")
    rank = models.PositiveIntegerField()
    score = models.FloatField()
    confidence = models.CharField(max_length=10, choices=Confidence.choices)
    weights_version = models.CharField(max_length=20)
    embedder_version = models.CharField(max_length=40)
    computed_at = models.DateTimeField()

    class Meta:
        ordering = ["computed_at"]
        constraints = [
            one_of("confidence", Confidence.values, name="standing_confidence_known"),
            models.UniqueConstraint(
                fields=["need", "offer", "computed_at"], name="standing_once_per_ranking"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.need} ← {self.offer}: {self.rank} ({self.computed_at:%Y-%m-%d %H:%M})"


class Look(models.Model):
    """When somebody at the desk last opened a need: tells what is new to this person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="looks")
    looked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    looked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["need", "looked_by"], name="look_once_per_person"),
        ]

    def __str__(self) -> str:
        return f"{self.need} ({self.looked_at:%Y-%m-%d %H:%M})"


class TextVector(models.Model):
    """A text as a vector of one model, kept so that no process computes it twice. Holds no text."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    model = models.CharField(max_length=40)
    as_query = models.BooleanField()
    text_sha256 = models.CharField(max_length=64)
    vector = VectorField(dimensions=VECTOR_DIMENSIONS)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["model", "as_query", "text_sha256"], name="text_vector_once_per_model"
            )
        ]

    def __str__(self) -> str:
        return f"{self.text_sha256[:12]} ({self.model})"
