"""One click from the mail: no sign-in, nothing by fetching, nothing revealed, nothing for strangers."""

from __future__ import annotations

import logging
import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from clearinghouse.audit.models import AuditEvent
from clearinghouse.core import clock
from clearinghouse.core.errors import NotAllowed, RuleBroken, Stale
from clearinghouse.notifications import links
from clearinghouse.notifications.models import Delivery
from clearinghouse.notifications.render import render
from requests_app import events, selectors, services
from requests_app.enums import Outcome, RequestStatus, ResponseKind
from requests_app.models import AssistanceRequest, Notice, NoticeResponse
from tests.factories import make_contact, make_request

pytestmark = pytest.mark.django_db

TITLE = "Border controls of the northern valley"


@pytest.fixture(autouse=True)
def _no_earlier_clicks() -> None:
    cache.clear()


@pytest.fixture
def distributed(focal_point: Any, arcadia: Any, provider: Any) -> AssistanceRequest:
    make_contact(provider, email="second@aidorg.example", language="ar")
    return make_request(focal_point, arcadia, at=RequestStatus.DISTRIBUTED, title=TITLE)


@pytest.fixture
def notice(distributed: AssistanceRequest, provider: Any) -> Notice:
    return distributed.notices.get(provider=provider)


@pytest.fixture
def delivery(notice: Notice) -> Delivery:
    assert notice.message is not None
    return notice.message.deliveries.get(address="requests@aidorg.example")


@pytest.fixture
def stranger() -> Client:
    """Somebody with the mail and no account, whose browser keeps no cookies and hides where it comes from."""
    return Client(enforce_csrf_checks=True, headers={"origin": "null"})


def link(delivery: Delivery, kind: str = "received") -> str:
    """The link as the mail gives it."""
    text = render(delivery, at=clock.now()).get_content()
    place = {"received": "received", "not_for_us": "not-for-us"}[kind]
    found = re.search(rf"http://testserver(/workspace/links/{place}/\S+)", text)
    assert found
    return found[1]


def test_fetching_changes_nothing(stranger: Client, delivery: Delivery) -> None:
    address = link(delivery)

    answers = [stranger.get(address), stranger.head(address), stranger.get(address)]

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert not NoticeResponse.objects.exists()
    assert not stranger.cookies


def test_pressing_the_button_is_enough(
    stranger: Client, delivery: Delivery, notice: Notice
) -> None:
    address = link(delivery)

    answer = stranger.post(address)

    response = NoticeResponse.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, address)
    assert (response.notice, response.delivery) == (notice, delivery)
    assert (response.kind, response.responded_by) == (ResponseKind.RECEIVED, None)
    assert "Thank you, it is noted." in stranger.get(address).content.decode()
    assert AuditEvent.objects.filter(
        event=events.NOTICE_RECEIVED, case_id=notice.assistance_request_id, by_id=None
    ).exists()


def test_a_second_click_adds_nothing(stranger: Client, delivery: Delivery) -> None:
    for _each in range(3):
        stranger.post(link(delivery))

    assert NoticeResponse.objects.count() == 1


def test_the_word_can_be_changed(stranger: Client, delivery: Delivery, notice: Notice) -> None:
    stranger.post(link(delivery))
    stranger.post(link(delivery, "not_for_us"), {"reason": "We work in the Pacific only."})
    stranger.post(link(delivery))

    assert list(notice.responses.values_list("kind", "reason")) == [
        ("received", ""),
        ("not_for_us", "We work in the Pacific only."),
        ("received", ""),
    ]


def test_the_page_reveals_the_reference_and_nothing_else(
    stranger: Client, delivery: Delivery, distributed: AssistanceRequest
) -> None:
    page = stranger.get(link(delivery, "not_for_us"))

    text = page.content.decode()
    assert str(distributed.reference) in text
    for secret in (TITLE, "Arcadia", "Aid Organization", "aidorg", "customs"):
        assert secret not in text
    assert page["Referrer-Policy"] == "no-referrer"
    assert page["Cache-Control"] == "no-store, private"
    assert "noindex" in page["X-Robots-Tag"]
    assert 'content="noindex' in text


def test_a_colleague_reads_the_page_in_the_language_of_the_own_mail(
    stranger: Client, notice: Notice, delivery: Delivery
) -> None:
    assert notice.message
    theirs = notice.message.deliveries.get(address="second@aidorg.example")
    stranger.post(link(delivery))

    page = stranger.get(link(theirs)).content.decode()

    assert '<html lang="ar" dir="rtl">' in page
    assert link(theirs) != link(delivery)
    assert "<form" in page  # what the other address said is not told here


