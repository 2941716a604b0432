"""The outbox (what is to be said, to whom) and its ledger (what became of every single mail)."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from clearinghouse.core.db import one_of
from clearinghouse.core.vocabulary import LANGUAGE_CODES, LANGUAGES
from clearinghouse.notifications.enums import (
    FAILED_STATES,
    OPEN_STATES,
    TAKEN_STATES,
    DeliveryState,
    Outcome,
    RelayStatus,
)


class Message(models.Model):
    """One thing to say, once. `key` says what it is about, so that saying it twice is impossible."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=40)
    key = models.CharField(max_length=120)
    about = models.UUIDField(null=True, blank=True, db_index=True)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES, default="en")
    context = models.JSONField(default=dict, help_text="Reference, path and moments only.")
    subject = models.CharField(
        max_length=200, blank=True, help_text="Only for mails of the sign-in."
    )
    text = models.TextField(blank=True, help_text="Only for mails of the sign-in; wiped once sent.")
    is_rehearsal = models.BooleanField(_("rehearsal"), default=False)
    created_at = models.DateTimeField(_("written"))

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        constraints = [
            models.UniqueConstraint(fields=["key"], name="message_key_once"),
            one_of("language", LANGUAGE_CODES, name="message_language_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.context.get('reference', '')}".strip()


def message_id_of(delivery_id: uuid.UUID) -> str:
    """The Message-ID of a delivery: the same for every attempt, so that the relay can be asked about it."""
    return f"<{delivery_id}@{settings.MESSAGE_ID_DOMAIN}>"


class Delivery(models.Model):
    """One mail to one address. The row is the promise; workers only carry it out."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="deliveries")
    address = models.CharField(_("address"), max_length=320)
    name = models.CharField(_("name"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES, default="en")
    time_zone = models.CharField(
        _("time zone"), max_length=60, blank=True, help_text="Of the reader, where it is known."
    )
    state = models.CharField(
        _("state"), max_length=20, choices=DeliveryState.choices, default=DeliveryState.DUE
    )
    attempt = models.PositiveIntegerField(_("attempts"), default=0)
    next_at = models.DateTimeField(_("next attempt"), null=True)
    lease_until = models.DateTimeField(null=True)
    smtp_message_id = models.CharField("Message-ID", max_length=120)
    body_sha256 = models.CharField(max_length=64, blank=True)
    accepted_at = models.DateTimeField(_("taken by the relay"), null=True)
    final_at = models.DateTimeField(_("settled"), null=True)
    final_reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [
            one_of("state", DeliveryState.values, name="delivery_state_known"),
            one_of("language", LANGUAGE_CODES, name="delivery_language_known"),
            models.UniqueConstraint("message", Lower("address"), name="delivery_address_once"),
            models.UniqueConstraint(fields=["smtp_message_id"], name="delivery_message_id_once"),
            models.CheckConstraint(
                condition=~Q(state=DeliveryState.DUE) | Q(next_at__isnull=False),
                name="delivery_due_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[DeliveryState.SENDING, DeliveryState.UNCERTAIN])
                | Q(lease_until__isnull=False, attempt__gte=1),
                name="delivery_sending_has_a_lease",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=TAKEN_STATES) | Q(accepted_at__isnull=False),
                name="delivery_taken_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(
                    state__in=[*FAILED_STATES, DeliveryState.DELIVERED, DeliveryState.MANUAL_DONE]
                )
                | Q(final_at__isnull=False),
                name="delivery_settled_has_a_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_at"], name="delivery_open", condition=Q(state__in=OPEN_STATES)
            ),
            models.Index(
                fields=["accepted_at"],
                name="delivery_with_the_relay",
                condition=Q(state=DeliveryState.ACCEPTED),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.smtp_message_id} ({self.get_state_display()})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.smtp_message_id = self.smtp_message_id or message_id_of(self.id)
        super().save(*args, **kwargs)


class Attempt(models.Model):
    """One try to hand a mail to the relay: committed before the socket opens, ended once, never rewritten.

    A database trigger keeps that promise; see migration 0002.
    """

    id = models.BigAutoField(primary_key=True)
    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="attempts")
    n = models.PositiveIntegerField(_("number"))
    worker = models.CharField(_("worker"), max_length=120)
    started_at = models.DateTimeField(_("started"))
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome.choices, blank=True)
    relay_code = models.CharField(_("answer of the relay"), max_length=300, blank=True)
    relay_queue_id = models.CharField(_("queue number"), max_length=60, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True)

    class Meta:
        ordering = ["delivery", "n"]
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        constraints = [
            models.UniqueConstraint(fields=["delivery", "n"], name="attempt_number_once"),
            one_of("outcome", ["", *Outcome.values], name="attempt_outcome_known"),
            models.CheckConstraint(
                condition=Q(outcome="", ended_at__isnull=True)
                | (~Q(outcome="") & Q(ended_at__isnull=False)),
                name="attempt_outcome_and_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delivery_id} #{self.n} {self.outcome}"


class RelayEvent(models.Model):
    """One line of the relay's log about one of our messages. Append-only."""

    id = models.BigAutoField(primary_key=True)
    message_id = models.CharField(max_length=120)
    queue_id = models.CharField(max_length=60, db_index=True)
    status = models.CharField(max_length=20, choices=RelayStatus.choices)
    dsn = models.CharField(max_length=20, blank=True)
    at = models.DateTimeField(help_text="By the relay's clock.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["message_id", "queue_id", "status", "dsn", "at"], name="relay_event_once"
            ),
            one_of("status", RelayStatus.values, name="relay_event_status_known"),
        ]

    def __str__(self) -> str:
        return f"{self.message_id} {self.status} {self.dsn}"


class RelayLogPosition(models.Model):
    """How far a relay log has been read. `gap_at`: when lines were found to be lost, unread."""

    path = models.CharField(primary_key=True, max_length=400)
    inode = models.BigIntegerField(default=0)
    offset = models.BigIntegerField(default=0)
    fingerprint = models.CharField(max_length=64, blank=True)
    gap_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(offset__gte=0), name="relay_log_position_offset"),
        ]

    def __str__(self) -> str:
        return f"{self.path}: {self.offset}"


class Heartbeat(models.Model):
    """When something that must keep happening last went well."""

    name = models.CharField(_("name"), primary_key=True, max_length=60)
    last_ok = models.DateTimeField(_("last went well"))
    detail = models.CharField(_("detail"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("heartbeat")
        verbose_name_plural = _("heartbeats")

    def __str__(self) -> str:
        return f"{self.name}: {self.last_ok:%Y-%m-%d %H:%M:%S}"
