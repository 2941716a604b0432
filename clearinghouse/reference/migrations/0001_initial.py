from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Holiday",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "loaded_digest",
                    models.CharField(blank=True, default="", editable=False, max_length=64),
                ),
                ("date", models.DateField(unique=True, verbose_name="date")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("source", models.CharField(blank=True, max_length=300, verbose_name="source")),
            ],
            options={
                "verbose_name": "holiday",
                "verbose_name_plural": "holidays",
                "ordering": ["date"],
            },
        ),
        migrations.CreateModel(
            name="Policy",
            fields=[
                (
                    "loaded_digest",
                    models.CharField(blank=True, default="", editable=False, max_length=64),
                ),
                (
                    "key",
                    models.CharField(
                        max_length=60, primary_key=True, serialize=False, verbose_name="key"
                    ),
                ),
                ("value", models.PositiveIntegerField(verbose_name="value")),
                ("unit", models.CharField(max_length=40, verbose_name="unit")),
                ("description", models.CharField(max_length=300, verbose_name="what it decides")),
                ("source", models.CharField(blank=True, max_length=300, verbose_name="source")),
            ],
            options={
                "verbose_name": "policy",
                "verbose_name_plural": "policies",
                "ordering": ["key"],
            },
        ),
        migrations.CreateModel(
            name="Term",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "loaded_digest",
                    models.CharField(blank=True, default="", editable=False, max_length=64),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("area", "Area"),
                            ("category", "Weapon category"),
                            ("kind", "Kind of assistance"),
                            ("region", "M49 region"),
                        ],
                        max_length=10,
                        verbose_name="list",
                    ),
                ),
                ("code", models.CharField(max_length=20, verbose_name="code")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                (
                    "label_ar",
                    models.CharField(blank=True, max_length=200, verbose_name="label in Arabic"),
                ),
                (
                    "label_zh",
                    models.CharField(blank=True, max_length=200, verbose_name="label in Chinese"),
                ),
                ("label_en", models.CharField(max_length=200, verbose_name="label in English")),
                (
                    "label_fr",
                    models.CharField(blank=True, max_length=200, verbose_name="label in French"),
                ),
                (
                    "label_ru",
                    models.CharField(blank=True, max_length=200, verbose_name="label in Russian"),
                ),
                (
                    "label_es",
                    models.CharField(blank=True, max_length=200, verbose_name="label in Spanish"),
                ),
                (
                    "help_ar",
                    models.CharField(
                        blank=True, max_length=400, verbose_name="explanation in Arabic"
                    ),
                ),
                (
                    "help_zh",
                    models.CharField(
                        blank=True, max_length=400, verbose_name="explanation in Chinese"
                    ),
                ),
                (
                    "help_en",
                    models.CharField(
                        blank=True, max_length=400, verbose_name="explanation in English"
                    ),
                ),
                (
                    "help_fr",
                    models.CharField(
                        blank=True, max_length=400, verbose_name="explanation in French"
                    ),
                ),
                (
                    "help_ru",
                    models.CharField(
                        blank=True, max_length=400, verbose_name="explanation in Russian"
                    ),
                ),
                (
                    "help_es",
                    models.CharField(
                        blank=True, max_length=400, verbose_name="explanation in Spanish"
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="offered in forms")),
            ],
            options={
                "verbose_name": "term",
                "verbose_name_plural": "vocabulary",
                "ordering": ["kind", "position", "code"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "code"), name="term_kind_and_code_unique"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["area", "category", "kind", "region"])),
                        name="term_kind_known",
                    ),
                ],
            },
        ),
    ]
