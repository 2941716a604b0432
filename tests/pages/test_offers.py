"""Published offers and their providers."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from clearinghouse.core import clock
from offers_app.models import PublicOffer

pytestmark = pytest.mark.django_db

Reader = Callable[..., BeautifulSoup]
Publisher = Callable[..., PublicOffer]


def titles(page: BeautifulSoup) -> list[str]:
    return [heading.get_text(strip=True) for heading in page.select("main .card :is(h2, h3)")]


@pytest.fixture
def three(arcadia: Any, publish_offer: Publisher) -> None:
    publish_offer(title="For all")
    publish_offer(
        title="For Africa", everywhere=False, m49=["002"], areas=["3D"], kinds=["equipment"]
    )
    publish_offer(title="For one", everywhere=False, states=["XBB"], delivery_languages=["ar"])


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("area=3D", {"For Africa"}),
        ("kind=equipment", {"For Africa"}),
        ("language=ar", {"For one"}),
        ("state=XAA", {"For all", "For Africa"}),
        ("state=XBB", {"For all", "For Africa", "For one"}),
        ("state=NNN", set()),
        ("q=aid+organization+africa", {"For Africa"}),
        ("q=border+posts", {"For all", "For Africa", "For one"}),
        ("q=nowhere", set()),
    ],
)
def test_filters(borduria: Any, three: None, read: Reader, query: str, expected: set[str]) -> None:
    assert set(titles(read(f"/en/offers/?{query}"))) == expected


def test_empty_list_says_why(read: Reader) -> None:
    assert "No offer is published yet" in read("/en/offers/").main.get_text()


def test_offer_whose_time_is_over_is_not_shown(read: Reader, publish_offer: Publisher) -> None:
    offer = publish_offer(valid_until=clock.now().date() - timedelta(days=2))

    assert titles(read("/en/offers/")) == []
    read(f"/en/offers/{offer.pk}/", 404)


def test_stale_offer_says_so(read: Reader, publish_offer: Publisher) -> None:
    offer = publish_offer(last_confirmed_at=clock.now() - timedelta(days=400))

    assert "Not confirmed recently" in read("/en/offers/").main.get_text()
    assert "has not confirmed this offer" in read(f"/en/offers/{offer.pk}/").main.get_text()


def test_detail_says_whom_it_is_for(read: Reader, publish_offer: Publisher) -> None:
    offer = publish_offer(title="Customs training", everywhere=False, m49=["002"])

    page = read(f"/en/offers/{offer.pk}/")

    assert page.h1.get_text() == "Customs training"
    assert "Africa" in page.aside.find_next("dl", class_="facts").get_text()


def test_provider_page_lists_its_offers(read: Reader, publish_offer: Publisher) -> None:
    offer = publish_offer(title="Customs training")

    page = read(f"/en/providers/{offer.provider_slug}/")

    assert page.h1.get_text() == "Aid Organization"
    assert titles(page) == ["Customs training"]


def test_providers_are_listed_with_their_offers(read: Reader, publish_offer: Publisher) -> None:
    publish_offer()

    row = read("/en/providers/").find("a", string="Aid Organization").find_parent("tr")

    assert row.select_one("td").get_text() == "1"


def test_unknown_addresses_are_not_found(visitor: Client) -> None:
    assert visitor.get(f"/en/offers/{uuid.uuid4()}/").status_code == 404
    assert visitor.get("/en/providers/nobody/").status_code == 404
