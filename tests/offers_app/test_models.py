"""What the database refuses, whatever the code believes."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from clearinghouse.core import clock
from offers_app.enums import OfferStatus
from offers_app.models import Offer
from tests.offers_app.records import make_offer

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer(provider, provider_contact):
    return make_offer(provider, provider_contact)


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"status": "lost"}, "offer_status_known"),
        ({"language": "xx"}, "offer_language_known"),
        ({"areas": ["9Z"]}, "offer_areas_known"),
        ({"categories": ["cyber"]}, "offer_categories_known"),
        ({"kinds": ["gifts"]}, "offer_kinds_known"),
        ({"delivery_languages": ["de"]}, "offer_delivery_languages_known"),
        (
            {"valid_from": date(2027, 1, 2), "valid_until": date(2027, 1, 1)},
            "offer_valid_until_after_from",
        ),
        ({"status": OfferStatus.PUBLISHED, "reference": "AO/2026/0001"}, "offer_"),
        ({"status": OfferStatus.WITHDRAWN}, "offer_withdrawn_has_time"),
        ({"status": OfferStatus.SUBMITTED}, "offer_submitted_has_reference"),
    ],
)
def test_database_refuses(offer, fields, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Offer.objects.filter(pk=offer.pk).update(**fields)


@pytest.mark.parametrize("name", ["submitted", "published", "withdrawn", "last_confirmed"])
def test_a_time_without_a_person_is_refused(offer, name):
    with (
        pytest.raises(IntegrityError, match=f"offer_{name}_at_and_by"),
        transaction.atomic(),
    ):
        Offer.objects.filter(pk=offer.pk).update(**{f"{name}_at": clock.now()})


def test_untitled_draft_has_a_name(offer):
    offer.title = ""

    assert str(offer) == "Untitled offer"
