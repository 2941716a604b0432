from __future__ import annotations

from datetime import timedelta

import pytest

from clearinghouse.core import clock
from offers_app import selectors
from offers_app.enums import OfferStatus
from tests.offers_app.records import make_offer

pytestmark = pytest.mark.django_db


@pytest.fixture
def offers(provider, provider_contact):
    return {
        status: make_offer(provider, provider_contact, at=OfferStatus(status))
        for status in OfferStatus.values
    }


def statuses(queryset):
    return set(queryset.values_list("status", flat=True))


def test_provider_sees_all_of_its_own(offers, provider_contact):
    assert statuses(selectors.visible_to(provider_contact)) == set(OfferStatus.values)


def test_others_see_nothing(offers, other_provider_contact, focal_point, nobody, administrator):
    for person in (other_provider_contact, focal_point, nobody, administrator):
        assert not selectors.visible_to(person).exists()


def test_desk_reads_everything_but_drafts(offers, expert, member, secretariat):
    for person in (expert, member, secretariat):
        assert statuses(selectors.visible_to(person)) == set(OfferStatus.values) - {"draft"}


def test_desk_reads_its_own_drafts(provider, expert):
    draft = make_offer(provider, expert, source="A document", contact=None)

    assert draft in selectors.visible_to(expert)


def test_a_discarded_draft_was_never_the_desks(provider, provider_contact, expert):
    from offers_app import services

    draft = make_offer(provider, provider_contact)
    services.withdraw(draft, by=provider_contact)

    assert draft not in selectors.visible_to(expert)


def test_in_force_is_submitted_or_published_and_not_over(offers, provider, provider_contact):
    today = selectors.new_york_today()
    last_day = make_offer(provider, provider_contact, at=OfferStatus.PUBLISHED, valid_until=today)

    assert statuses(selectors.in_force()) == {"submitted", "published"}
    assert last_day in selectors.in_force()
    assert last_day not in selectors.in_force(today + timedelta(days=1))


def test_awaiting_confirmation_after_the_months_of_the_policy(offers, provider_contact):
    assert not selectors.awaiting_confirmation(provider_contact).exists()

    with clock.shifted(timedelta(days=370)):
        assert set(selectors.awaiting_confirmation(provider_contact)) == {offers["published"]}


def test_scope_costs_the_same_for_one_and_three(
    provider, provider_contact, django_assert_num_queries
):
    for _ in range(3):
        make_offer(provider, provider_contact, at=OfferStatus.SUBMITTED)
    offers = selectors.with_scope(selectors.in_force())

    with django_assert_num_queries(5):  # the clock, the offers, three sets of rows
        for offer in selectors.with_scope(selectors.in_force()):
            assert offer.provider.code
            list(offer.groupings.all()), list(offer.states.all()), list(offer.excluded_states.all())
    assert offers.count() == 3
