from __future__ import annotations

from datetime import timedelta

import pytest

from clearinghouse.core import clock
from offers_app import services
from offers_app.enums import OfferStatus
from tests.offers_app.records import make_offer

pytestmark = pytest.mark.django_db
OFFERS = "/api/v1/offers/"
FIELDS = {
    "id", "reference", "title", "description", "language", "provider_code", "provider_kind",
    "provider_names", "areas", "categories", "kinds", "delivery_languages", "everywhere", "m49",
    "groupings", "states", "valid_from", "valid_until", "conditions", "capacity", "source",
    "published_at", "last_confirmed_at", "is_demonstration",
}  # fmt: skip


@pytest.fixture
def published(provider, provider_contact):
    return make_offer(provider, provider_contact, at=OfferStatus.PUBLISHED)


def test_anybody_reads_published_offers(client, published):
    answer = client.get(OFFERS).json()

    assert answer["count"] == 1
    assert set(answer["results"][0]) == FIELDS
    assert answer["results"][0]["id"] == str(published.public_id)
    assert answer["results"][0]["provider_names"]["fr"] == "Aid Organization"


def test_one_offer_by_its_public_key_only(client, published):
    assert client.get(f"{OFFERS}{published.public_id}/").json()["title"] == published.title
    assert client.get(f"{OFFERS}{published.pk}/").status_code == 404


@pytest.mark.parametrize(
    "status", [each for each in OfferStatus.values if each != OfferStatus.PUBLISHED]
)
def test_what_is_not_published_is_not_there(client, provider, provider_contact, status):
    make_offer(provider, provider_contact, at=OfferStatus(status))

    assert client.get(OFFERS).json()["count"] == 0


def test_withdrawn_offer_is_gone(client, published, provider_contact):
    services.withdraw(published, by=provider_contact)

    assert client.get(f"{OFFERS}{published.public_id}/").status_code == 404


def test_offer_past_its_last_day_is_gone_before_the_sweep(client, published):
    from offers_app.models import PublicOffer

    yesterday = (clock.now() - timedelta(days=2)).date()
    PublicOffer.objects.update(valid_until=yesterday)

    assert client.get(OFFERS).json()["count"] == 0


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("area=3C", 1),
        ("area=2L", 0),
        ("category=nuclear", 1),
        ("kind=training", 1),
        ("kind=funding", 0),
        ("delivery_language=fr", 1),
        ("delivery_language=ru", 0),
        ("provider=AIDORG", 1),
        ("provider=OTHORG", 0),
    ],
)
def test_filters(client, published, query, count):
    assert client.get(f"{OFFERS}?{query}").json()["count"] == count


def test_unknown_code_is_refused_with_a_reason(client, published):
    answer = client.get(f"{OFFERS}?area=9Z")

    assert answer.status_code == 400
    assert "area" in answer.json()


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nobody_writes(client, published, method):
    address = OFFERS if method == "post" else f"{OFFERS}{published.public_id}/"

    assert getattr(client, method)(address).status_code in {403, 405}
