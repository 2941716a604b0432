import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("parties", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PublicOffer",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("reference", models.CharField(max_length=20, unique=True)),
                ("title", models.CharField(max_length=200)),
                ("description", models.TextField()),
                ("language", models.CharField(max_length=2)),
                ("provider_code", models.CharField(max_length=40)),
                ("provider_kind", models.CharField(max_length=12)),
                ("provider_slug", models.SlugField(max_length=100)),
                ("provider_name_ar", models.CharField(max_length=200)),
                ("provider_name_zh", models.CharField(max_length=200)),
                ("provider_name_en", models.CharField(max_length=200)),
                ("provider_name_fr", models.CharField(max_length=200)),
                ("provider_name_ru", models.CharField(max_length=200)),
                ("provider_name_es", models.CharField(max_length=200)),
                (
                    "areas",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "categories",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "delivery_languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("everywhere", models.BooleanField(default=False)),
                (
                    "m49",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "groupings",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "states",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("valid_from", models.DateField(null=True)),
                ("valid_until", models.DateField(null=True)),
                ("conditions", models.TextField(blank=True)),
                ("capacity", models.CharField(blank=True, max_length=300)),
                ("source", models.CharField(blank=True, max_length=300)),
                ("published_at", models.DateTimeField()),
                ("last_confirmed_at", models.DateTimeField(null=True)),
                ("search_text", models.TextField()),
                ("is_demonstration", models.BooleanField(default=False)),
            ],
            options={
                "verbose_name": "public offer",
                "verbose_name_plural": "public offers",
                "ordering": ["-published_at"],
            },
        ),
        migrations.CreateModel(
            name="Offer",
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
                    "public_id",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        help_text="Key of the public copy, the same after every withdrawal and new publication.",
                        unique=True,
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        blank=True,
                        editable=False,
                        max_length=20,
                        null=True,
                        unique=True,
                        verbose_name="reference",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                (
                    "description",
                    models.TextField(blank=True, max_length=20000, verbose_name="what is offered"),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("ar", "العربية"),
                            ("zh", "中文"),
                            ("en", "English"),
                            ("fr", "Français"),
                            ("ru", "Русский"),
                            ("es", "Español"),
                        ],
                        default="en",
                        max_length=2,
                        verbose_name="language of this text",
                    ),
                ),
                (
                    "areas",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="areas",
                    ),
                ),
                (
                    "categories",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="weapon categories",
                    ),
                ),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="kinds of assistance",
                    ),
                ),
                (
                    "delivery_languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="languages of delivery",
                    ),
                ),
                ("everywhere", models.BooleanField(default=False, verbose_name="all States")),
                (
                    "m49",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=3),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="regions",
                    ),
                ),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="valid from")),
                (
                    "valid_until",
                    models.DateField(blank=True, null=True, verbose_name="valid until"),
                ),
                (
                    "conditions",
                    models.TextField(blank=True, max_length=4000, verbose_name="conditions"),
                ),
                ("capacity", models.CharField(blank=True, max_length=300, verbose_name="capacity")),
                (
                    "source",
                    models.CharField(
                        blank=True,
                        help_text="Document or address from which the desk entered this offer; empty when its provider wrote it here.",
                        max_length=300,
                        verbose_name="source",
                    ),
                ),
                ("submission_key", models.UUIDField(editable=False, null=True, unique=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Submitted, not public"),
                            ("published", "Published"),
                            ("expired", "Expired"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "submitted_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="submitted"
                    ),
                ),
                (
                    "published_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="published"
                    ),
                ),
                (
                    "withdrawn_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="withdrawn"
                    ),
                ),
                (
                    "last_confirmed_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="last confirmed"
                    ),
                ),
                (
                    "is_demonstration",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="demonstration"
                    ),
                ),
                (
                    "is_rehearsal",
                    models.BooleanField(default=False, editable=False, verbose_name="rehearsal"),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="parties.contact",
                        verbose_name="contact",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "excluded_states",
                    models.ManyToManyField(
                        blank=True,
                        related_name="+",
                        to="parties.state",
                        verbose_name="not these States",
                    ),
                ),
                (
                    "groupings",
                    models.ManyToManyField(
                        blank=True,
                        related_name="+",
                        to="parties.grouping",
                        verbose_name="members of",
                    ),
                ),
                (
                    "last_confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="offers",
                        to="parties.party",
                        verbose_name="provider",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "states",
                    models.ManyToManyField(
                        blank=True,
                        related_name="+",
                        to="parties.state",
                        verbose_name="these States",
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "offer",
                "verbose_name_plural": "offers",
                "ordering": ["-updated_at"],
                "indexes": [
                    models.Index(fields=["status", "valid_until"], name="offer_status_valid_until")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                ["draft", "submitted", "published", "expired", "withdrawn"],
                            )
                        ),
                        name="offer_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("language__in", ["ar", "zh", "en", "fr", "ru", "es"])),
                        name="offer_language_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "areas__contained_by",
                                [
                                    "2L",
                                    "2F",
                                    "3A",
                                    "3AB",
                                    "3B",
                                    "3C",
                                    "3D",
                                    "6",
                                    "8T",
                                    "8D",
                                    "RESP",
                                    "PLAN",
                                ],
                            )
                        ),
                        name="offer_areas_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "categories__contained_by",
                                ["nuclear", "chemical", "biological", "delivery"],
                            )
                        ),
                        name="offer_categories_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kinds__contained_by",
                                [
                                    "legislation",
                                    "expertise",
                                    "training",
                                    "equipment",
                                    "infrastructure",
                                    "tools",
                                    "funding",
                                    "translation",
                                    "reporting",
                                ],
                            )
                        ),
                        name="offer_kinds_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "delivery_languages__contained_by",
                                ["ar", "zh", "en", "fr", "ru", "es"],
                            )
                        ),
                        name="offer_delivery_languages_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("submitted_at__isnull", False), ("submitted_by__isnull", False)
                            ),
                            models.Q(
                                ("submitted_at__isnull", True), ("submitted_by__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="offer_submitted_at_and_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("published_at__isnull", False), ("published_by__isnull", False)
                            ),
                            models.Q(
                                ("published_at__isnull", True), ("published_by__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="offer_published_at_and_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)
                            ),
                            models.Q(
                                ("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="offer_withdrawn_at_and_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("last_confirmed_at__isnull", False),
                                ("last_confirmed_by__isnull", False),
                            ),
                            models.Q(
                                ("last_confirmed_at__isnull", True),
                                ("last_confirmed_by__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="offer_last_confirmed_at_and_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from__isnull", True),
                            ("valid_until__isnull", True),
                            ("valid_until__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="offer_valid_until_after_from",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "published"), _negated=True),
                            ("published_at__isnull", False),
                            _connector="OR",
                        ),
                        name="offer_published_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "withdrawn"), _negated=True),
                            ("withdrawn_at__isnull", False),
                            _connector="OR",
                        ),
                        name="offer_withdrawn_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["draft", "withdrawn"]),
                            models.Q(("reference__isnull", False), ("submitted_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="offer_submitted_has_reference",
                    ),
                ],
            },
        ),
    ]
