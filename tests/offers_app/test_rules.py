from __future__ import annotations

from datetime import date, timedelta

import pytest

from clearinghouse.core import clock
from clearinghouse.core.errors import RuleBroken
from clearinghouse.core.rules import broken
from clearinghouse.parties.models import Party
from offers_app import rules, services
from tests.offers_app.records import make_offer

pytestmark = pytest.mark.django_db


def test_complete_offer_breaks_no_rule(provider, provider_contact):
    offer = make_offer(provider, provider_contact)

    assert broken(offer, rules.COMPLETE) == ()


@pytest.mark.parametrize(
    ("fields", "number", "field"),
    [
        ({"title": " "}, "O-01", "title"),
        ({"description": "Training."}, "O-02", "description"),
        ({"areas": []}, "O-03", "areas"),
        ({"kinds": []}, "O-04", "kinds"),
        ({"everywhere": False}, "O-05", "everywhere"),
        ({"delivery_languages": []}, "O-06", "delivery_languages"),
        ({"valid_until": date(2020, 1, 1)}, "O-07", "valid_until"),
        ({"contact": None}, "O-08", "contact"),
    ],
)
def test_incomplete_offer_is_refused_with_the_sentence(
    provider, provider_contact, fields, number, field
):
    offer = make_offer(provider, provider_contact, **fields)

    with pytest.raises(RuleBroken) as refusal:
        services.submit(offer, by=provider_contact)

    assert [(each.number, each.field) for each in refusal.value.details] == [(number, field)]


def test_everything_missing_is_said_at_once(provider, provider_contact):
    offer = services.create_draft(provider=provider, by=provider_contact, fields={})

    numbers = [each.number for each in broken(offer, rules.COMPLETE)]

    assert numbers == ["O-01", "O-02", "O-03", "O-04", "O-05", "O-06", "O-08"]


def test_contact_of_another_party_is_refused(provider, other_provider, provider_contact):
    offer = make_offer(provider, provider_contact, contact=other_provider.contacts.get())

    assert [each.number for each in broken(offer, rules.COMPLETE)] == ["O-09"]


def test_party_off_the_list_publishes_nothing(provider, provider_contact):
    offer = make_offer(provider, provider_contact)
    Party.objects.filter(pk=provider.pk).update(is_provider=False)
    offer.refresh_from_db()

    assert [each.number for each in broken(offer, rules.COMPLETE)] == ["O-10"]


def test_the_last_day_still_counts(provider, provider_contact):
    today = clock.now().astimezone(clock.NEW_YORK).date()
    offer = make_offer(provider, provider_contact, valid_until=today)

    assert broken(offer, rules.COMPLETE) == ()
    assert offer.has_lapsed(today + timedelta(days=1))


@pytest.mark.parametrize("scope", ["m49", "groupings", "states"])
def test_one_way_of_reaching_somebody_is_enough(provider, provider_contact, arcadia, scope):
    from clearinghouse.parties.models import Grouping

    chosen = {
        "m49": ["002"],
        "groupings": [Grouping.objects.get(code="AU")],
        "states": [arcadia.state],
    }
    offer = make_offer(provider, provider_contact, everywhere=False, **{scope: chosen[scope]})

    assert broken(offer, rules.COMPLETE) == ()


@pytest.mark.parametrize(
    "description",
    [
        "为海关人员提供为期两周的培训，教授如何在货物中发现受管制物品。",
        "Two weeks of courses for customs.",
    ],
)
def test_a_short_sentence_is_a_description_in_any_script(provider, provider_contact, description):
    offer = make_offer(provider, provider_contact, description=description)

    assert broken(offer, rules.COMPLETE) == ()
