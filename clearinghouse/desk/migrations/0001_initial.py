import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Sighting",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("subject", models.UUIDField()),
                ("first_seen_at", models.DateTimeField()),
                ("last_seen_at", models.DateTimeField()),
                (
                    "seen_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-last_seen_at"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("subject", "seen_by"), name="sighting_once_per_person"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("last_seen_at__gte", models.F("first_seen_at"))),
                        name="sighting_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WorkItem",
            fields=[
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("queue", models.CharField(max_length=40)),
                ("subject", models.UUIDField(help_text="Key of the record that waits.")),
                ("assigned_at", models.DateTimeField(null=True)),
                ("deferred_until", models.DateField(null=True, verbose_name="deferred until")),
                (
                    "deferred_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="reason"),
                ),
                ("deferred_at", models.DateTimeField(null=True)),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "assigned_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "assigned_to",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "deferred_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "work item",
                "verbose_name_plural": "work items",
                "indexes": [models.Index(fields=["subject"], name="work_item_subject")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("queue", "subject"), name="work_item_once_per_row"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("assigned_at__isnull", False), ("assigned_by__isnull", False)
                            ),
                            models.Q(("assigned_at__isnull", True), ("assigned_by__isnull", True)),
                            _connector="OR",
                        ),
                        name="work_item_assigned_at_and_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("assigned_at__isnull", False), ("assigned_to__isnull", False)
                            ),
                            models.Q(("assigned_at__isnull", True), ("assigned_to__isnull", True)),
                            _connector="OR",
                        ),
                        name="work_item_assigned_at_and_to",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("deferred_at__isnull", False), ("deferred_by__isnull", False)
                            ),
                            models.Q(("deferred_at__isnull", True), ("deferred_by__isnull", True)),
                            _connector="OR",
                        ),
                        name="work_item_deferred_at_and_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled_at__isnull", False), ("settled_by__isnull", False)),
                            models.Q(("settled_at__isnull", True), ("settled_by__isnull", True)),
                            _connector="OR",
                        ),
                        name="work_item_settled_at_and_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("deferred_at__isnull", True),
                                ("deferred_reason", ""),
                                ("deferred_until__isnull", True),
                            ),
                            models.Q(
                                ("deferred_at__isnull", False),
                                ("deferred_until__isnull", False),
                                models.Q(("deferred_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="work_item_deferred_with_day_and_reason",
                    ),
                ],
            },
        ),
    ]
