"""The promise, measured."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from clearinghouse.core import clock
from clearinghouse.notifications.models import Delivery
from requests_app import services
from requests_app.deadlines import deadline_report
from requests_app.enums import RequestStatus
from tests.factories import make_request, shift_request

pytestmark = pytest.mark.django_db


def accept_all_mail() -> None:
    Delivery.objects.update(state="accepted", accepted_at=clock.now())


def test_request_with_open_mail_is_still_open(
    focal_point: Any, arcadia: Any, provider: Any
) -> None:
    make_request(focal_point, arcadia, at=RequestStatus.DISTRIBUTED)

    report = deadline_report()

    assert [line.verdict for line in report.lines] == ["open"]
    assert report.share_within_week is None


def test_request_is_kept_when_every_mail_was_accepted_in_time(
    focal_point: Any, arcadia: Any, provider: Any
) -> None:
    make_request(focal_point, arcadia, at=RequestStatus.DISTRIBUTED)
    accept_all_mail()

    report = deadline_report()

    assert [line.verdict for line in report.lines] == ["kept"]
    assert 167 < report.lines[0].slack_hours <= 168
    assert report.share_within_week == 1.0


def test_request_past_its_week_is_missed(focal_point: Any, arcadia: Any) -> None:
    request = make_request(focal_point, arcadia)
    shift_request(request, by=timedelta(hours=169))

    assert [line.verdict for line in deadline_report().lines] == ["missed"]


def test_hold_moves_the_week(focal_point: Any, arcadia: Any) -> None:
    request = make_request(focal_point, arcadia)
    hold = services.place_hold(request, by=focal_point, reason="Capital is consulted.")
    shift_request(request, by=timedelta(hours=169))
    type(hold).objects.filter(pk=hold.pk).update(placed_at=clock.now() - timedelta(hours=100))

    assert [line.verdict for line in deadline_report().lines] == ["open"]


def test_withdrawn_before_distribution_does_not_count(focal_point: Any, arcadia: Any) -> None:
    make_request(focal_point, arcadia, at=RequestStatus.WITHDRAWN)

    assert deadline_report().lines == ()


def test_command_prints_json(focal_point: Any, arcadia: Any, provider: Any) -> None:
    make_request(focal_point, arcadia, at=RequestStatus.DISTRIBUTED)
    accept_all_mail()
    out = StringIO()

    call_command("deadline_report", "--json", stdout=out)

    told = json.loads(out.getvalue())
    assert (told["decided"], told["within_week"]) == (1, 1)
    assert told["requests"][0]["reference"].startswith("AR/")
