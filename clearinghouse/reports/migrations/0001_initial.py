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
            name="Briefing",
            fields=[
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("first_date", models.DateField(verbose_name="first day")),
                ("last_date", models.DateField(verbose_name="last day")),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "Draft"), ("presented", "Presented to the Committee")],
                        default="draft",
                        editable=False,
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("remarks", models.TextField(blank=True, verbose_name="remarks of the experts")),
                (
                    "edition",
                    models.PositiveIntegerField(
                        default=0,
                        editable=False,
                        help_text="Rises with every save; guards against stale ones.",
                    ),
                ),
                ("figures", models.JSONField(default=dict, editable=False)),
                (
                    "presented_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="presented"),
                ),
                (
                    "presented_by",
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
                "verbose_name": "briefing",
                "verbose_name_plural": "briefings",
                "ordering": ["-first_date"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["draft", "presented"])),
                        name="briefing_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("presented_at__isnull", False), ("presented_by__isnull", False)
                            ),
                            models.Q(
                                ("presented_at__isnull", True), ("presented_by__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="briefing_presented_at_and_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("last_date__gte", models.F("first_date"))),
                        name="briefing_days_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "presented"), _negated=True),
                            ("presented_at__isnull", False),
                            _connector="OR",
                        ),
                        name="briefing_presented_has_time",
                    ),
                    models.UniqueConstraint(fields=("first_date",), name="briefing_once_a_period"),
                ],
            },
        ),
    ]
