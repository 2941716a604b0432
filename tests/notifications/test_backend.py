"""Mails of the sign-in take the same road as all others."""

from __future__ import annotations

import pytest
from django.core.mail import EmailMessage, get_connection

from clearinghouse.notifications import services
from clearinghouse.notifications.models import Delivery, Message
from tests.notifications.conftest import StartRelay

pytestmark = pytest.mark.django_db
BACKEND = "clearinghouse.notifications.backend.OutboxBackend"


def send(**fields: object) -> int:
    email = EmailMessage(
        **{"subject": "Reset", "body": "Link", "connection": get_connection(BACKEND), **fields}
    )  # type: ignore[arg-type]
    return email.send()


def test_a_mail_waits_in_the_outbox_and_arrives(start_relay: StartRelay) -> None:
    relay = start_relay()

    assert send(to=["a@b.example"]) == 1
    assert Message.objects.get().kind == "account"
    services.send_due()

    [taken] = relay.taken
    assert (taken.message["Subject"], taken.to) == ("Reset", "a@b.example")
    assert taken.message.get_content().startswith("Link")


def test_every_address_gets_a_mail_of_its_own() -> None:
    send(to=["a@b.example"], cc=["c@d.example"], bcc=["e@f.example"])

    addresses = Delivery.objects.order_by("address").values_list("address", flat=True)
    assert list(addresses) == ["a@b.example", "c@d.example", "e@f.example"]


def test_a_subject_cannot_carry_a_header() -> None:
    send(to=["a@b.example"], subject="Reset\r\nBcc: x@y.example")

    assert Message.objects.get().subject == "Reset Bcc: x@y.example"


def test_attachments_are_refused() -> None:
    with pytest.raises(ValueError, match="no attachments"):
        send(to=["a@b.example"], attachments=[("a.txt", "text", "text/plain")])
