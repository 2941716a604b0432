"""A provider follows an area, reads the mail about it and ends it; and confirms an offer from the mail alone.

In a real browser with a real server beside it. Needs Chromium.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from clearinghouse.core import clock
from clearinghouse.follow import digests
from clearinghouse.follow.models import Follow
from clearinghouse.notifications.models import Delivery
from clearinghouse.notifications.render import render
from offers_app.enums import OfferStatus
from offers_app.models import Offer
from offers_app.services import remind_of_offers
from requests_app.enums import RequestStatus
from tests.conftest import CHROMIUM
from tests.factories import make_request
from tests.journeys.faults import faults
from tests.offers_app.records import make_offer

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=["default", "public"]),
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(
        CHROMIUM is None, reason="Chromium is not installed: no page is tried in a browser."
    ),
]

AREA = "3C"
DAY = timedelta(days=1)


def link_in(kind: str) -> str:
    """The path of the link that works without a sign-in, as the mail shows it."""
    text = render(Delivery.objects.get(message__kind=kind), at=clock.now()).get_content()
    (link,) = re.findall(r"https?://\S+/links/\S+", text)
    return urlsplit(link).path


def pressed(button: str, path: str, visit: Any) -> tuple[str, str, list[str]]:
    """What nobody signed in reads behind the link, before and after the one button, and what is wrong with either."""

    def press(page: Any) -> tuple[str, str, list[str]]:
        page.goto(path)
        before, found = page.inner_text("main"), faults(page)
        page.get_by_role("button", name=button).click()
        page.wait_for_load_state()
        return before, page.inner_text("main"), found + faults(page)

    return visit(press)  # type: ignore[no-any-return]


def test_follow_an_area_hear_of_it_and_end_it(
    visit: Any, sign_in: Any, provider: Any, provider_contact: Any, focal_point: Any, arcadia: Any
) -> None:
    earlier = make_request(focal_point, arcadia, at=RequestStatus.DISTRIBUTED)
    client = sign_in(provider_contact)

    def follow(page: Any) -> tuple[str, list[str]]:
        page.goto(reverse("follow:new"))
        found = faults(page)
        page.get_by_role("textbox", name="Name").fill("Borders")
        page.locator(f"input[name=areas][value='{AREA}']").check()
        page.locator("input[name=rhythm][value=daily]").check()
        page.get_by_role("button", name="Show what would have fitted").click()
        page.wait_for_load_state()
        preview, found = page.inner_text("#preview"), found + faults(page)
        page.get_by_role("button", name="Save").click()
        # The fragment of the preview stays in the address.
        page.wait_for_url(re.compile(rf"{reverse('follow:home')}(#|$)"))
        return preview, found + faults(page)

    preview, found = visit(follow, client)
    assert found == []
    assert earlier.reference in preview
    assert Follow.objects.get().areas == [AREA]

    later = make_request(focal_point, arcadia, at=RequestStatus.DISTRIBUTED)
    digests.tick()
    with clock.shifted(DAY):
        assert digests.tick() == 1
    news = Delivery.objects.get(message__kind="follow_news")
    assert news.message.context["references"] == [later.reference]

    before, after, found = pressed("End these mails", link_in("follow_news"), visit)
    assert found == []
    assert "Nothing has been changed yet" in before
    assert "have ended" in after
    assert Follow.objects.get().ended_at is not None


def test_an_offer_is_confirmed_from_the_mail(
    visit: Any, provider: Any, provider_contact: Any
) -> None:
    offer = make_offer(provider, provider_contact, at=OfferStatus.PUBLISHED)
    long_ago = clock.now() - timedelta(days=366)
    Offer.objects.filter(pk=offer.pk).update(last_confirmed_at=long_ago, published_at=long_ago)
    assert remind_of_offers() == 1

    before, after, found = pressed("It still stands", link_in("offer_confirm"), visit)

    assert found == []
    assert offer.title in before
    assert "Thank you" in after
    offer.refresh_from_db()
    assert offer.last_confirmed_at > long_ago + DAY


def test_a_member_reads_the_week(
    visit: Any, sign_in: Any, member: Any, focal_point: Any, arcadia: Any
) -> None:
    request = make_request(focal_point, arcadia)

    def read(page: Any) -> tuple[str, list[str]]:
        page.goto(reverse("follow:home"))
        found = faults(page)
        page.goto(reverse("admin:reports:home"))
        page.get_by_role("link", name="The week at the clearing house").click()
        page.get_by_role("link", name="Next week").click()
        page.wait_for_load_state()
        return page.inner_text("main"), found + faults(page)

    words, found = visit(read, sign_in(member))
    assert found == []
    assert request.reference in words
