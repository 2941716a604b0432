"""E-mail backend for whatever sends through Django: its mails go through the outbox too."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import uuid4

from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage
from django.utils.translation import get_language

from clearinghouse.notifications.queue import Recipient, queue_text


class OutboxBackend(BaseEmailBackend):
    """Stores each mail as one delivery per address, so that it outlives a dead relay; sends nothing itself.

    Keeps subject and plain text only. Mails with attachments raise ValueError: none of ours has any.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for email in email_messages:
            if email.attachments:
                raise ValueError("Mails of this portal carry no attachments.")
            language = get_language() or "en"
            queue_text(
                key=f"account:{uuid4()}",
                subject=str(email.subject),
                text=str(email.body),
                to=[Recipient(address, language=language) for address in email.recipients()],
            )
        return len(email_messages)