def test_a_reason_that_is_too_long_is_kept_on_the_page(
    stranger: Client, delivery: Delivery
) -> None:
    answer = stranger.post(link(delivery, "not_for_us"), {"reason": "x" * 1001})

    assert answer.status_code == 422
    assert "x" * 1001 in answer.content.decode()
    assert not NoticeResponse.objects.exists()


@pytest.mark.parametrize("ending", ["withdraw", "close"])
def test_the_links_end_with_the_request(
    stranger: Client,
    delivery: Delivery,
    distributed: AssistanceRequest,
    focal_point: Any,
    ending: str,
) -> None:
    address = link(delivery)
    if ending == "withdraw":
        services.withdraw(distributed, by=focal_point, note="Met.")
    else:
        outcomes = {need.pk: Outcome.NO_LONGER_NEEDED for need in distributed.needs.all()}
        services.close(distributed, by=focal_point, outcomes=outcomes)

    answers = [stranger.get(address), stranger.post(address)]

    assert [answer.status_code for answer in answers] == [410, 410]
    assert "withdrawn or closed" in answers[0].content.decode()
    assert not NoticeResponse.objects.exists()


def test_a_link_of_another_purpose_or_mail_opens_nothing(
    stranger: Client, delivery: Delivery
) -> None:
    token = links.token("not_for_us", delivery.pk)
    of_no_notice = links.token("received", Notice.objects.all()[0].pk)

    answers = [
        stranger.post(f"/workspace/links/received/{each}/") for each in (token, of_no_notice, "x")
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert "The link" not in answers[0].content.decode().partition("<main")[0]
    assert not NoticeResponse.objects.exists()


def test_one_mail_speaks_for_its_own_notice_only(
    delivery: Delivery, distributed: AssistanceRequest, notice: Notice
) -> None:
    foreign = distributed.notices.exclude(pk=notice.pk)[0]

    with pytest.raises(RuleBroken, match="does not belong"):
        services.respond_by_link(foreign, delivery=delivery, kind=ResponseKind.RECEIVED)
    with pytest.raises(RuleBroken, match="does not belong"):
        services.respond_by_link(notice, delivery=delivery, kind=ResponseKind.FOR_US)


def test_pressing_without_end_is_slowed_down(stranger: Client, delivery: Delivery) -> None:
    answers = [stranger.post(link(delivery)).status_code for _each in range(21)]

    assert answers == [302] * 20 + [429]


def test_no_log_holds_the_link(
    stranger: Client, delivery: Delivery, distributed: AssistanceRequest, focal_point: Any,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    handler = next(each for each in logging.getLogger().handlers if each.filters)
    services.withdraw(distributed, by=focal_point, note="Met.")

    with caplog.at_level(logging.WARNING):
        stranger.post(link(delivery))

    lines = [record for record in caplog.records if handler.filter(record)]
    assert lines
    assert not [line for line in lines if links.token("received", delivery.pk) in line.getMessage()]


def test_not_for_us_ends_the_waiting_and_is_taken_back_in_the_portal(
    stranger: Client, sign_in: Any, delivery: Delivery, notice: Notice, provider_contact: Any
) -> None:
    stranger.post(link(delivery, "not_for_us"), {"reason": "Not our field."})
    client = sign_in(provider_contact)

    page = client.get(notice.get_absolute_url()).content.decode()
    waiting = list(selectors.waiting_notices(provider_contact))
    client.post(f"{notice.get_absolute_url()}respond/", {"kind": "for_us"})

    assert "Not our field." in page
    assert waiting == []
    assert list(selectors.waiting_notices(provider_contact)) == [notice]
    assert notice.responses.last().responded_by == provider_contact


def test_only_contacts_of_the_provider_respond_in_the_portal(
    sign_in: Any, notice: Notice, other_provider_contact: Any, expert: Any
) -> None:
    with pytest.raises(NotAllowed):
        services.respond(notice, by=expert, kind=ResponseKind.RECEIVED)
    answer = sign_in(other_provider_contact).post(
        f"{notice.get_absolute_url()}respond/", {"kind": "received"}
    )

    assert answer.status_code == 404
    assert not NoticeResponse.objects.exists()


def test_nothing_is_taken_back_that_was_not_said(notice: Notice, provider_contact: Any) -> None:
    with pytest.raises(Stale, match="Nobody said"):
        services.respond(notice, by=provider_contact, kind=ResponseKind.FOR_US)
