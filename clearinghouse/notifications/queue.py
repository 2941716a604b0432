"""The only way to send a mail: write it down, in the transaction that gives the reason for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from clearinghouse.core import clock
from clearinghouse.core.vocabulary import LANGUAGE_CODES
from clearinghouse.notifications.enums import DeliveryState
from clearinghouse.notifications.kinds import ACCOUNT, checked
from clearinghouse.notifications.models import Delivery, Message, message_id_of


@dataclass(frozen=True, slots=True)
class Recipient:
    """One address, with the name, language and time zone of whoever reads there."""

    address: str
    name: str = ""
    language: str = "en"
    time_zone: str = ""


def queue(
    kind: str,
    *,
    key: str,
    to: Sequence[Recipient],
    context: Mapping[str, object],
    about: UUID | None = None,
    language: str | None = None,
    is_rehearsal: bool = False,
) -> Message:
    """Put a mail to every recipient into the outbox, in the caller's transaction; nothing is sent here.

    The same `key` again changes nothing, and the same address under it gets nothing twice. `language`
    overrides that of the recipients. After the commit a worker is woken if one can be; the tick sends
    whatever was not. An address that cannot be one becomes a delivery for a person to mend, not an error.
    Raises ValueError for an unknown kind or a fact that may not be mailed (see `kinds.checked`).
    """
    facts = checked(kind, facts=context)
    draft = Message(kind=kind, key=key, about=about, context=facts, is_rehearsal=is_rehearsal)
    return _store(draft, to=to, language=language)


def queue_text(*, key: str, subject: str, text: str, to: Sequence[Recipient]) -> Message:
    """Put a ready text of the sign-in (a password reset) into the same outbox; it is wiped once sent."""
    draft = Message(kind=ACCOUNT, key=key, subject=_one_line(subject)[:200], text=text)
    return _store(draft, to=to, language=None)


def _store(draft: Message, *, to: Sequence[Recipient], language: str | None) -> Message:
    # Imported here: tasks need delivery, which a caller of the queue has no business with.
    from clearinghouse.notifications.tasks import send_due

    draft.created_at = clock.now()
    draft.language = _known(language or (to[0].language if to else "en"))
    Message.objects.bulk_create([draft], ignore_conflicts=True)
    message = Message.objects.get(key=draft.key)
    deliveries = [_delivery(message, each, language=language) for each in to]
    Delivery.objects.bulk_create(deliveries, ignore_conflicts=True)
    if deliveries:
        send_due.wake()
    return message


def _delivery(message: Message, recipient: Recipient, *, language: str | None) -> Delivery:
    delivery = Delivery(
        message=message,
        address=_for_the_wire(recipient.address)[:320],
        name=_one_line(recipient.name)[:200],
        language=_known(language or recipient.language),
        time_zone=recipient.time_zone,
        next_at=message.created_at,
    )
    delivery.smtp_message_id = message_id_of(delivery.id)
    try:
        validate_email(delivery.address)
    except ValidationError:
        delivery.state = DeliveryState.CONTACT_NEEDED
        delivery.final_at = message.created_at
        delivery.final_reason = "not an e-mail address"
    return delivery


def _for_the_wire(address: str) -> str:
    """An international domain in the form that every relay understands."""
    local, at, domain = address.strip().rpartition("@")
    try:
        return f"{local}{at}{domain.encode('idna').decode()}"
    except UnicodeError:
        return address.strip()


def _known(language: str) -> str:
    return language if language in LANGUAGE_CODES else "en"


def _one_line(text: str) -> str:
    """Header values never hold a line break, of whatever kind Unicode knows."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
