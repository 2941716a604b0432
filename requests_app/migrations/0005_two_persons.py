import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0001_initial"),
        ("requests_app", "0004_one_click_answers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ProviderSkip",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("reason", models.TextField()),
                ("approved_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="attachment",
            name="erased_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="attachment",
            name="erased_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("erased_at__isnull", False), ("erased_by__isnull", False)),
                    models.Q(("erased_at__isnull", True), ("erased_by__isnull", True)),
                    _connector="OR",
                ),
                name="attachment_erased_at_and_by",
            ),
        ),
        migrations.AddField(
            model_name="providerskip",
            name="approved_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="providerskip",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="providerskip",
            name="assistance_request",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="skips",
                to="requests_app.assistancerequest",
            ),
        ),
        migrations.AddField(
            model_name="providerskip",
            name="provider",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
            ),
        ),
        migrations.AddConstraint(
            model_name="providerskip",
            constraint=models.UniqueConstraint(
                fields=("assistance_request", "provider"), name="provider_skip_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="providerskip",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="provider_skip_has_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="providerskip",
            constraint=models.CheckConstraint(
                condition=models.Q(("asked_by", models.F("approved_by")), _negated=True),
                name="provider_skip_by_two_persons",
            ),
        ),
    ]
