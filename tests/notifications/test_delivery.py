"""Every way in which handing over one mail can end, over real sockets."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import InternalError, transaction

from clearinghouse.core import clock
from clearinghouse.notifications import delivery as sending
from clearinghouse.notifications import render, services, smtp
from clearinghouse.notifications.enums import DeliveryState, Outcome
from clearinghouse.notifications.models import Attempt, Delivery
from clearinghouse.notifications.relay_reader import read_relay_log
from clearinghouse.notifications.smtp import Answer
from clearinghouse.relay import scripted
from tests.notifications.conftest import AFTER_THE_LEASE, StartRelay, queue_notice

pytestmark = pytest.mark.django_db


def last_attempt(delivery: Delivery) -> Attempt:
    return Attempt.objects.filter(delivery=delivery).latest("n")


def test_accepted(delivery: Delivery, start_relay: StartRelay) -> None:
    relay = start_relay()

    assert services.send_due() == 1

    delivery.refresh_from_db()
    attempt = last_attempt(delivery)
    [taken] = relay.taken
    assert (delivery.state, delivery.attempt) == (DeliveryState.ACCEPTED, 1)
    assert delivery.accepted_at == attempt.ended_at
    assert (attempt.outcome, attempt.relay_queue_id) == (Outcome.ACCEPTED, "T00001")
    assert (taken.message_id, taken.to) == (delivery.smtp_message_id, "p1@aid.example")
    assert taken.message["To"] == "Aid Office <p1@aid.example>"
    assert len(delivery.body_sha256) == 64


def test_the_attempt_is_on_disk_before_the_relay_hears_anything(
    delivery: Delivery, start_relay: StartRelay, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[str, int]] = []

    def spy(self: Any, until: float) -> Any:
        row = Delivery.objects.get(pk=delivery.pk)
        seen.append((row.state, Attempt.objects.filter(delivery=row, outcome="").count()))
        return opened(self, until)

    start_relay()
    opened = smtp.RelayConnection._opened
    monkeypatch.setattr(smtp.RelayConnection, "_opened", spy)
    services.send_due()

    assert seen == [(DeliveryState.SENDING, 1)]


@pytest.mark.django_db(transaction=False)
def test_claim_refuses_to_run_inside_a_transaction(delivery: Delivery) -> None:
    # The test's own transaction does not count for Django; a caller's does.
    with transaction.atomic(), pytest.raises(RuntimeError):
        sending.claim()


@pytest.mark.parametrize(
    ("behaviour", "state", "outcome"),
    [
        (scripted.refuse_message(451), DeliveryState.DUE, Outcome.DEFERRED),
        (scripted.refuse_address(450), DeliveryState.DUE, Outcome.DEFERRED),
        (scripted.refuse_message(554), DeliveryState.REJECTED, Outcome.REFUSED),
        (scripted.refuse_address(550), DeliveryState.REJECTED, Outcome.REFUSED),
        (scripted.CUT, DeliveryState.UNCERTAIN, Outcome.DOUBT),
        (scripted.TAKE_AND_CUT, DeliveryState.UNCERTAIN, Outcome.DOUBT),
    ],
)
def test_what_the_relay_does_decides_the_state(
    delivery: Delivery, start_relay: StartRelay, behaviour: Any, state: str, outcome: str
) -> None:
    start_relay([behaviour])

    services.send_due()

    delivery.refresh_from_db()
    assert (delivery.state, last_attempt(delivery).outcome) == (state, outcome)


@pytest.mark.parametrize(
    ("behaviour", "taken"),
    [(scripted.stall(30), 0), (scripted.take_and_stall(30), 1), (scripted.drip(0.2), 1)],
)
def test_a_silent_or_dripping_relay_ends_in_doubt_in_bounded_time(
    delivery: Delivery,
    start_relay: StartRelay,
    monkeypatch: pytest.MonkeyPatch,
    behaviour: Any,
    taken: int,
) -> None:
    monkeypatch.setattr(smtp, "REPLY_SECONDS", 0.3)
    relay = start_relay([behaviour])
    queue_notice(2)

    services.send_due()

    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.UNCERTAIN
    assert len(relay.taken) == taken
    # After a silence the round ends: the next mail is not spent on the same relay at once.
    assert relay.connections == 1


def test_a_relay_that_is_away_costs_one_attempt_and_not_one_each(
    relay_log: Any, settings: Any
) -> None:
    settings.EMAIL_PORT = 1  # nothing listens
    for number in range(3):
        queue_notice(number)

    assert services.send_due() == 0

    assert [a.outcome for a in Attempt.objects.all()] == [Outcome.UNREACHABLE]
    assert set(Delivery.objects.values_list("state", flat=True)) == {DeliveryState.DUE}


def test_many_mails_share_a_connection_and_one_bad_address_stops_nobody(
    relay_log: Any, start_relay: StartRelay
) -> None:
    def script(address: str) -> scripted.Behaviour:
        return scripted.refuse_address(550) if address.startswith("p3@") else scripted.ACCEPT

    relay = start_relay(script)
    for number in range(8):
        queue_notice(number)

    assert services.send_due() == 7
    assert relay.connections == 1
    assert Delivery.objects.get(state=DeliveryState.REJECTED).address == "p3@aid.example"


def test_after_a_cut_the_others_go_over_a_new_connection(start_relay: StartRelay) -> None:
    relay = start_relay([scripted.CUT])
    for number in range(4):
        queue_notice(number)

    assert services.send_due() == 3
    assert relay.connections == 2


def test_a_mail_that_cannot_be_written_waits_and_stops_nobody(start_relay: StartRelay) -> None:
    start_relay()
    poison = queue_notice(1)
    poison.message.kind = "no_such_template"
    poison.message.save()
    for number in range(2, 5):
        queue_notice(number)

    assert services.send_due() == 3

    poison.refresh_from_db()
    assert poison.state == DeliveryState.DUE
    assert last_attempt(poison).outcome == Outcome.NOT_RENDERED


def test_the_wait_grows_and_never_ends_in_giving_up(
    delivery: Delivery, start_relay: StartRelay
) -> None:
    start_relay(lambda address: scripted.refuse_message(451))
    waits = []
    moment = timedelta()
    for _ in range(8):
        with clock.shifted(moment):
            services.send_due()
            delivery.refresh_from_db()
            assert delivery.next_at is not None
            wait = delivery.next_at - clock.now()
        waits.append(round(wait.total_seconds() / 60))
        moment += wait + timedelta(seconds=1)

    assert waits == [1, 2, 5, 10, 15, 30, 30, 30]
    assert delivery.state == DeliveryState.DUE


def test_nothing_is_sent_before_its_time(delivery: Delivery, start_relay: StartRelay) -> None:
    relay = start_relay([scripted.refuse_message(451)])
    services.send_due()

    services.send_due()

    assert relay.taken == []
    with clock.shifted(timedelta(minutes=2)):
        services.send_due()
    assert len(relay.taken) == 1


def test_every_attempt_has_the_same_message_id_and_its_own_row(
    delivery: Delivery, start_relay: StartRelay
) -> None:
    relay = start_relay([scripted.refuse_message(451)])
    services.send_due()
    with clock.shifted(timedelta(minutes=2)):
        services.send_due()

    assert [t.message_id for t in relay.taken] == [delivery.smtp_message_id]
    assert [(a.n, a.outcome) for a in Attempt.objects.all()] == [(1, "deferred"), (2, "accepted")]


def test_a_worker_that_lost_its_lease_changes_nothing(
    delivery: Delivery, start_relay: StartRelay
) -> None:
    start_relay()
    slow = sending.claim()
    assert slow is not None
    with clock.shifted(AFTER_THE_LEASE):
        services.tick()
    delivery.refresh_from_db()
    before = delivery.state, delivery.attempt, delivery.accepted_at

    for late in (Outcome.DEFERRED, Outcome.REFUSED, Outcome.ACCEPTED):
        assert not sending.record_result(slow, answer=Answer(late, "late"))

    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempt, delivery.accepted_at) == before
    assert delivery.attempt == 2


@pytest.mark.parametrize(
    "late", [Outcome.DEFERRED, Outcome.REFUSED, Outcome.DOUBT, Outcome.ACCEPTED]
)
def test_a_late_result_does_not_touch_the_next_attempt(
    delivery: Delivery, start_relay: StartRelay, late: Outcome
) -> None:
    start_relay()
    slow = sending.claim()
    assert slow is not None
    with clock.shifted(AFTER_THE_LEASE):
        services.doubt_stale_leases()
        read_relay_log()
        services.resolve_doubts()
        assert sending.claim() is not None

        assert not sending.record_result(slow, answer=Answer(late, "late"))

    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempt) == (DeliveryState.SENDING, 2)


def test_a_late_250_still_counts_while_nobody_has_tried_again(
    delivery: Delivery, relay_log: Any
) -> None:
    slow = sending.claim()
    assert slow is not None
    with clock.shifted(AFTER_THE_LEASE):
        services.doubt_stale_leases()

    assert sending.record_result(slow, answer=Answer(Outcome.ACCEPTED, "250"))

    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.ACCEPTED


def test_a_process_that_slept_through_its_lease_says_nothing(
    delivery: Delivery, start_relay: StartRelay
) -> None:
    relay = start_relay()
    held = sending.claim()
    assert held is not None and held.mail is not None  # noqa: PT018

    with smtp.RelayConnection() as connection:
        connection.send(held.mail, to="warm@up.example", sender="a@b.example", within=5)
        answer = connection.send(held.mail, to="p1@aid.example", sender="a@b.example", within=-1)

    assert answer.outcome is not Outcome.DOUBT
    assert [taken.to for taken in relay.taken] == ["warm@up.example"]


def test_lines_that_begin_with_a_dot_arrive_as_written(
    delivery: Delivery, start_relay: StartRelay
) -> None:
    relay = start_relay()
    mail = render.render(delivery, at=clock.now())
    mail.set_content("one\n.two\n..\n.\nend\n")

    with smtp.RelayConnection() as connection:
        connection.send(mail, to="p1@aid.example", sender="a@b.example", within=5)

    assert relay.taken[0].message.get_content().split() == ["one", ".two", "..", ".", "end"]


def test_an_attempt_is_evidence(delivery: Delivery, start_relay: StartRelay) -> None:
    start_relay()
    services.send_due()

    for forbidden in (
        lambda: Attempt.objects.update(outcome="doubt"),
        lambda: Attempt.objects.update(n=7),
        lambda: Attempt.objects.all().delete(),
        lambda: delivery.message.delete(),
    ):
        with pytest.raises(InternalError, match="evidence"), transaction.atomic():
            forbidden()


def test_a_rehearsal_can_be_removed(relay_log: Any, start_relay: StartRelay) -> None:
    start_relay()
    queue_notice(1, is_rehearsal=True)
    kept = queue_notice(2)
    services.send_due()

    assert services.remove_rehearsals() == 1

    assert Delivery.objects.get() == kept
