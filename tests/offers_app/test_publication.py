"""The public sees exactly these fields, and only while the provider wants it so."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from clearinghouse.core.vocabulary import LANGUAGE_CODES
from clearinghouse.parties.models import Grouping
from offers_app import services
from offers_app.enums import OfferStatus
from offers_app.models import PublicOffer
from tests import factories
from tests.offers_app.records import make_offer

pytestmark = pytest.mark.django_db
FIELDS = {
    "id", "reference", "title", "description", "language", "provider_code", "provider_kind",
    "provider_slug", *(f"provider_name_{code}" for code in LANGUAGE_CODES), "areas", "categories",
    "kinds", "delivery_languages", "everywhere", "m49", "groupings", "states", "valid_from",
    "valid_until", "conditions", "capacity", "source", "published_at", "last_confirmed_at",
    "search_text", "is_demonstration",
}  # fmt: skip


def test_public_copy_has_exactly_these_fields():
    assert {field.name for field in PublicOffer._meta.get_fields()} == FIELDS


def test_public_copy_says_what_the_offer_says(provider, provider_contact, arcadia):
    offer = make_offer(
        provider,
        provider_contact,
        at=OfferStatus.PUBLISHED,
        everywhere=False,
        m49=["002"],
        groupings=[Grouping.objects.get(code="AU")],
        states=[arcadia.state],
    )

    public = PublicOffer.objects.get()

    assert public.pk == offer.public_id != offer.pk
    assert (public.title, public.areas, public.kinds) == (offer.title, ["3C"], ["training"])
    assert (public.m49, public.groupings, public.states) == (["002"], ["AU"], ["XAA"])
    assert (public.provider_code, public.provider_name) == ("AIDORG", "Aid Organization")


def test_contact_people_and_exclusions_stay_out(provider, provider_contact):
    contact = factories.make_contact(
        provider, name="CANARY-NAME", email="canary@secret.example", phone="CANARY-PHONE"
    )
    left_out = factories.make_state("XCC", "CANARYLAND")
    make_offer(
        provider,
        provider_contact,
        at=OfferStatus.PUBLISHED,
        contact=contact,
        excluded_states=[left_out.state],
    )

    public = PublicOffer.objects.values().get()

    assert "canary" not in str(public).lower()
    assert "XCC" not in str(public)
    assert provider_contact.full_name not in str(public)


def test_all_states_hides_what_was_chosen_before(provider, provider_contact, arcadia):
    make_offer(
        provider,
        provider_contact,
        at=OfferStatus.PUBLISHED,
        everywhere=True,
        m49=["002"],
        states=[arcadia.state],
    )

    public = PublicOffer.objects.get()
    assert (public.m49, public.states) == ([], [])


def test_search_text_holds_the_labels_of_every_language(provider, provider_contact):
    make_offer(provider, provider_contact, at=OfferStatus.PUBLISHED)

    text = PublicOffer.objects.get().search_text

    assert "customs officers" in text
    assert "Обучение" in text
    assert "培训" in text


@pytest.mark.parametrize("verb", [services.withdraw, services.take_off])
def test_public_copy_goes_in_the_same_transaction(provider, provider_contact, verb):
    offer = make_offer(provider, provider_contact, at=OfferStatus.PUBLISHED)

    with transaction.atomic():
        verb(offer, by=provider_contact)
        assert not PublicOffer.objects.exists()
        transaction.set_rollback(True)

    offer.refresh_from_db()
    assert offer.status == OfferStatus.PUBLISHED
    assert PublicOffer.objects.exists()


def test_address_is_the_same_after_a_new_publication(provider, provider_contact):
    offer = make_offer(provider, provider_contact, at=OfferStatus.WITHDRAWN)
    address = offer.public_id

    services.reopen(offer, by=provider_contact)
    services.publish(offer, by=provider_contact)

    assert PublicOffer.objects.get().pk == address


def test_public_role_reads_the_copy_and_not_the_offer(provider, provider_contact):
    make_offer(provider, provider_contact, at=OfferStatus.PUBLISHED)

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_table_privilege('portal_public', 'offers_app_publicoffer', 'SELECT'),"
            " has_table_privilege('portal_public', 'offers_app_offer', 'SELECT'),"
            " has_table_privilege('portal_public', 'parties_contact', 'SELECT'),"
            " has_table_privilege('portal_public', 'offers_app_publicoffer', 'INSERT')"
        )
        assert cursor.fetchone() == (True, False, False, False)


def test_old_address_says_withdrawn_until_it_is_published_again(client, provider, provider_contact):
    offer = make_offer(provider, provider_contact, at=OfferStatus.PUBLISHED, title="Secret courses")
    address = f"/en/offers/{offer.public_id}/"

    services.withdraw(offer, by=provider_contact)
    gone = client.get(address)

    assert gone.status_code == 410
    assert "Secret courses" not in gone.content.decode()
    services.reopen(offer, by=provider_contact)
    services.publish(offer, by=provider_contact)
    assert client.get(address).status_code == 200


def test_an_offer_that_was_never_public_leaves_no_notice(client, provider, provider_contact):
    offer = make_offer(provider, provider_contact)

    services.withdraw(offer, by=provider_contact)

    assert client.get(f"/en/offers/{offer.public_id}/").status_code == 404
