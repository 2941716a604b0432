import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="Contact",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("mission", "Permanent mission"),
                            ("national_focal_point", "National point of contact"),
                            ("provider", "Assistance provider"),
                            ("technical", "Technical contact"),
                        ],
                        max_length=24,
                        verbose_name="kind",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("title", models.CharField(blank=True, max_length=200, verbose_name="title")),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail")),
                ("phone", models.CharField(blank=True, max_length=60, verbose_name="telephone")),
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
                        verbose_name="language of correspondence",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                (
                    "receives_distribution",
                    models.BooleanField(
                        default=False, verbose_name="receives requests for assistance"
                    ),
                ),
                (
                    "is_demonstration",
                    models.BooleanField(default=False, verbose_name="demonstration"),
                ),
                ("is_rehearsal", models.BooleanField(default=False, verbose_name="rehearsal")),
            ],
            options={
                "verbose_name": "contact",
                "verbose_name_plural": "contacts",
                "ordering": ["party", "kind", "name"],
            },
        ),
        migrations.CreateModel(
            name="Grouping",
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
                    "name_ar",
                    models.CharField(blank=True, max_length=200, verbose_name="name in Arabic"),
                ),
                (
                    "name_zh",
                    models.CharField(blank=True, max_length=200, verbose_name="name in Chinese"),
                ),
                ("name_en", models.CharField(max_length=200, verbose_name="name in English")),
                (
                    "name_fr",
                    models.CharField(blank=True, max_length=200, verbose_name="name in French"),
                ),
                (
                    "name_ru",
                    models.CharField(blank=True, max_length=200, verbose_name="name in Russian"),
                ),
                (
                    "name_es",
                    models.CharField(blank=True, max_length=200, verbose_name="name in Spanish"),
                ),
                ("code", models.CharField(max_length=20, unique=True, verbose_name="code")),
                ("source", models.CharField(blank=True, max_length=300, verbose_name="source")),
                ("as_of", models.DateField(blank=True, null=True, verbose_name="members as of")),
            ],
            options={
                "verbose_name": "grouping",
                "verbose_name_plural": "groupings",
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="Party",
            fields=[
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "loaded_digest",
                    models.CharField(blank=True, default="", editable=False, max_length=64),
                ),
                (
                    "name_ar",
                    models.CharField(blank=True, max_length=200, verbose_name="name in Arabic"),
                ),
                (
                    "name_zh",
                    models.CharField(blank=True, max_length=200, verbose_name="name in Chinese"),
                ),
                ("name_en", models.CharField(max_length=200, verbose_name="name in English")),
                (
                    "name_fr",
                    models.CharField(blank=True, max_length=200, verbose_name="name in French"),
                ),
                (
                    "name_ru",
                    models.CharField(blank=True, max_length=200, verbose_name="name in Russian"),
                ),
                (
                    "name_es",
                    models.CharField(blank=True, max_length=200, verbose_name="name in Spanish"),
                ),
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("state", "State"), ("organization", "Organization")],
                        editable=False,
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        help_text="ISO 3166-1 alpha-3 of a State; the short name of an organization.",
                        max_length=40,
                        unique=True,
                        verbose_name="code",
                    ),
                ),
                (
                    "is_provider",
                    models.BooleanField(default=False, verbose_name="provides assistance"),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                ("is_fictitious", models.BooleanField(default=False, verbose_name="fictitious")),
                (
                    "is_demonstration",
                    models.BooleanField(default=False, verbose_name="demonstration"),
                ),
            ],
            options={
                "verbose_name": "party",
                "verbose_name_plural": "parties",
                "ordering": ["name_en"],
                "permissions": (
                    ("draft_for_party", "Write drafts of requests for this party"),
                    ("act_for_party", "Submit requests, decide and consent for this party"),
                    ("provide_for_party", "Answer notices and publish offers for this party"),
                ),
            },
        ),
        migrations.CreateModel(
            name="PartyGroupObjectPermission",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
            ],
            options={
                "verbose_name": "grant",
                "verbose_name_plural": "grants",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PublicGrouping",
            fields=[
                (
                    "name_ar",
                    models.CharField(blank=True, max_length=200, verbose_name="name in Arabic"),
                ),
                (
                    "name_zh",
                    models.CharField(blank=True, max_length=200, verbose_name="name in Chinese"),
                ),
                ("name_en", models.CharField(max_length=200, verbose_name="name in English")),
                (
                    "name_fr",
                    models.CharField(blank=True, max_length=200, verbose_name="name in French"),
                ),
                (
                    "name_ru",
                    models.CharField(blank=True, max_length=200, verbose_name="name in Russian"),
                ),
                (
                    "name_es",
                    models.CharField(blank=True, max_length=200, verbose_name="name in Spanish"),
                ),
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("code", models.CharField(max_length=20, unique=True)),
                (
                    "member_codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=3), default=list, size=None
                    ),
                ),
                ("as_of", models.DateField(null=True)),
            ],
            options={
                "verbose_name": "public grouping",
                "verbose_name_plural": "public groupings",
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="PublicParty",
            fields=[
                (
                    "name_ar",
                    models.CharField(blank=True, max_length=200, verbose_name="name in Arabic"),
                ),
                (
                    "name_zh",
                    models.CharField(blank=True, max_length=200, verbose_name="name in Chinese"),
                ),
                ("name_en", models.CharField(max_length=200, verbose_name="name in English")),
                (
                    "name_fr",
                    models.CharField(blank=True, max_length=200, verbose_name="name in French"),
                ),
                (
                    "name_ru",
                    models.CharField(blank=True, max_length=200, verbose_name="name in Russian"),
                ),
                (
                    "name_es",
                    models.CharField(blank=True, max_length=200, verbose_name="name in Spanish"),
                ),
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("code", models.CharField(max_length=40, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("state", "State"), ("organization", "Organization")],
                        max_length=12,
                    ),
                ),
                ("slug", models.SlugField(max_length=100, unique=True)),
                ("acronym", models.CharField(blank=True, max_length=40)),
                ("organization_kind", models.CharField(blank=True, max_length=20)),
                ("website", models.URLField(blank=True)),
                ("m49", models.CharField(blank=True, max_length=3)),
                ("region_code", models.CharField(blank=True, max_length=3)),
                ("subregion_code", models.CharField(blank=True, max_length=3)),
                ("intermediate_code", models.CharField(blank=True, max_length=3)),
                ("latitude", models.FloatField(null=True)),
                ("longitude", models.FloatField(null=True)),
                (
                    "grouping_codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), default=list, size=None
                    ),
                ),
                ("is_provider", models.BooleanField(default=False)),
                ("is_fictitious", models.BooleanField(default=False)),
            ],
            options={
                "verbose_name": "public party",
                "verbose_name_plural": "public parties",
                "ordering": ["name_en"],
            },
        ),
        migrations.CreateModel(
            name="GroupingMembership",
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
                ("code", models.CharField(max_length=3, verbose_name="member, ISO 3166-1 alpha-3")),
                (
                    "other_m49_codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=3),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="M49 regions of a member that is not a State here",
                    ),
                ),
                ("since", models.DateField(blank=True, null=True, verbose_name="since")),
                ("until", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "grouping",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to="parties.grouping",
                    ),
                ),
            ],
            options={
                "verbose_name": "membership",
                "verbose_name_plural": "memberships",
                "ordering": ["grouping", "code"],
            },
        ),
        migrations.CreateModel(
            name="Organization",
            fields=[
                (
                    "party_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="parties.party",
                    ),
                ),
                ("acronym", models.CharField(blank=True, max_length=40, verbose_name="acronym")),
                (
                    "organization_kind",
                    models.CharField(
                        choices=[
                            ("un_system", "Body of the United Nations system"),
                            ("intergovernmental", "Intergovernmental organization"),
                            ("regional", "Regional or subregional organization"),
                            ("arrangement", "Arrangement or initiative of States"),
                            ("civil_society", "Civil society or academia"),
                        ],
                        max_length=20,
                        verbose_name="sort of organization",
                    ),
                ),
                ("website", models.URLField(blank=True, verbose_name="website")),
            ],
            options={
                "verbose_name": "organization",
                "verbose_name_plural": "organizations",
            },
            bases=("parties.party",),
        ),
        migrations.CreateModel(
            name="State",
            fields=[
                (
                    "party_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="parties.party",
                    ),
                ),
                (
                    "iso3",
                    models.CharField(max_length=3, unique=True, verbose_name="ISO 3166-1 alpha-3"),
                ),
                (
                    "iso2",
                    models.CharField(blank=True, max_length=2, verbose_name="ISO 3166-1 alpha-2"),
                ),
                ("m49", models.CharField(max_length=3, unique=True, verbose_name="M49 code")),
                ("region_code", models.CharField(max_length=3, verbose_name="M49 region")),
                ("subregion_code", models.CharField(max_length=3, verbose_name="M49 subregion")),
                (
                    "intermediate_code",
                    models.CharField(
                        blank=True, max_length=3, verbose_name="M49 intermediate region"
                    ),
                ),
                (
                    "formal_name_en",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="formal name in English"
                    ),
                ),
                ("latitude", models.FloatField(verbose_name="latitude")),
                ("longitude", models.FloatField(verbose_name="longitude")),
                ("is_member_state", models.BooleanField(default=True, verbose_name="Member State")),
                ("is_observer", models.BooleanField(default=False, verbose_name="observer State")),
                (
                    "is_landlocked_developing",
                    models.BooleanField(default=False, verbose_name="landlocked developing"),
                ),
                (
                    "is_least_developed",
                    models.BooleanField(default=False, verbose_name="least developed"),
                ),
                (
                    "is_small_island_developing",
                    models.BooleanField(default=False, verbose_name="small island developing"),
                ),
            ],
            options={
                "verbose_name": "State",
                "verbose_name_plural": "States",
            },
            bases=("parties.party",),
        ),
        migrations.AddConstraint(
            model_name="party",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["state", "organization"])), name="party_kind_known"
            ),
        ),
        migrations.AddField(
            model_name="contact",
            name="party",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="contacts",
                to="parties.party",
            ),
        ),
        migrations.AddField(
            model_name="partygroupobjectpermission",
            name="content_object",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="group_grants",
                to="parties.party",
            ),
        ),
        migrations.AddField(
            model_name="partygroupobjectpermission",
            name="group",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="auth.group"),
        ),
        migrations.AddField(
            model_name="partygroupobjectpermission",
            name="permission",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, to="auth.permission"
            ),
        ),
        migrations.AddField(
            model_name="organization",
            name="grouping",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="organizations",
                to="parties.grouping",
                verbose_name="members as in",
            ),
        ),
        migrations.AddConstraint(
            model_name="state",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_member_state", True), ("is_observer", True), _negated=True),
                name="state_not_member_and_observer",
            ),
        ),
        migrations.AddConstraint(
            model_name="state",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("latitude__range", (-90, 90)), ("longitude__range", (-180, 180))
                ),
                name="state_centroid_on_earth",
            ),
        ),
        migrations.AddField(
            model_name="groupingmembership",
            name="state",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="memberships",
                to="parties.state",
            ),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.UniqueConstraint(
                fields=("party", "kind", "email"), name="contact_once_per_party_kind_email"
            ),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["mission", "national_focal_point", "provider", "technical"])
                ),
                name="contact_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.CheckConstraint(
                condition=models.Q(("language__in", ["ar", "zh", "en", "fr", "ru", "es"])),
                name="contact_language_known",
            ),
        ),
        migrations.AlterUniqueTogether(
            name="partygroupobjectpermission",
            unique_together={("group", "permission", "content_object")},
        ),
        migrations.AddConstraint(
            model_name="organization",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "organization_kind__in",
                        [
                            "un_system",
                            "intergovernmental",
                            "regional",
                            "arrangement",
                            "civil_society",
                        ],
                    )
                ),
                name="organization_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="groupingmembership",
            constraint=models.UniqueConstraint(
                fields=("grouping", "code", "since"),
                name="membership_once_per_beginning",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="groupingmembership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("until__isnull", True),
                    ("since__isnull", True),
                    ("until__gt", models.F("since")),
                    _connector="OR",
                ),
                name="membership_ends_after_beginning",
            ),
        ),
    ]
