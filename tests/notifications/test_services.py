"""Doubts are put to the relay, and only a sure answer settles them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from clearinghouse.audit.models import AuditEvent
from clearinghouse.core import clock
from clearinghouse.core.errors import NotAllowed, RuleBroken, Stale
from clearinghouse.notifications import delivery as sending
from clearinghouse.notifications import heartbeats, relay_reader, selectors, services
from clearinghouse.notifications.enums import DeliveryState, Verdict
from clearinghouse.notifications.models import Attempt, Delivery, RelayEvent
from clearinghouse.notifications.relay_reader import ask, read_relay_log
from clearinghouse.relay import scripted
from clearinghouse.relay.log import read_lines
from tests.notifications.conftest import AFTER_THE_LEASE, StartRelay, queue_notice

pytestmark = pytest.mark.django_db


def state(delivery: Delivery) -> str:
    delivery.refresh_from_db()
    return delivery.state


def in_doubt(start_relay: StartRelay, behaviour: scripted.Behaviour) -> Delivery:
    start_relay([behaviour])
    delivery = queue_notice()
    services.send_due()
    assert state(delivery) == DeliveryState.UNCERTAIN
    return delivery


def test_taken_though_the_250_was_lost(relay_log: Path, start_relay: StartRelay) -> None:
    delivery = in_doubt(start_relay, scripted.TAKE_AND_CUT)

    services.tick()

    assert state(delivery) == DeliveryState.DELIVERED
    assert delivery.attempt == 1
    assert len(read_lines(relay_log)) == 1


def test_the_relays_moment_counts_as_accepted_but_stays_within_our_clock(
    relay_log: Path, start_relay: StartRelay
) -> None:
    delivery = in_doubt(start_relay, scripted.TAKE_AND_CUT)

    with clock.shifted(timedelta(hours=1)):
        services.tick()

    delivery.refresh_from_db()
    attempt = Attempt.objects.get()
    assert delivery.accepted_at is not None
    assert attempt.started_at <= delivery.accepted_at < attempt.started_at + timedelta(minutes=1)


def test_not_taken_is_sent_again_only_when_the_lease_is_over(
    relay_log: Path, start_relay: StartRelay
) -> None:
    delivery = in_doubt(start_relay, scripted.CUT)

    services.tick()
    assert state(delivery) == DeliveryState.UNCERTAIN
    with clock.shifted(AFTER_THE_LEASE):
        services.tick()

    assert state(delivery) == DeliveryState.ACCEPTED
    assert len(read_lines(relay_log)) == 1


def test_an_unreadable_log_leaves_the_doubt(relay_log: Path, start_relay: StartRelay) -> None:
    delivery = in_doubt(start_relay, scripted.CUT)
    relay_log.rename(relay_log.with_name("elsewhere"))

    with clock.shifted(timedelta(days=3)):
        services.tick()

    assert state(delivery) == DeliveryState.UNCERTAIN
    assert heartbeats.last_ok(heartbeats.RELAY_LOG) is None


def test_a_log_that_cannot_be_loaded_stops_no_mail(
    relay_log: Path, start_relay: StartRelay, monkeypatch: pytest.MonkeyPatch
) -> None:
    doubted = in_doubt(start_relay, scripted.CUT)
    other = queue_notice(2)

    def fail(*args: object, **kwargs: object) -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")
        return 0

    monkeypatch.setattr(relay_reader, "_read_from", fail)
    with clock.shifted(AFTER_THE_LEASE):
        services.tick()

        assert ask(doubted) is Verdict.UNKNOWN
    assert state(doubted) == DeliveryState.UNCERTAIN
    assert state(other) == DeliveryState.ACCEPTED


def test_a_message_id_of_a_former_domain_is_never_called_absent(
    relay_log: Path, start_relay: StartRelay, settings: Any
) -> None:
    delivery = in_doubt(start_relay, scripted.TAKE_AND_CUT)
    settings.MESSAGE_ID_DOMAIN = "new.example"

    with clock.shifted(AFTER_THE_LEASE):
        services.tick()

    assert state(delivery) == DeliveryState.UNCERTAIN
    assert len(read_lines(relay_log)) == 1


def test_an_old_reading_of_the_log_proves_no_absence(
    relay_log: Path, start_relay: StartRelay
) -> None:
    delivery = in_doubt(start_relay, scripted.CUT)
    read_relay_log()

    with clock.shifted(AFTER_THE_LEASE):
        assert ask(delivery) is Verdict.UNKNOWN
        read_relay_log()
        assert ask(delivery) is Verdict.ABSENT


def test_a_lost_part_of_the_log_proves_no_absence(relay_log: Path, start_relay: StartRelay) -> None:
    start_relay()
    queue_notice(9)
    services.tick()
    services.tick()
    delivery = in_doubt(start_relay, scripted.CUT)
    relay_log.write_bytes(b"")

    with clock.shifted(AFTER_THE_LEASE):
        services.tick()

    assert state(delivery) == DeliveryState.UNCERTAIN


def test_a_dead_worker_is_noticed_when_its_lease_is_over(start_relay: StartRelay) -> None:
    start_relay()
    delivery = queue_notice()
    sending.claim()

    services.tick()
    assert state(delivery) == DeliveryState.SENDING
    with clock.shifted(AFTER_THE_LEASE):
        services.tick()

    assert state(delivery) == DeliveryState.ACCEPTED
    assert [a.outcome for a in Attempt.objects.order_by("n")] == ["", "accepted"]


def test_what_the_log_knows_is_never_sent_again_even_if_it_is_due(
    relay_log: Path, start_relay: StartRelay
) -> None:
    """As after a restore to a moment before the sending was noted."""
    start_relay()
    delivery = queue_notice()
    services.send_due()
    Delivery.objects.update(
        state=DeliveryState.DUE, accepted_at=None, attempt=0, next_at=clock.now()
    )

    services.tick()

    assert state(delivery) == DeliveryState.DELIVERED
    assert len(read_lines(relay_log)) == 1


def test_without_the_question_the_same_mail_goes_twice(
    relay_log: Path, start_relay: StartRelay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RELAY_QUESTION", "off")
    in_doubt(start_relay, scripted.TAKE_AND_CUT)

    services.tick()

    assert len(read_lines(relay_log)) == 2


def test_the_question_cannot_be_switched_off_where_real_mail_is_sent(
    relay_log: Path, start_relay: StartRelay, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    monkeypatch.setenv("RELAY_QUESTION", "off")
    settings.FAULTS_ALLOWED = False
    in_doubt(start_relay, scripted.TAKE_AND_CUT)

    services.tick()

    assert len(read_lines(relay_log)) == 1


def test_a_bounce_asks_for_a_person(start_relay: StartRelay) -> None:
    start_relay()
    delivery = queue_notice()
    services.send_due()
    RelayEvent.objects.create(
        message_id=delivery.smtp_message_id,
        queue_id="A",
        status="bounced",
        dsn="5.1.1",
        at=clock.now(),
    )

    services.settle_from_relay_log()

    assert state(delivery) == DeliveryState.CONTACT_NEEDED
    assert list(selectors.needing_a_person()) == [delivery]


def test_one_time_links_are_wiped_once_sent(start_relay: StartRelay) -> None:
    relay = start_relay()
    from clearinghouse.notifications.queue import Recipient, queue_text

    message = queue_text(
        key="account:1", subject="Reset", text="https://x/reset/abc", to=[Recipient("a@b.example")]
    )
    services.send_due()

    message.refresh_from_db()
    assert message.text == ""
    assert "https://x/reset/abc" in relay.taken[0].message.get_content()


# --- A person at the desk ---


def test_the_desk_sends_a_refused_mail_again(expert: Any, start_relay: StartRelay) -> None:
    relay = start_relay([scripted.refuse_address(550)])
    delivery = queue_notice()
    services.send_due()

    assert services.ask_and_retry(delivery, by=expert) is Verdict.ABSENT
    services.send_due()

    assert state(delivery) == DeliveryState.ACCEPTED
    assert len(relay.taken) == 1
    event = AuditEvent.objects.get(about_id=delivery.pk)
    assert (event.event, event.by_id) == ("MAIL_TRIED_AGAIN", expert.pk)


def test_the_desk_cannot_repeat_what_the_relay_has(
    expert: Any, relay_log: Path, start_relay: StartRelay
) -> None:
    delivery = in_doubt(start_relay, scripted.TAKE_AND_CUT)

    assert services.ask_and_retry(delivery, by=expert) is Verdict.FOUND
    with pytest.raises(Stale):
        services.ask_and_retry(delivery, by=expert)

    services.send_due()
    assert len(read_lines(relay_log)) == 1


def test_the_desk_is_told_to_wait_while_the_log_cannot_tell(
    expert: Any, start_relay: StartRelay
) -> None:
    delivery = in_doubt(start_relay, scripted.CUT)

    with pytest.raises(RuleBroken, match="cannot tell yet"):
        services.ask_and_retry(delivery, by=expert)


def test_only_the_desk_may(member: Any, focal_point: Any, delivery: Delivery) -> None:
    for person in (member, focal_point):
        with pytest.raises(NotAllowed):
            services.ask_and_retry(delivery, by=person)
        with pytest.raises(NotAllowed):
            services.mark_done_by_hand(delivery, by=person, evidence="Telephone")


def test_reached_by_telephone(secretariat: Any, delivery: Delivery) -> None:
    with pytest.raises(RuleBroken):
        services.mark_done_by_hand(delivery, by=secretariat, evidence=" ")

    services.mark_done_by_hand(delivery, by=secretariat, evidence="Telephone, Ms. A, 28 April")

    assert state(delivery) == DeliveryState.MANUAL_DONE
    assert services.send_due() == 0
    with pytest.raises(Stale):
        services.mark_done_by_hand(delivery, by=secretariat, evidence="Again")


# --- Figures ---


def test_acceptance_counts_who_was_reached(
    start_relay: StartRelay, arcadia: Any, secretariat: Any
) -> None:
    start_relay([scripted.ACCEPT, scripted.refuse_address(550)])
    queue_notice(1, addresses=["a@x.example", "b@x.example"], about=arcadia.pk)
    services.send_due()

    [(about, half)] = selectors.acceptance("distribution_notice", about=[arcadia.pk]).items()
    assert (about, half.total, half.accepted, half.failed) == (arcadia.pk, 2, 1, 1)
    assert not half.is_complete

    refused = Delivery.objects.get(state=DeliveryState.REJECTED)
    services.mark_done_by_hand(refused, by=secretariat, evidence="Telephone")
    refused.refresh_from_db()
    whole = selectors.acceptance("distribution_notice", about=[arcadia.pk])[arcadia.pk]
    assert whole.is_complete
    assert whole.last_accepted_at == refused.final_at


def test_a_mail_open_too_long_is_shown_to_the_desk(delivery: Delivery) -> None:
    assert not selectors.needing_a_person().exists()
    assert selectors.oldest_open_since() == delivery.message.created_at
    with clock.shifted(timedelta(minutes=16)):
        assert list(selectors.needing_a_person()) == [delivery]


def test_the_tick_gives_a_sign_of_life(relay_log: Path, start_relay: StartRelay) -> None:
    start_relay()

    services.tick()

    assert heartbeats.last_ok(heartbeats.TICK) is not None
    assert heartbeats.last_ok(heartbeats.RELAY_LOG) is not None
