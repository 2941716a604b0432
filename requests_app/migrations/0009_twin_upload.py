import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import requests_app.models.twin


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0001_initial"),
        ("requests_app", "0008_contact_checks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="TwinUpload",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("taken", "Taken into a draft"),
                            ("discarded", "Set aside"),
                            ("expired", "Expired"),
                        ],
                        help_text="Empty while it waits to be confirmed.",
                        max_length=10,
                    ),
                ),
                (
                    "file",
                    models.FileField(
                        blank=True,
                        max_length=200,
                        storage=requests_app.models.twin.twin_storage,
                        upload_to=requests_app.models.twin.twin_path,
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="file name")),
                ("sha256", models.CharField(max_length=64)),
                (
                    "seal",
                    models.JSONField(
                        default=dict, help_text="What the file knows of its origin; verified."
                    ),
                ),
                (
                    "content",
                    models.JSONField(
                        default=dict, help_text="What was read, before it is checked."
                    ),
                ),
                ("uploaded_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                (
                    "assistance_request",
                    models.ForeignKey(
                        help_text="The draft that it changes; empty until a new one is made from it.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="twin_uploads",
                        to="requests_app.assistancerequest",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-uploaded_at"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("outcome", "")),
                        fields=["expires_at"],
                        name="twin_upload_waiting",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("outcome__in", ["", "taken", "discarded", "expired"])),
                        name="twin_upload_outcome_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome", ""),
                            models.Q(("content", {}), ("file", ""), ("seal", {})),
                            _connector="OR",
                        ),
                        name="twin_upload_words_only_while_waiting",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "taken"), _negated=True),
                            ("assistance_request__isnull", False),
                            _connector="OR",
                        ),
                        name="twin_upload_taken_has_draft",
                    ),
                ],
            },
        ),
    ]
