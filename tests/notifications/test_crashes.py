"""Real processes that are really killed. The judge is the relay's log, not our own tables."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from celery import Celery
from django.conf import settings as django_settings
from django.db import connection
from django.db.models import Count

from clearinghouse import embedded
from clearinghouse.core import clock
from clearinghouse.core.database_roles import APPLICATION_ROLE
from clearinghouse.notifications import services
from clearinghouse.notifications.enums import DeliveryState
from clearinghouse.notifications.models import Attempt, Delivery
from clearinghouse.relay.log import read_lines
from tests.notifications.conftest import AFTER_THE_LEASE, StartRelay, queue_notice

# Rows that other processes see. Only our own tables are emptied afterwards, so reference data stays.
pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True, available_apps=["clearinghouse.notifications"]),
]

ROOT = Path(__file__).resolve().parents[2]
Start = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def start(db: None, relay_log: Path) -> Iterator[Start]:
    """Start a process of the portal on the test's database and relay; all are gone at the end."""
    endpoints = embedded.ensure(Path(django_settings.DATA_DIR), fast=True)
    running: list[subprocess.Popen[bytes]] = []

    def start(*arguments: str, **extra: str) -> subprocess.Popen[bytes]:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "clearinghouse.settings",
            "DATABASE_URL": endpoints.database_url(
                APPLICATION_ROLE, database=connection.settings_dict["NAME"]
            ),
            "EMBEDDED": "1",
            "FAULTS_ALLOWED": "1",
            "REDIS_URL": "redis://127.0.0.1:1/0",  # nobody there: sending must not need it
            "RELAY_LOG": str(relay_log),
            "EMAIL_PORT": str(django_settings.EMAIL_PORT),
            **extra,
        }
        process = subprocess.Popen([sys.executable, *arguments], cwd=ROOT, env=environment)
        running.append(process)
        return process

    yield start
    for process in running:
        if process.poll() is None:
            process.kill()
        process.wait(10)


def send_and_die(start: Start, place: str) -> None:
    assert start("manage.py", "send_due", CRASH_AT=place).wait(120) == -signal.SIGKILL


def times_sent(relay_log: Path) -> dict[str, int]:
    return dict(Counter(line.message_id for line in read_lines(relay_log)))


def wait_until(condition: Callable[[], bool], *, seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.01)


@pytest.mark.parametrize(
    ("place", "sent_before", "attempts"),
    [
        ("before-claim-commit", 0, 1),
        ("after-claim", 0, 2),
        ("after-relay-250", 1, 1),
        ("after-result", 1, 1),
    ],
)
def test_killed_at_each_point_every_mail_goes_exactly_once(
    start_relay: StartRelay,
    start: Start,
    relay_log: Path,
    place: str,
    sent_before: int,
    attempts: int,
) -> None:
    start_relay()
    delivery = queue_notice()

    send_and_die(start, place)
    assert len(read_lines(relay_log)) == sent_before
    with clock.shifted(AFTER_THE_LEASE):
        services.tick()
        services.tick()

    delivery.refresh_from_db()
    assert times_sent(relay_log) == {delivery.smtp_message_id: 1}
    assert delivery.state == DeliveryState.DELIVERED
    assert Attempt.objects.count() == attempts


def test_before_the_lease_is_over_nobody_touches_the_doubt(
    start_relay: StartRelay, start: Start, relay_log: Path
) -> None:
    start_relay()
    delivery = queue_notice()

    send_and_die(start, "after-claim")
    services.tick()

    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.SENDING
    assert times_sent(relay_log) == {}


def test_without_the_question_to_the_relay_the_same_crash_sends_twice(
    start_relay: StartRelay, start: Start, relay_log: Path
) -> None:
    """The proof that the test above can go red: the defence, switched off, is missed."""
    start_relay()
    delivery = queue_notice()

    send_and_die(start, "after-relay-250")
    later = str(AFTER_THE_LEASE.total_seconds())
    sweep = start("manage.py", "send_due", RELAY_QUESTION="off", CLOCK_OFFSET_SECONDS=later)
    assert sweep.wait(120) == 0

    assert times_sent(relay_log) == {delivery.smtp_message_id: 2}


def test_worker_and_broker_killed_in_the_middle_of_two_hundred(
    start_relay: StartRelay, start: Start, relay_log: Path, tmp_path: Path
) -> None:
    relay = start_relay()
    queue_notice(1, addresses=[f"p{n}@aid.example" for n in range(200)])
    broker = start_broker(start, tmp_path)
    celery = ("-m", "celery", "-A", "clearinghouse", "worker", "-P", "solo", "-l", "error")
    worker = start(*celery, REDIS_URL=broker.url)
    Celery(broker=broker.url, set_as_current=False).send_task(
        "clearinghouse.notifications.tasks.send_due"
    )

    wait_until(lambda: len(relay.taken) >= 30)
    second = start("manage.py", "send_due")
    wait_until(lambda: len(relay.taken) >= 70)
    worker.kill()
    broker.process.kill()
    second.kill()
    for process in (worker, second):
        process.wait(10)
    assert len(relay.taken) < 200, "killed too late to prove anything"
    with clock.shifted(AFTER_THE_LEASE):
        services.tick()
        services.tick()

    assert len(times_sent(relay_log)) == 200
    assert set(times_sent(relay_log).values()) == {1}
    states = Delivery.objects.values_list("state").annotate(Count("pk"))
    assert dict(states) == {DeliveryState.DELIVERED: 200}


def test_many_senders_at_once_never_meet(
    start_relay: StartRelay, start: Start, relay_log: Path
) -> None:
    start_relay()
    queue_notice(1, addresses=[f"p{n}@aid.example" for n in range(100)])

    senders = [start("manage.py", "send_due") for _ in range(2)]

    assert [sender.wait(120) for sender in senders] == [0, 0]
    assert len(times_sent(relay_log)) == 100
    assert set(times_sent(relay_log).values()) == {1}
    assert Attempt.objects.count() == 100


class Broker:
    def __init__(self, process: subprocess.Popen[bytes], url: str) -> None:
        self.process = process
        self.url = url


def start_broker(start: Start, folder: Path) -> Broker:
    """A Valkey of the test's own, to be killed: the shared one serves other tests."""
    from clearinghouse.embedded.binaries import _valkey_server

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    run = "import os, sys; os.execv(sys.argv[1], sys.argv[1:])"
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    process = start("-c", run, str(_valkey_server()), *options, "--loglevel", "nothing")

    def answers() -> bool:
        with socket.socket() as client:
            return client.connect_ex(("127.0.0.1", port)) == 0

    wait_until(answers)
    return Broker(process, f"redis://127.0.0.1:{port}/0")
