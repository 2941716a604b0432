"""Words of an offer are kept each time they change while others read them, and nobody can change what was kept."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from offers_app import likeness, reading, services, versions
from offers_app.enums import OfferStatus
from offers_app.models import Offer, OfferVersion
from tests.offers_app.records import COMPLETE, make_offer

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer(provider: Any, provider_contact: Any) -> Offer:
    return make_offer(provider, provider_contact, at=OfferStatus.PUBLISHED)


def revise(offer: Offer, by: Any, **fields: Any) -> Offer:
    return services.revise(offer, by=by, version=offer.version, fields=fields)


def test_submitting_and_publishing_the_same_words_is_one_version(offer: Offer) -> None:
    (version,) = offer.versions.all()

    assert version.content["title"] == offer.title
    assert version.sha256 == hashlib.sha256(versions.canonical(version.content)).hexdigest()


def test_every_change_of_words_is_a_version(offer: Offer, provider_contact: Any) -> None:
    revise(offer, provider_contact, title="Training of inspectors")
    revise(offer, provider_contact, title="Training of inspectors")
    revise(offer, provider_contact, areas=["3B"])

    assert [each.number for each in offer.versions.all()] == [1, 2, 3]


def test_a_draft_keeps_no_versions(provider: Any, provider_contact: Any) -> None:
    draft = make_offer(provider, provider_contact)
    revise(draft, provider_contact, title="Something else entirely")

    assert not draft.versions.exists()


def test_words_from_before_versions_are_kept_with_their_first_change(
    offer: Offer, provider_contact: Any
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(versions, "keep", lambda *args, **kwargs: None)
        unkept = make_offer(offer.provider, provider_contact, at=OfferStatus.SUBMITTED)
    assert not unkept.versions.exists()

    revise(unkept, provider_contact, title="After")

    assert [each.content["title"] for each in unkept.versions.all()] == [COMPLETE["title"], "After"]


def test_what_was_kept_cannot_be_changed(offer: Offer) -> None:
    for verb in (lambda rows: rows.update(number=9), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            verb(OfferVersion.objects.all())


def test_differences_in_words_of_people(offer: Offer, provider_contact: Any) -> None:
    before = versions.content_of(offer)
    revise(offer, provider_contact, title="Other words", everywhere=False, m49=["002"])

    changes = reading.between(before, versions.content_of(offer))

    assert [str(each.label) for each in changes] == ["Title", "Open to", "Regions"]
    assert changes[2].after == "Africa"


def test_pages_of_the_provider_and_of_nobody_else(
    offer: Offer, provider_contact: Any, other_provider_contact: Any, expert: Any, sign_in: Any
) -> None:
    revise(offer, provider_contact, title="Other words")
    base = f"/workspace/offers/{offer.pk}/versions/"

    for reader in (provider_contact, expert):
        client = sign_in(reader)
        assert client.get(base).status_code == 200
        page = client.get(f"{base}2/").content.decode()
        assert COMPLETE["title"] in page
        assert "Other words" in page
    assert sign_in(provider_contact).get(f"{base}3/").status_code == 404
    for address in (base, f"{base}1/"):
        assert sign_in(other_provider_contact).get(address).status_code == 404


@pytest.mark.parametrize(
    ("fields", "is_alike"),
    [
        ({}, True),
        ({"title": "Training for customs officers"}, True),
        ({"description": ""}, True),
        (
            {"title": "Advice on laws", "description": "We read drafts of laws.", "areas": ["3B"]},
            False,
        ),
        ({"title": "Train", "description": ""}, False),
    ],
)
def test_a_draft_that_repeats_another_offer_says_so(
    offer: Offer, provider: Any, provider_contact: Any, fields: Any, is_alike: bool
) -> None:
    draft = make_offer(provider, provider_contact, **fields)

    assert (likeness.most_alike(draft) == offer) is is_alike


def test_the_hint_never_names_offers_of_others(
    offer: Offer, other_provider: Any, other_provider_contact: Any, sign_in: Any
) -> None:
    draft = make_offer(other_provider, other_provider_contact)

    page = sign_in(other_provider_contact).get(f"/workspace/offers/{draft.pk}/edit/")

    assert likeness.most_alike(draft) is None
    assert "This looks like" not in page.content.decode()


def test_the_hint_shows_and_blocks_nothing(
    offer: Offer, provider: Any, provider_contact: Any, sign_in: Any
) -> None:
    draft = make_offer(provider, provider_contact)

    page = sign_in(provider_contact).get(f"/workspace/offers/{draft.pk}/edit/").content.decode()
    services.publish(draft, by=provider_contact)

    assert f"/workspace/offers/{offer.pk}/" in page
    assert draft.status == OfferStatus.PUBLISHED
