"""Wake-ups cost the caller nothing, whatever the broker does."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest
from django.db import transaction
from kombu.exceptions import OperationalError

from clearinghouse.core.wakeups import Publisher
from clearinghouse.notifications.tasks import send_due


class Stub:
    """A task whose broker answers as the test wants."""

    name = "stub"

    def __init__(self, answer: Any = None) -> None:
        self.answer = answer
        self.taken: list[dict[str, str]] = []

    def apply_async(self, *, kwargs: dict[str, str], **options: Any) -> None:
        self.taken.append(kwargs)
        if self.answer is not None:
            self.answer()


def test_wake_ups_reach_the_broker_in_order() -> None:
    publisher, stub = Publisher(), Stub()

    for number in range(3):
        publisher.publish(stub, {"id": str(number)})
    publisher.join()

    assert stub.taken == [{"id": "0"}, {"id": "1"}, {"id": "2"}]


def test_a_frozen_broker_holds_nobody_up() -> None:
    thaw = threading.Event()
    publisher, stub = Publisher(), Stub(answer=lambda: thaw.wait(10))
    began = time.monotonic()

    for number in range(300):
        publisher.publish(stub, {"id": str(number)})

    assert time.monotonic() - began < 1
    thaw.set()


def test_a_dead_broker_is_left_alone_for_a_while() -> None:
    def refuse() -> None:
        raise OperationalError("no broker")

    publisher, stub = Publisher(), Stub(answer=refuse)

    for number in range(5):
        publisher.publish(stub, {"id": str(number)})
    publisher.join()

    assert len(stub.taken) == 1


@pytest.mark.django_db
def test_one_wake_up_a_transaction(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks() as callbacks, transaction.atomic():
        for _time in range(9):
            send_due.wake()

    assert len(callbacks) == 1


@pytest.mark.django_db
def test_wake_up_of_a_rolled_back_step_does_not_swallow_the_next(
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        with transaction.atomic():
            send_due.wake()
            transaction.set_rollback(True)
        send_due.wake()

    assert len(callbacks) == 1
