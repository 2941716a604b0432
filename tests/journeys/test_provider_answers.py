"""A provider answers: one click from the mail, then signed in, need by need, and asks what it must know.

In a real browser with a real server beside it. Needs Chromium.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from clearinghouse.core import clock
from clearinghouse.notifications.render import render
from requests_app.enums import RequestStatus
from requests_app.models import Answer, AssistanceRequest, NoticeResponse, Question
from tests.conftest import CHROMIUM
from tests.factories import NEED, make_request
from tests.journeys.faults import faults
from tests.matching.records import make_match, make_offer_record

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=["default", "public"]),
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(
        CHROMIUM is None, reason="Chromium is not installed: no page is tried in a browser."
    ),
]

PASSWORD = "correct horse battery"
ASKED = "We at Aid Organization ask: which scanners are at the two posts?"
NEUTRAL = "Which scanners are at the two posts?"


@pytest.fixture
def fitting(
    focal_point: Any, arcadia: Any, provider: Any, provider_contact: Any, other_provider: Any
) -> AssistanceRequest:
    """The older of two distributed requests: an offer of the provider fits its second need."""
    needs = [NEED, {**NEED, "title": "Handheld detectors"}]
    older = make_request(focal_point, arcadia, at=RequestStatus.DISTRIBUTED, needs=needs)
    make_request(focal_point, arcadia, at=RequestStatus.DISTRIBUTED, title="A later request")
    offer = make_offer_record(provider, provider_contact, title="Detectors on loan")
    make_match(older.needs.get(number=2), offer)
    return older


def links_of_mail(request: AssistanceRequest) -> dict[str, str]:
    """The one-click links as the distribution mail shows them, as paths."""
    message = request.notices.get(provider__code="AIDORG").message
    assert message is not None
    text = render(message.deliveries.get(), at=clock.now()).get_content()
    found = [urlsplit(link).path for link in re.findall(r"https?://\S+/links/\S+", text)]
    return {path.split("/")[3]: path for path in found}


def torn_cells(page: Any) -> list[str]:
    """Cells of tables, shown as cards on a phone, of which a part stands under the name of the column."""
    cells = page.evaluate(
        """() => [...document.querySelectorAll("td[data-label]")].filter((cell) =>
             [...cell.children].some((part) =>
               part.getBoundingClientRect().left < cell.getBoundingClientRect().left + 112))
             .map((cell) => cell.innerText)"""
    )
    return [str(each) for each in cells]


def test_one_click_from_the_mail(visit: Any, fitting: AssistanceRequest) -> None:
    paths = links_of_mail(fitting)
    assert set(paths) == {"received", "not-for-us"}

    def only_look(page: Any) -> tuple[str, list[str]]:
        page.goto(paths["received"])
        return page.inner_text("main"), faults(page)

    words, found = visit(only_look)
    assert found == []
    assert fitting.reference in words
    assert str(fitting.title) not in words
    assert not NoticeResponse.objects.exists()

    def press(page: Any) -> tuple[str, list[str]]:
        page.goto(paths["received"])
        page.get_by_role("button", name="Yes, we have received it").click()
        return page.inner_text("main"), faults(page)

    words, found = visit(press)
    assert found == []
    assert "Thank you, it is noted." in words
    said = NoticeResponse.objects.get()
    assert (said.kind, said.notice.provider.code) == ("received", "AIDORG")


def test_from_the_mail_to_an_answer_in_full(
    visit: Any, fitting: AssistanceRequest, provider_contact: Any
) -> None:
    received = links_of_mail(fitting)["received"]

    def sign_in_and_answer(page: Any) -> tuple[str, str, list[str]]:
        page.goto(received)
        page.click("text=Sign in to read the request and to answer it")
        page.fill("input[name=login]", provider_contact.email)
        page.fill("input[name=password]", PASSWORD)
        page.press("input[name=password]", "Enter")
        page.wait_for_url("**/notices/*/")
        page.goto(reverse("requests:notices"))
        first, found = page.locator("article").first.inner_text(), faults(page)
        page.locator("article a").first.click()
        found += faults(page)
        page.check("input[name=need-2-verdict][value=partly]")
        page.fill("[name=need-2-text]", "Ten detectors, with a course.")
        page.fill("[name=need-2-available_from]", "2027-03-01")
        page.select_option("[name=need-2-how]", "in_country")
        page.get_by_role("button", name="Send the answers").click()
        return first, page.inner_text("main"), found + faults(page) + torn_cells(page)

    first, words, found = visit(sign_in_and_answer)

    assert found == []
    assert fitting.reference in first
    assert "Fits your offer Detectors on loan: Covers what is asked for" in first
    assert "Your answer to 1 need has been passed on." in words
    given = Answer.objects.get()
    assert (given.need.number, given.verdict, given.how) == (2, "partly", "in_country")
    assert (given.text, given.available_from) == (
        "Ten detectors, with a course.",
        date(2027, 3, 1),
    )


def test_a_question_is_answered_for_all_and_nobody_learns_who_asked(
    visit: Any, sign_in: Any, fitting: AssistanceRequest, focal_point: Any,
    provider_contact: Any, other_provider_contact: Any,
) -> None:  # fmt: skip
    own = fitting.notices.get(provider__code="AIDORG").get_absolute_url()
    foreign = fitting.notices.get(provider__code="OTHORG").get_absolute_url()

    def ask(page: Any) -> tuple[str, list[str]]:
        page.goto(own)
        page.click("#questions summary")
        page.fill("[name=question-text]", ASKED)
        page.get_by_role("button", name="Send the question").click()
        return page.inner_text("main"), faults(page)

    words, found = visit(ask, sign_in(provider_contact))
    assert found == []
    assert "Your question has been passed on to the State." in words

    asked = Question.objects.get().get_absolute_url()

    def answer(page: Any) -> tuple[str, list[str]]:
        page.goto("/workspace/")
        page.locator(f"main a[href='{asked}']").first.click()
        found = faults(page)
        page.fill("[name=wording]", NEUTRAL)
        page.fill("[name=reply]", "Two, from 1998.")
        page.get_by_role("button", name="Answer to all providers").click()
        return page.inner_text("main"), found + faults(page)

    words, found = visit(answer, sign_in(focal_point))
    assert found == []
    assert "has gone to every provider" in words

    def read(page: Any) -> tuple[str, list[str]]:
        page.goto(foreign)
        return page.inner_text("main"), faults(page)

    words, found = visit(read, sign_in(other_provider_contact))
    assert found == []
    assert NEUTRAL in words
    assert "Two, from 1998." in words
    assert "Aid Organization" not in words
