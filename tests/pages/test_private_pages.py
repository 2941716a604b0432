"""Pages behind the sign-in as documents: ids once, headings in order, links to parts of the page that exist."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from django.urls import reverse

from matching import services
from requests_app.enums import RequestStatus
from requests_app.models import AssistanceRequest
from tests.browser_forms import read
from tests.factories import make_request
from tests.matching.records import make_match, make_offer_record

pytestmark = pytest.mark.django_db


@pytest.fixture
def distributed(focal_point: Any, arcadia: Any, provider: Any) -> AssistanceRequest:
    return make_request(focal_point, arcadia, at=RequestStatus.DISTRIBUTED)


def faults(page: Any) -> list[str]:
    """What is wrong with the document."""
    ids = Counter(each["id"] for each in page.select("[id]"))
    found = [f"#{name} stands {times} times" for name, times in ids.items() if times > 1]
    found += [
        f"{link['href']} leads nowhere"
        for link in page.select("a[href^='#']")
        if link["href"].removeprefix("#") not in ids
    ]
    levels = [int(each.name[1]) for each in page.select("main :is(h1, h2, h3, h4, h5, h6)")]
    steps = zip(levels, levels[1:], strict=False)
    return found + [f"h{low} after h{high}" for high, low in steps if low > high + 1]


@pytest.mark.parametrize("status", [RequestStatus.ACKNOWLEDGED, RequestStatus.DISTRIBUTED])
def test_the_pages_of_a_request(
    sign_in: Any, focal_point: Any, arcadia: Any, expert: Any, provider: Any, status: RequestStatus
) -> None:
    record = make_request(focal_point, arcadia, at=status)
    desk = reverse("admin:desk_requests:detail", args=[record.pk])

    assert faults(read(sign_in(focal_point).get(record.get_absolute_url()))) == []
    assert faults(read(sign_in(expert).get(desk))) == []


def test_the_page_of_a_match(
    sign_in: Any, distributed: AssistanceRequest, focal_point: Any, expert: Any,
    provider: Any, provider_contact: Any,
) -> None:  # fmt: skip
    match = make_match(distributed.needs.get(), make_offer_record(provider, provider_contact))
    services.put_to_state(match, by=expert, note="They taught your neighbours.")

    assert faults(read(sign_in(focal_point).get(match.get_absolute_url()))) == []


def test_home_and_profile_lead_to_calendar_contacts_and_people(
    sign_in: Any, distributed: AssistanceRequest, focal_point: Any, arcadia: Any
) -> None:
    client = sign_in(focal_point)
    home, profile = (
        read(client.get(reverse(name))) for name in ("requests:home", "accounts:profile")
    )
    party, calendar = (
        reverse("parties:detail", args=[arcadia.pk]),
        reverse("requests:calendar"),
    )

    for page in (home, profile):
        assert {party, calendar} <= {link["href"] for link in page.select("main a[href]")}
        assert faults(page) == []
    assert reverse("accounts:people", args=[arcadia.pk]) in client.get(party).content.decode()
