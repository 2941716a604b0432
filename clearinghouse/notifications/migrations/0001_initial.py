import uuid

import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Heartbeat",
            fields=[
                (
                    "name",
                    models.CharField(
                        max_length=60, primary_key=True, serialize=False, verbose_name="name"
                    ),
                ),
                ("last_ok", models.DateTimeField(verbose_name="last went well")),
                ("detail", models.CharField(blank=True, max_length=300, verbose_name="detail")),
            ],
            options={
                "verbose_name": "heartbeat",
                "verbose_name_plural": "heartbeats",
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("kind", models.CharField(max_length=40, verbose_name="kind")),
                ("key", models.CharField(max_length=120)),
                ("about", models.UUIDField(blank=True, db_index=True, null=True)),
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
                        verbose_name="language",
                    ),
                ),
                (
                    "context",
                    models.JSONField(default=dict, help_text="Reference, path and moments only."),
                ),
                (
                    "subject",
                    models.CharField(
                        blank=True, help_text="Only for mails of the sign-in.", max_length=200
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        blank=True, help_text="Only for mails of the sign-in; wiped once sent."
                    ),
                ),
                ("is_rehearsal", models.BooleanField(default=False, verbose_name="rehearsal")),
                ("created_at", models.DateTimeField(verbose_name="written")),
            ],
            options={
                "verbose_name": "mail",
                "verbose_name_plural": "mails",
                "constraints": [
                    models.UniqueConstraint(fields=("key",), name="message_key_once"),
                    models.CheckConstraint(
                        condition=models.Q(("language__in", ["ar", "zh", "en", "fr", "ru", "es"])),
                        name="message_language_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("address", models.CharField(max_length=320, verbose_name="address")),
                ("name", models.CharField(blank=True, max_length=200, verbose_name="name")),
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
                        verbose_name="language",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("due", "Waiting to be sent"),
                            ("sending", "Being sent"),
                            ("uncertain", "In doubt: the relay is being asked"),
                            ("accepted", "Taken over by the relay"),
                            ("delivered", "Delivered"),
                            ("rejected", "Refused for good"),
                            ("contact_needed", "Address does not work: a person must help"),
                            ("manual_done", "Reached by other means"),
                        ],
                        default="due",
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                ("attempt", models.PositiveIntegerField(default=0, verbose_name="attempts")),
                ("next_at", models.DateTimeField(null=True, verbose_name="next attempt")),
                ("lease_until", models.DateTimeField(null=True)),
                ("smtp_message_id", models.CharField(max_length=120, verbose_name="Message-ID")),
                ("body_sha256", models.CharField(blank=True, max_length=64)),
                ("accepted_at", models.DateTimeField(null=True, verbose_name="taken by the relay")),
                ("final_at", models.DateTimeField(null=True, verbose_name="settled")),
                (
                    "final_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="reason"),
                ),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="notifications.message",
                    ),
                ),
            ],
            options={
                "verbose_name": "delivery",
                "verbose_name_plural": "deliveries",
            },
        ),
        migrations.CreateModel(
            name="RelayEvent",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("message_id", models.CharField(max_length=120)),
                ("queue_id", models.CharField(db_index=True, max_length=60)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("named", "Seen, not yet taken over"),
                            ("taken", "In the relay's queue"),
                            ("deferred", "Put off by the recipient's server"),
                            ("sent", "Handed to the recipient's server"),
                            ("bounced", "Refused by the recipient's server"),
                        ],
                        max_length=20,
                    ),
                ),
                ("dsn", models.CharField(blank=True, max_length=20)),
                ("at", models.DateTimeField(help_text="By the relay's clock.")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("message_id", "queue_id", "status", "dsn", "at"),
                        name="relay_event_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["named", "taken", "deferred", "sent", "bounced"])
                        ),
                        name="relay_event_status_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RelayLogPosition",
            fields=[
                ("path", models.CharField(max_length=400, primary_key=True, serialize=False)),
                ("inode", models.BigIntegerField(default=0)),
                ("offset", models.BigIntegerField(default=0)),
                ("fingerprint", models.CharField(blank=True, max_length=64)),
                ("gap_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("offset__gte", 0)), name="relay_log_position_offset"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("n", models.PositiveIntegerField(verbose_name="number")),
                ("worker", models.CharField(max_length=120, verbose_name="worker")),
                ("started_at", models.DateTimeField(verbose_name="started")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("accepted", "Taken over by the relay"),
                            ("deferred", "Put off by the relay"),
                            ("refused", "Refused for good by the relay"),
                            ("unreachable", "Relay not reachable"),
                            ("doubt", "No answer after the text was sent"),
                            ("not_rendered", "Text could not be made"),
                        ],
                        max_length=20,
                        verbose_name="outcome",
                    ),
                ),
                (
                    "relay_code",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="answer of the relay"
                    ),
                ),
                (
                    "relay_queue_id",
                    models.CharField(blank=True, max_length=60, verbose_name="queue number"),
                ),
                ("ended_at", models.DateTimeField(null=True, verbose_name="ended")),
                (
                    "delivery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attempts",
                        to="notifications.delivery",
                    ),
                ),
            ],
            options={
                "verbose_name": "attempt",
                "verbose_name_plural": "attempts",
                "ordering": ["delivery", "n"],
                "constraints": [
                    models.UniqueConstraint(fields=("delivery", "n"), name="attempt_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "outcome__in",
                                [
                                    "",
                                    "accepted",
                                    "deferred",
                                    "refused",
                                    "unreachable",
                                    "doubt",
                                    "not_rendered",
                                ],
                            )
                        ),
                        name="attempt_outcome_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("outcome", "")),
                            models.Q(
                                models.Q(("outcome", ""), _negated=True),
                                ("ended_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="attempt_outcome_and_end",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("state__in", ("due", "sending", "uncertain"))),
                fields=["next_at"],
                name="delivery_open",
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("state", "accepted")),
                fields=["accepted_at"],
                name="delivery_with_the_relay",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "due",
                            "sending",
                            "uncertain",
                            "accepted",
                            "delivered",
                            "rejected",
                            "contact_needed",
                            "manual_done",
                        ],
                    )
                ),
                name="delivery_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(("language__in", ["ar", "zh", "en", "fr", "ru", "es"])),
                name="delivery_language_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(
                models.F("message"),
                django.db.models.functions.text.Lower("address"),
                name="delivery_address_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(
                fields=("smtp_message_id",), name="delivery_message_id_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "due"), _negated=True),
                    ("next_at__isnull", False),
                    _connector="OR",
                ),
                name="delivery_due_has_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["sending", "uncertain"]), _negated=True),
                    models.Q(("attempt__gte", 1), ("lease_until__isnull", False)),
                    _connector="OR",
                ),
                name="delivery_sending_has_a_lease",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("accepted", "delivered")), _negated=True),
                    ("accepted_at__isnull", False),
                    _connector="OR",
                ),
                name="delivery_taken_has_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state__in", ["rejected", "contact_needed", "delivered", "manual_done"]),
                        _negated=True,
                    ),
                    ("final_at__isnull", False),
                    _connector="OR",
                ),
                name="delivery_settled_has_a_time",
            ),
        ),
    ]
