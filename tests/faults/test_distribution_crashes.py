"""A distribution whose processes are killed at every point: one run, one notice and one mail each."""

from __future__ import annotations

import signal
from collections import Counter
from pathlib import Path

import pytest
from celery import Celery

from clearinghouse.access.catalogue import PartyRole
from clearinghouse.notifications import services as notifications
from clearinghouse.notifications.models import Attempt, Delivery
from clearinghouse.parties.selectors import active_providers
from clearinghouse.relay.log import read_lines
from clearinghouse.relay.scripted import ScriptedRelay
from requests_app import services
from requests_app.enums import RequestStatus
from requests_app.models import AssistanceRequest, Notice, Run
from tests import factories
from tests.notifications.conftest import AFTER_THE_LEASE, StartRelay
from tests.notifications.test_crashes import Start, start_broker, times_sent, wait_until

# Rows that other processes see; the flush spares the reference data.
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

PROVIDERS = 200
LATER = str(AFTER_THE_LEASE.total_seconds())


def ready_to_go(providers: int) -> AssistanceRequest:
    """A request that its State has released, and providers who are to hear of it; no mail is left over."""
    state = factories.make_state("XAA", "Arcadia")
    focal_point = factories.make_user("focal@arcadia.example", PartyRole.FOCAL_POINT, state)
    for number in range(providers):
        factories.make_organization(f"FD{number:03}", f"Aid {number}", is_provider=True)
    real = active_providers().filter(is_fictitious=False)
    request = factories.make_draft(focal_point, state, excluded_providers=list(real))
    services.submit(request, by=focal_point)
    services.send_now(request, by=focal_point)
    notifications.tick()
    return request


def sweep(start: Start, **extra: str) -> int:
    return start("manage.py", "sweep", **extra).wait(120)


def sweep_and_die(start: Start, place: str) -> None:
    assert sweep(start, CRASH_AT=place) == -signal.SIGKILL, f"{place} was not reached"


def notice_mails() -> set[str]:
    """The Message-IDs that the providers are to get."""
    mails = Delivery.objects.filter(message__kind="distribution_notice")
    return set(mails.values_list("smtp_message_id", flat=True))


def mails_taken(relay_log: Path) -> int:
    wanted = notice_mails()
    return sum(line.message_id in wanted for line in read_lines(relay_log))


def judge(relay_log: Path, request: AssistanceRequest, *, providers: int) -> None:
    """One run, one notice each, and by the relay's own log one mail each, to the address of each."""
    request.refresh_from_db()
    assert request.status == RequestStatus.DISTRIBUTED
    assert Run.objects.get(assistance_request=request).recipient_count == providers
    notified = Counter(Notice.objects.values_list("provider__code", flat=True))
    assert notified == {f"FD{number:03}": 1 for number in range(providers)}
    wanted = notice_mails()
    assert len(wanted) == providers
    sent = times_sent(relay_log)
    assert {message_id: sent.get(message_id, 0) for message_id in wanted} == dict.fromkeys(
        wanted, 1
    )
    addresses = Counter(line.to for line in read_lines(relay_log) if line.message_id in wanted)
    assert addresses == {f"requests@fd{number:03}.example": 1 for number in range(providers)}
    assert set(sent.values()) == {1}, "a mail to the State went twice"


def test_killed_at_every_point_and_the_broker_too_each_provider_hears_exactly_once(
    start_relay: StartRelay, start: Start, relay_log: Path, tmp_path: Path
) -> None:
    relay = start_relay()
    request = ready_to_go(PROVIDERS)

    sweep_and_die(start, "before-distribution-commit")
    assert not Run.objects.exists()
    assert not notice_mails()
    sweep_and_die(start, "after-distribution-commit")
    assert Notice.objects.count() == len(notice_mails()) == PROVIDERS
    for place, attempts, taken in [
        ("before-claim-commit", 0, 0),
        ("after-claim", 1, 0),
        ("after-relay-250", 2, 1),
        ("after-result", 3, 2),
    ]:
        sweep_and_die(start, place)
        begun = Attempt.objects.filter(delivery__message__kind="distribution_notice").count()
        assert (begun, mails_taken(relay_log)) == (attempts, taken), place
    kill_broker_and_worker_on_the_way(start, relay, tmp_path)
    for _round in range(2):
        assert sweep(start, CLOCK_OFFSET_SECONDS=LATER) == 0

    judge(relay_log, request, providers=PROVIDERS)


def kill_broker_and_worker_on_the_way(start: Start, relay: ScriptedRelay, folder: Path) -> None:
    """Let a Celery worker deliver, and kill first its Valkey, then the worker itself."""
    broker = start_broker(start, folder)
    celery = ("-m", "celery", "-A", "clearinghouse", "worker", "-P", "solo", "-l", "error")
    worker = start(*celery, REDIS_URL=broker.url)
    Celery(broker=broker.url, set_as_current=False).send_task(
        "clearinghouse.notifications.tasks.send_due"
    )
    before = len(relay.taken)
    wait_until(lambda: len(relay.taken) >= before + 20)
    broker.process.kill()
    broker.process.wait(10)
    at_the_kill = len(relay.taken)
    wait_until(lambda: len(relay.taken) >= at_the_kill + 20)
    worker.kill()
    worker.wait(10)
    assert len(relay.taken) < PROVIDERS, "killed too late to prove anything"


def test_the_judge_goes_red_when_the_question_to_the_relay_is_switched_off(
    start_relay: StartRelay, start: Start, relay_log: Path
) -> None:
    start_relay()
    request = ready_to_go(3)

    sweep_and_die(start, "after-relay-250")
    assert sweep(start, RELAY_QUESTION="off", CLOCK_OFFSET_SECONDS=LATER) == 0

    sent = times_sent(relay_log)
    assert sorted(sent[message_id] for message_id in notice_mails()) == [1, 1, 2]
    with pytest.raises(AssertionError):
        judge(relay_log, request, providers=3)
