import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("matching", "0002_ended_at"),
        ("offers_app", "0002_triggers"),
        ("requests_app", "0002_triggers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Look",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("looked_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="PairNote",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("text", models.TextField(verbose_name="note")),
                ("written_at", models.DateTimeField(verbose_name="written")),
            ],
            options={
                "verbose_name": "note on a pair",
                "verbose_name_plural": "notes on pairs",
                "ordering": ["written_at"],
            },
        ),
        migrations.CreateModel(
            name="Standing",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("rank", models.PositiveIntegerField()),
                ("score", models.FloatField()),
                (
                    "confidence",
                    models.CharField(
                        choices=[("likely", "Likely"), ("possible", "Possible"), ("weak", "Weak")],
                        max_length=10,
                    ),
                ),
                ("weights_version", models.CharField(max_length=20)),
                ("embedder_version", models.CharField(max_length=40)),
                ("computed_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["computed_at"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="match",
            name="match_dismissed_with_reason",
        ),
        migrations.AddField(
            model_name="match",
            name="dismissed_cause",
            field=models.CharField(
                blank=True,
                choices=[
                    ("other_subject", "It is about another subject"),
                    ("other_kind", "It is another kind of help"),
                    ("too_general", "It is too general to be an answer"),
                    ("other_people", "It is meant for other people than the need names"),
                    ("language", "It is not given in a language that helps"),
                    ("too_late", "It cannot come in time"),
                    ("out_of_date", "It is probably out of date"),
                    ("tried", "It was tried with this requester before"),
                    ("better", "Another offer covers the need better"),
                    ("other", "Another reason"),
                ],
                editable=False,
                max_length=16,
                verbose_name="cause of dismissal",
            ),
        ),
        migrations.AddConstraint(
            model_name="match",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "dismissed_cause__in",
                        [
                            "",
                            "other_subject",
                            "other_kind",
                            "too_general",
                            "other_people",
                            "language",
                            "too_late",
                            "out_of_date",
                            "tried",
                            "better",
                            "other",
                        ],
                    )
                ),
                name="match_cause_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="match",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "dismissed"), _negated=True),
                    models.Q(("dismissed_reason", ""), _negated=True),
                    models.Q(("dismissed_cause", ""), _negated=True),
                    _connector="OR",
                ),
                name="match_dismissed_with_reason",
            ),
        ),
        migrations.AddField(
            model_name="look",
            name="looked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="look",
            name="need",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="looks",
                to="requests_app.need",
            ),
        ),
        migrations.AddField(
            model_name="pairnote",
            name="need",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="pair_notes",
                to="requests_app.need",
            ),
        ),
        migrations.AddField(
            model_name="pairnote",
            name="offer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="pair_notes",
                to="offers_app.offer",
            ),
        ),
        migrations.AddField(
            model_name="pairnote",
            name="written_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="standing",
            name="need",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="standings",
                to="requests_app.need",
            ),
        ),
        migrations.AddField(
            model_name="standing",
            name="offer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="standings",
                to="offers_app.offer",
            ),
        ),
        migrations.AddConstraint(
            model_name="look",
            constraint=models.UniqueConstraint(
                fields=("need", "looked_by"), name="look_once_per_person"
            ),
        ),
        migrations.AddIndex(
            model_name="pairnote",
            index=models.Index(fields=["need", "offer"], name="pair_note_of_pair"),
        ),
        migrations.AddConstraint(
            model_name="pairnote",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="pair_note_says_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="standing",
            constraint=models.CheckConstraint(
                condition=models.Q(("confidence__in", ["likely", "possible", "weak"])),
                name="standing_confidence_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="standing",
            constraint=models.UniqueConstraint(
                fields=("need", "offer", "computed_at"), name="standing_once_per_ranking"
            ),
        ),
    ]
