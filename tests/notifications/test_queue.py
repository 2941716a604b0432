from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from kombu.exceptions import OperationalError

from clearinghouse.core.wakeups import publisher
from clearinghouse.notifications import tasks
from clearinghouse.notifications.enums import DeliveryState
from clearinghouse.notifications.kinds import checked
from clearinghouse.notifications.models import Delivery, Message
from clearinghouse.notifications.queue import Recipient, queue
from tests.notifications.conftest import queue_notice

pytestmark = pytest.mark.django_db


def test_a_queued_mail_is_due_at_once_and_has_a_message_id_of_its_own() -> None:
    delivery = queue_notice()

    assert delivery.state == DeliveryState.DUE
    assert delivery.next_at == delivery.message.created_at
    assert delivery.smtp_message_id == f"<{delivery.pk}@clearinghouse.localhost>"


def test_the_same_key_again_changes_nothing() -> None:
    first = queue_notice(1)
    again = queue_notice(1)

    assert again == first
    assert (Message.objects.count(), Delivery.objects.count()) == (1, 1)


def test_the_same_address_gets_one_mail_however_it_is_written() -> None:
    queue_notice(1, addresses=["Desk@aid.example", " desk@AID.example", "other@aid.example"])

    assert Delivery.objects.count() == 2


def test_an_address_that_cannot_be_one_waits_for_a_person_and_stops_nobody() -> None:
    queue_notice(1, addresses=["not an address", "good@aid.example"])

    states = dict(Delivery.objects.values_list("address", "state"))
    assert states == {"not an address": "contact_needed", "good@aid.example": "due"}


def test_an_international_domain_is_written_for_the_wire() -> None:
    assert queue_notice(1, addresses=["a@bücher.example"]).address == "a@xn--bcher-kva.example"


def test_a_name_cannot_carry_a_header() -> None:
    message = queue(
        "published",
        key="k",
        to=[Recipient("a@aid.example", name="A\r\nBcc: x@y.example\u2028\u202eZ")],
        context={"reference": "AR/2026/0001", "path": "/en/"},
    )

    assert message.deliveries.get().name == "A Bcc: x@y.example Z"


def test_nothing_stays_when_the_step_is_rolled_back() -> None:
    with transaction.atomic():
        queue_notice()
        transaction.set_rollback(True)

    assert not Message.objects.exists()


def test_a_dead_broker_does_not_disturb_the_step(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    def refuse(*args: Any, **kwargs: Any) -> None:
        raise OperationalError("no broker")

    monkeypatch.setattr(tasks.send_due, "apply_async", refuse)
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        queue_notice()

    publisher.join()
    assert len(callbacks) == 1
    assert Delivery.objects.get().state == DeliveryState.DUE


def test_many_mails_wake_one_worker(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        queue_notice(1, addresses=[f"p{n}@aid.example" for n in range(9)])

    assert len(callbacks) == 1


@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        ("no_such_kind", {}),
        ("published", {"reference": "AR/2026/0001"}),
        ("published", {"reference": "AR/2026/0001", "path": "/", "title": "Radiation portals"}),
        ("published", {"reference": "We lack detectors", "path": "/"}),
        ("published", {"reference": "AR/2026/0001", "path": "//evil.example/"}),
        ("published", {"reference": "AR/2026/0001", "path": "https://evil.example/"}),
        ("published", {"reference": "AR/2026/0001", "path": "/a\r\nBcc: x"}),
        ("request_receipt", {"reference": "AR/1", "path": "/", "received_at": "yesterday"}),
        (
            "request_receipt",
            {"reference": "AR/1", "path": "/", "received_at": datetime(2026, 1, 1)},
        ),
        (
            "distributed",
            {"reference": "AR/1", "path": "/", "count": "many", "distributed_at": None},
        ),
    ],
)
def test_a_mail_carries_harmless_facts_only(kind: str, facts: dict[str, object]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        checked(kind, facts=facts)


def test_moments_are_stored_with_their_zone() -> None:
    facts = {
        "reference": "AR/2026/0001",
        "path": "/",
        "received_at": datetime(2026, 1, 2, tzinfo=UTC),
    }

    assert checked("request_receipt", facts=facts)["received_at"] == "2026-01-02T00:00:00+00:00"


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "lost"},
        {"next_at": None},
        {"state": "sending"},
        {"state": "accepted"},
        {"state": "rejected"},
    ],
)
def test_the_database_refuses_a_state_without_its_evidence(wrong: dict[str, Any]) -> None:
    delivery = queue_notice()

    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.filter(pk=delivery.pk).update(**wrong)
