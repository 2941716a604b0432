import uuid

import django.db.models.deletion
import pgvector.django.vector
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("offers_app", "0001_initial"),
        ("requests_app", "0002_triggers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgvector.django.VectorExtension(),
        migrations.CreateModel(
            name="TextVector",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("model", models.CharField(max_length=40)),
                ("as_query", models.BooleanField()),
                ("text_sha256", models.CharField(max_length=64)),
                ("vector", pgvector.django.vector.VectorField(dimensions=384)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("model", "as_query", "text_sha256"),
                        name="text_vector_once_per_model",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Match",
            fields=[
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("suggested", "Suggested"),
                            ("shortlisted", "Shortlisted"),
                            ("dismissed", "Dismissed"),
                            ("proposed", "Put to the State"),
                            ("welcomed", "Welcomed by the State"),
                            ("declined", "Declined"),
                            ("agreed", "Agreed by the provider"),
                            ("delivering", "Being delivered"),
                            ("completed", "Completed"),
                            ("failed", "Did not come about"),
                        ],
                        default="suggested",
                        editable=False,
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                ("score", models.FloatField(verbose_name="score")),
                (
                    "confidence",
                    models.CharField(
                        choices=[("likely", "Likely"), ("possible", "Possible"), ("weak", "Weak")],
                        max_length=10,
                        verbose_name="confidence",
                    ),
                ),
                ("rank", models.PositiveIntegerField(verbose_name="rank")),
                (
                    "reasons",
                    models.JSONField(
                        default=list, help_text="Codes and figures; sentences are made when shown."
                    ),
                ),
                (
                    "features",
                    models.JSONField(default=dict, help_text="What the score was made of."),
                ),
                ("weights_version", models.CharField(max_length=20)),
                ("lexicon_version", models.CharField(max_length=20)),
                ("embedder_version", models.CharField(max_length=40)),
                ("computed_at", models.DateTimeField(verbose_name="ranked")),
                (
                    "decided_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="decided"),
                ),
                (
                    "dismissed_reason",
                    models.TextField(
                        blank=True, editable=False, verbose_name="reason for dismissal"
                    ),
                ),
                (
                    "proposed_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="put to the State"
                    ),
                ),
                (
                    "message_to_state",
                    models.TextField(
                        blank=True, editable=False, verbose_name="message to the State"
                    ),
                ),
                (
                    "state_answered_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="answered by the State"
                    ),
                ),
                (
                    "provider_answered_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="answered by the provider"
                    ),
                ),
                (
                    "answer_reason",
                    models.TextField(blank=True, editable=False, verbose_name="reason given"),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "need",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="matches",
                        to="requests_app.need",
                        verbose_name="need",
                    ),
                ),
                (
                    "offer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="matches",
                        to="offers_app.offer",
                        verbose_name="offer",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "provider_answered_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "state_answered_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "match",
                "verbose_name_plural": "matches",
                "ordering": ["need_id", "rank"],
                "indexes": [models.Index(fields=["status", "need"], name="match_status_and_need")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("need", "offer"), name="match_once_per_need_and_offer"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    "suggested",
                                    "shortlisted",
                                    "dismissed",
                                    "proposed",
                                    "welcomed",
                                    "declined",
                                    "agreed",
                                    "delivering",
                                    "completed",
                                    "failed",
                                ],
                            )
                        ),
                        name="match_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("confidence__in", ["likely", "possible", "weak"])),
                        name="match_confidence_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("score__range", (0.0, 1.0))),
                        name="match_score_is_a_share",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                            models.Q(("decided_at__isnull", True), ("decided_by__isnull", True)),
                            _connector="OR",
                        ),
                        name="match_decided_at_and_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("proposed_at__isnull", False), ("proposed_by__isnull", False)
                            ),
                            models.Q(("proposed_at__isnull", True), ("proposed_by__isnull", True)),
                            _connector="OR",
                        ),
                        name="match_proposed_at_and_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state_answered_at__isnull", False),
                                ("state_answered_by__isnull", False),
                            ),
                            models.Q(
                                ("state_answered_at__isnull", True),
                                ("state_answered_by__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="match_state_answered_at_and_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("provider_answered_at__isnull", False),
                                ("provider_answered_by__isnull", False),
                            ),
                            models.Q(
                                ("provider_answered_at__isnull", True),
                                ("provider_answered_by__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="match_provider_answered_at_and_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("status", "suggested")),
                            models.Q(
                                models.Q(("status", "suggested"), _negated=True),
                                ("decided_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="match_decision_has_a_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "dismissed"), _negated=True),
                            models.Q(("dismissed_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="match_dismissed_with_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Ranking",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("fingerprint", models.CharField(max_length=64)),
                ("computed_at", models.DateTimeField()),
                ("embedder_version", models.CharField(max_length=40)),
                ("outside_mandate", models.BooleanField(default=False)),
                (
                    "need",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ranking",
                        to="requests_app.need",
                    ),
                ),
                (
                    "offer",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ranking",
                        to="offers_app.offer",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("need__isnull", False), ("offer__isnull", True)),
                            models.Q(("need__isnull", True), ("offer__isnull", False)),
                            _connector="OR",
                        ),
                        name="ranking_of_a_need_or_an_offer",
                    )
                ],
            },
        ),
    ]
