"""The desk sees the mails; it changes no state except by asking the relay."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from clearinghouse.notifications import services
from clearinghouse.notifications.enums import DeliveryState
from clearinghouse.notifications.models import Delivery
from clearinghouse.relay import scripted
from tests.notifications.conftest import StartRelay, queue_notice

LIST = "admin:notifications_delivery_changelist"


@pytest.fixture
def refused(db: None, start_relay: StartRelay) -> Delivery:
    start_relay([scripted.refuse_address(550)])
    delivery = queue_notice()
    services.send_due()
    return delivery


def test_the_desk_reads_the_queue_and_each_attempt(
    expert: Any, sign_in: Any, refused: Delivery
) -> None:
    client = sign_in(expert)

    listed = client.get(reverse(LIST), {"attention": "needed"}).content.decode()
    one = client.get(
        reverse("admin:notifications_delivery_change", args=[refused.pk])
    ).content.decode()

    assert refused.address in listed
    assert "550" in one
    assert 'name="_save"' not in one


def test_asking_again(expert: Any, sign_in: Any, refused: Delivery) -> None:
    chosen = {"action": "ask_the_relay_and_try_again", "_selected_action": [str(refused.pk)]}

    answer = sign_in(expert).post(reverse(LIST), chosen, follow=True).content.decode()

    refused.refresh_from_db()
    assert refused.state == DeliveryState.DUE
    assert "1 mail goes out again now." in answer


def test_a_member_reads_but_is_refused_the_repeat(
    member: Any, sign_in: Any, refused: Delivery
) -> None:
    chosen = {"action": "ask_the_relay_and_try_again", "_selected_action": [str(refused.pk)]}

    answer = sign_in(member).post(reverse(LIST), chosen, follow=True).content.decode()

    refused.refresh_from_db()
    assert refused.state == DeliveryState.REJECTED
    assert "Only experts and the secretariat" in answer


def test_nobody_else_gets_in(focal_point: Any, sign_in: Any, refused: Delivery) -> None:
    assert sign_in(focal_point).get(reverse(LIST)).status_code in (302, 403, 404)
