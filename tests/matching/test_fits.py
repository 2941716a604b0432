"""The inbox marks what a provider's own offers fit, and tells nothing of other offers or of decisions."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from matching.enums import Confidence, MatchStatus
from matching.models import Match
from requests_app.enums import RequestStatus
from requests_app.models import AssistanceRequest, Notice
from tests.browser_forms import read
from tests.factories import make_request
from tests.matching.records import make_offer_record

pytestmark = pytest.mark.django_db

REASONS = [{"code": "areas_shared", "verdict": "fits", "params": {"areas": ["3C"]}}]


@pytest.fixture
def requests_of_arcadia(
    focal_point: Any, arcadia: Any, provider: Any, other_provider: Any
) -> list[AssistanceRequest]:
    return [make_request(focal_point, arcadia, at=RequestStatus.DISTRIBUTED) for _each in range(3)]


def match(request: AssistanceRequest, offer: Any, **fields: Any) -> Match:
    defaults = {
        "score": 0.77, "confidence": Confidence.LIKELY, "rank": 1, "reasons": REASONS,
        "weights_version": "1", "lexicon_version": "1", "embedder_version": "1",
        "computed_at": request.distributed_at,
    }  # fmt: skip
    return Match.objects.create(need=request.needs.get(), offer=offer, **{**defaults, **fields})


def notice_of(request: AssistanceRequest, code: str = "AIDORG") -> Notice:
    return request.notices.get(provider__code=code)


def test_what_fits_stands_first_and_says_why(
    sign_in: Any, requests_of_arcadia: Any, provider: Any, provider_contact: Any
) -> None:
    oldest = requests_of_arcadia[0]
    offer = make_offer_record(provider, provider_contact, title="Border courses")
    match(oldest, offer)
    client = sign_in(provider_contact)

    page = read(client.get(reverse("requests:notices")))
    own = client.get(notice_of(oldest).get_absolute_url()).content.decode()

    cards = page.select(".card")
    assert cards[0].find("a")["href"] == notice_of(oldest).get_absolute_url()
    assert "Fits your offer Border courses" in " ".join(cards[0].text.split())
    assert "Covers what is asked for" in own
    assert "0.77" not in own
    assert "77" not in cards[0].text


def test_the_state_does_not_learn_what_fits_before_an_expert_puts_it(
    sign_in: Any, focal_point: Any, requests_of_arcadia: Any, provider: Any, provider_contact: Any
) -> None:
    record = requests_of_arcadia[0]
    match(record, make_offer_record(provider, provider_contact, title="Border courses"))

    address = reverse("requests:as-provider", args=[record.pk])
    page = sign_in(focal_point).get(address, {"provider": provider.code})

    assert page.status_code == 200
    assert "Border courses" not in page.content.decode()


def test_shelves_count_and_narrow(
    sign_in: Any, requests_of_arcadia: Any, provider: Any, provider_contact: Any
) -> None:
    match(requests_of_arcadia[1], make_offer_record(provider, provider_contact))
    client = sign_in(provider_contact)

    page = read(client.get(reverse("requests:notices"), {"show": "fits"}))

    assert [link.text for link in page.select(".shelves a")] == [
        "All (3)",
        "Waits for your answer (3)",
        "Fits your offers (1)",
        "Closed or withdrawn (0)",
    ]
    assert len(page.select(".card")) == 1


def test_another_provider_learns_nothing(
    sign_in: Any, requests_of_arcadia: Any, provider: Any, provider_contact: Any, other_provider_contact: Any
) -> None:  # fmt: skip
    match(
        requests_of_arcadia[0],
        make_offer_record(provider, provider_contact, title="Border courses"),
    )
    client = sign_in(other_provider_contact)

    for address in (
        reverse("requests:notices"),
        notice_of(requests_of_arcadia[0], "OTHORG").get_absolute_url(),
    ):
        page = client.get(address).content.decode()
        assert "Fits your offer " not in page
        assert "Border courses" not in page


def test_a_weak_fit_is_none_and_a_dismissed_one_looks_like_any_other(
    sign_in: Any, requests_of_arcadia: Any, provider: Any, provider_contact: Any, expert: Any
) -> None:
    offer = make_offer_record(provider, provider_contact, title="Border courses")
    match(requests_of_arcadia[0], offer, confidence=Confidence.WEAK)
    match(
        requests_of_arcadia[1], offer, status=MatchStatus.DISMISSED, dismissed_reason="Secret.",
        decided_at=requests_of_arcadia[1].distributed_at, decided_by=expert,
    )  # fmt: skip

    page = read(sign_in(provider_contact).get(reverse("requests:notices")))

    marked = [card.find("a")["href"] for card in page.select(".card") if card.select(".fit-line")]
    assert marked == [notice_of(requests_of_arcadia[1]).get_absolute_url()]
    assert "Secret." not in page.text
