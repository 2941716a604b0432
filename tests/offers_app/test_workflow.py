"""Every pair of statuses is decided, and nothing but the table decides it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from clearinghouse.access import SYSTEM
from clearinghouse.core import clock
from clearinghouse.core.errors import NotAllowed, Stale
from clearinghouse.workflow.advance import may
from offers_app import services, workflow
from offers_app.enums import OfferStatus
from offers_app.models import Offer, PublicOffer
from tests.offers_app.records import make_offer

pytestmark = pytest.mark.django_db
MOVES = {
    "submit": {"draft": "submitted"},
    "publish": {"submitted": "published"},
    "take-off": {"published": "submitted"},
    "confirm": {"published": "published"},
    "confirm_by_link": {"published": "published"},
    "expire": {"submitted": "expired", "published": "expired"},
    "renew": {"expired": "published"},
    "withdraw": {
        "draft": "withdrawn",
        "submitted": "withdrawn",
        "published": "withdrawn",
        "expired": "withdrawn",
    },
    "reopen": {"withdrawn": "draft"},
}


def test_table_is_exactly_this():
    table = {
        transition.verb: {str(source): str(transition.target) for source in transition.sources}
        for transition in workflow.OFFER_WORKFLOW.transitions
    }

    assert table == MOVES


@pytest.mark.parametrize("status", OfferStatus.values)
@pytest.mark.parametrize("verb", MOVES)
def test_every_pair_is_decided(provider, provider_contact, status, verb):
    offer = make_offer(provider, provider_contact, at=OfferStatus(status))
    actor = SYSTEM if verb in {"expire", "confirm_by_link"} else provider_contact

    refusal = may(offer, workflow.OFFER_WORKFLOW.by_verb(verb), actor)

    assert (refusal is None) == (status in MOVES[verb])
    assert refusal is None or isinstance(refusal, Stale)


def test_second_click_on_publish_is_stale(provider, provider_contact):
    offer = make_offer(provider, provider_contact, at=OfferStatus.PUBLISHED)

    with pytest.raises(Stale):
        services.publish(offer, by=provider_contact)

    assert PublicOffer.objects.count() == 1


def test_publishing_a_draft_numbers_it_first(provider, provider_contact):
    offer = make_offer(provider, provider_contact)

    services.publish(offer, by=provider_contact)

    year = clock.now().astimezone(clock.NEW_YORK).year
    assert (offer.status, offer.reference) == ("published", f"AO/{year}/0001")
    assert offer.submitted_by == offer.published_by == offer.last_confirmed_by == provider_contact


def test_numbers_go_on_and_survive_reopening(provider, provider_contact):
    first = make_offer(provider, provider_contact, at=OfferStatus.WITHDRAWN)
    second = make_offer(provider, provider_contact, at=OfferStatus.SUBMITTED)
    number = first.reference

    services.reopen(first, by=provider_contact)
    services.publish(first, by=provider_contact)

    assert first.reference == number
    assert second.reference[-4:] == "0002"


def test_offer_expires_after_its_last_day_and_leaves_the_site(provider, provider_contact):
    today = clock.now().astimezone(clock.NEW_YORK).date()
    offer = make_offer(provider, provider_contact, at=OfferStatus.PUBLISHED, valid_until=today)

    assert services.expire_overdue() == 0
    with clock.shifted(timedelta(days=1)):
        assert services.expire_overdue() == 1
        assert services.expire_overdue() == 0

    offer.refresh_from_db()
    assert offer.status == OfferStatus.EXPIRED
    assert not PublicOffer.objects.exists()


def test_expired_offer_is_renewed_with_a_new_last_day(provider, provider_contact):
    offer = make_offer(provider, provider_contact, at=OfferStatus.EXPIRED)
    services.revise(offer, by=provider_contact, version=offer.version, fields={"valid_until": None})

    services.renew(offer, by=provider_contact)

    assert offer.status == OfferStatus.PUBLISHED
    assert PublicOffer.objects.get().pk == offer.public_id


def test_nobody_expires_an_offer_by_hand(provider, provider_contact):
    offer = make_offer(provider, provider_contact, at=OfferStatus.PUBLISHED)

    assert isinstance(may(offer, workflow.EXPIRE, provider_contact), NotAllowed)


def test_confirming_moves_the_day_and_the_public_copy(provider, provider_contact):
    offer = make_offer(provider, provider_contact, at=OfferStatus.PUBLISHED)
    before = offer.last_confirmed_at

    services.confirm(offer, by=provider_contact)

    assert offer.last_confirmed_at > before
    assert PublicOffer.objects.get().last_confirmed_at == offer.last_confirmed_at


def test_status_is_stored_as_the_code_says(provider, provider_contact):
    offer = make_offer(provider, provider_contact, at=OfferStatus.SUBMITTED)

    assert Offer.objects.get(pk=offer.pk).status == "submitted"
