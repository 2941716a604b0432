"""What the database refuses, whatever the code believes."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from clearinghouse.core import clock
from offers_app.enums import OfferStatus
from offers_app.models import Offer, PublicOffer
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
        ({"last_confirmed_at": clock.now}, "offer_confirmed_by_person_or_link"),
    ],
)
def test_database_refuses(offer, fields, constraint):
    values = {name: each() if callable(each) else each for name, each in fields.items()}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Offer.objects.filter(pk=offer.pk).update(**values)


@pytest.mark.parametrize("name", ["submitted", "published", "withdrawn"])
def test_a_time_without_a_person_is_refused(offer, name):
    with (
        pytest.raises(IntegrityError, match=f"offer_{name}_at_and_by"),
        transaction.atomic(),
    ):
        Offer.objects.filter(pk=offer.pk).update(**{f"{name}_at": clock.now()})


def test_untitled_draft_has_a_name(offer):
    offer.title = ""

    assert str(offer) == "Untitled offer"


@pytest.fixture
def published(provider, provider_contact):
    return make_offer(provider, provider_contact, at=OfferStatus.PUBLISHED)


def taken_back(user) -> dict:
    return {"withdrawn_at": clock.now(), "withdrawn_by": user}


@pytest.mark.parametrize(
    "status", [each for each in OfferStatus.values if each != OfferStatus.PUBLISHED]
)
def test_public_copy_leaves_with_the_status_however_it_was_written(
    published, provider_contact, status
):
    Offer.objects.filter(pk=published.pk).update(status=status, **taken_back(provider_contact))

    assert not PublicOffer.objects.exists()


def test_public_copy_leaves_with_the_offer(published):
    with transaction.atomic():
        Offer.objects.filter(pk=published.pk)._raw_delete("default")

        assert not PublicOffer.objects.exists()
        transaction.set_rollback(True)  # its versions stay for ever, and would miss it


def test_public_copy_leaves_when_its_key_is_another(published):
    Offer.objects.filter(pk=published.pk).update(public_id=uuid4())

    assert not PublicOffer.objects.exists()


def test_public_copy_stays_while_the_offer_is_published(published):
    Offer.objects.filter(pk=published.pk).update(title="Another title")

    assert PublicOffer.objects.get().pk == published.public_id


def test_no_copy_without_a_published_offer(published, provider_contact):
    copy = PublicOffer.objects.get()
    Offer.objects.filter(pk=published.pk).update(
        status=OfferStatus.WITHDRAWN, **taken_back(provider_contact)
    )

    for key in (published.public_id, uuid4()):
        copy.pk = key
        with pytest.raises(IntegrityError, match="no published offer"), transaction.atomic():
            copy.save(force_insert=True)


def test_copy_is_not_moved_to_another_key(published):
    with pytest.raises(IntegrityError, match="no published offer"), transaction.atomic():
        PublicOffer.objects.update(id=uuid4())
