"""From a delivery to the mail: plain text, in the reader's language, with a fixed subject."""

from __future__ import annotations

import hashlib
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.utils import translation

from clearinghouse.core.templatetags.ui import HEADQUARTERS, moment_text
from clearinghouse.notifications import links
from clearinghouse.notifications.kinds import ACCOUNT, KINDS
from clearinghouse.notifications.models import Delivery

_UTC = ZoneInfo("UTC")


def render(delivery: Delivery, *, at: datetime) -> EmailMessage:
    """Return the mail as it goes out, dated `at`; the Message-ID is the delivery's own at every attempt."""
    message = delivery.message
    with translation.override(delivery.language):
        facts = _facts(delivery)
        text = _filled(f"email/{message.kind}.txt", facts=facts)
        if message.kind == ACCOUNT:
            subject = message.subject
        else:
            subject = " ".join(_filled(f"email/{message.kind}_subject.txt", facts=facts).split())
    mail = EmailMessage()
    mail["From"] = sender()
    mail["To"] = Address(display_name=delivery.name, addr_spec=delivery.address)
    mail["Subject"] = subject
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = delivery.smtp_message_id
    mail["Auto-Submitted"] = "auto-generated"
    unsubscribe = KINDS[message.kind].unsubscribe
    if unsubscribe:
        mail["List-Unsubscribe"] = f"<{settings.SITE_URL}{links.make(unsubscribe, delivery.pk)}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(text.strip() + "\n")
    mail["Content-Language"] = delivery.language
    return mail


def sender() -> str:
    """The From line, a fixed one."""
    return str(settings.DEFAULT_FROM_EMAIL)


def envelope_sender() -> str:
    """Where a relay reports what it could not deliver."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def digest(mail: EmailMessage) -> str:
    """SHA-256 of the text, as evidence of what was said."""
    return hashlib.sha256(mail.get_content().encode()).hexdigest()


def _facts(delivery: Delivery) -> dict[str, Any]:
    message = delivery.message
    facts: dict[str, Any] = {
        "name": delivery.name,
        "site_url": settings.SITE_URL,
        "text": message.text,
        "link": settings.SITE_URL + message.context.get("path", "/"),
        **message.context,
    }
    for purpose in KINDS[message.kind].links:
        facts[f"{purpose}_link"] = settings.SITE_URL + links.make(purpose, delivery.pk)
    for name, value in message.context.items():
        if name.endswith("_path"):
            facts[f"{name.removesuffix('_path')}_link"] = settings.SITE_URL + value
        if name.endswith("_at"):
            moment = datetime.fromisoformat(value)
            facts[name] = moment_text(moment)
            facts[f"{name}_utc"] = moment_text(moment, _UTC)
            # The reader's own time, where it is neither of the two.
            if delivery.time_zone not in {"", "UTC", str(HEADQUARTERS)}:
                facts[f"{name}_local"] = moment_text(moment, ZoneInfo(delivery.time_zone))
    return facts


def _filled(template: str, *, facts: dict[str, Any]) -> str:
    # Plain text: escaping for HTML would put &amp; into links.
    found: Any = get_template(template)
    return str(found.template.render(Context(facts, autoescape=False)))
