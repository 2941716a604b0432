"""An offer confirmed from the mail: nothing by fetching, one press, the mail as the source, nothing for strangers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client

from clearinghouse.audit.models import AuditEvent
from clearinghouse.core import clock
from clearinghouse.core.errors import RuleBroken
from clearinghouse.notifications import links
from clearinghouse.notifications.models import Delivery
from offers_app import events, services
from offers_app.enums import OfferStatus
from offers_app.models import Offer, PublicOffer
from tests.offers_app.records import make_offer

pytestmark = pytest.mark.django_db

YEAR = timedelta(days=366)


@pytest.fixture(autouse=True)
def _no_earlier_clicks() -> None:
    cache.clear()


@pytest.fixture
def offer(provider: Any, provider_contact: Any) -> Offer:
    """Published a year ago, and asked about a moment ago."""
    offer = make_offer(provider, provider_contact, at=OfferStatus.PUBLISHED)
    long_ago = clock.now() - YEAR
    Offer.objects.filter(pk=offer.pk).update(last_confirmed_at=long_ago, published_at=long_ago)
    assert services.remind_of_offers() == 1
    offer.refresh_from_db()
    return offer


@pytest.fixture
def delivery(offer: Offer) -> Delivery:
    return Delivery.objects.get()


@pytest.fixture
def stranger() -> Client:
    return Client(enforce_csrf_checks=True, headers={"origin": "null"})


def press(client: Client, delivery: Delivery, offer: Any) -> Any:
    return client.post(links.make("offer_confirm", delivery.pk), {"offer": str(offer.pk)})


def test_fetching_changes_nothing(stranger: Client, offer: Offer, delivery: Delivery) -> None:
    before = offer.last_confirmed_at
    answer = stranger.get(links.make("offer_confirm", delivery.pk))

    offer.refresh_from_db()
    assert answer.status_code == 200
    assert offer.title in answer.content.decode()
    assert offer.last_confirmed_at == before
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_one_press_confirms_and_names_the_mail(
    stranger: Client, offer: Offer, delivery: Delivery
) -> None:
    assert press(stranger, delivery, offer).status_code == 302

    offer.refresh_from_db()
    event = AuditEvent.objects.get(event=events.OFFER_CONFIRMED_BY_LINK)
    assert (offer.last_confirmed_by, offer.last_confirmed_through) == (None, delivery)
    assert event.note == delivery.address
    assert PublicOffer.objects.get().last_confirmed_at == offer.last_confirmed_at
    assert "Thank you" in stranger.get(links.make("offer_confirm", delivery.pk)).content.decode()


def test_the_second_press_adds_nothing(stranger: Client, offer: Offer, delivery: Delivery) -> None:
    press(stranger, delivery, offer)
    press(stranger, delivery, offer)

    assert AuditEvent.objects.filter(event=events.OFFER_CONFIRMED_BY_LINK).count() == 1


def test_of_what_is_not_public_it_says_the_reference_only(
    stranger: Client, offer: Offer, delivery: Delivery, provider_contact: Any
) -> None:
    services.take_off(offer, by=provider_contact)

    page = stranger.get(links.make("offer_confirm", delivery.pk)).content.decode()

    assert offer.title not in page
    assert str(offer.reference) in page
    assert press(stranger, delivery, offer).status_code == 410


def test_an_offer_of_another_mail_is_refused(
    stranger: Client, delivery: Delivery, other_provider: Any, other_provider_contact: Any
) -> None:
    foreign = make_offer(other_provider, other_provider_contact, at=OfferStatus.PUBLISHED)

    assert press(stranger, delivery, foreign).status_code == 404
    with pytest.raises(RuleBroken, match="does not belong"):
        services.confirm_by_link(foreign, delivery=delivery)


@pytest.mark.parametrize("is_signed", [True, False])
def test_an_unknown_link_opens_nothing(stranger: Client, is_signed: bool) -> None:
    token = links.token("offer_confirm", uuid4()) if is_signed else "nonsense"

    assert stranger.get(f"/workspace/offers/links/confirm/{token}/").status_code == 404


def test_who_signs_in_later_replaces_the_mail_as_source(
    offer: Offer, delivery: Delivery, provider_contact: Any
) -> None:
    services.confirm_by_link(offer, delivery=delivery)
    services.confirm(offer, by=provider_contact)

    assert (offer.last_confirmed_by, offer.last_confirmed_through) == (provider_contact, None)
