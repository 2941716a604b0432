"""States, groupings and organizations are whole; people's edits survive; the public copies follow."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.management import call_command

from clearinghouse.core.vocabulary import LANGUAGE_CODES
from clearinghouse.parties.loading import (
    load_formal_names,
    load_groupings,
    load_organizations,
    load_states,
)
from clearinghouse.parties.models import (
    Grouping,
    Organization,
    Party,
    PublicGrouping,
    PublicParty,
    State,
)
from clearinghouse.parties.publication import publish_parties
from clearinghouse.parties.selectors import groupings_of, member_codes, places_of

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 1)


def test_193_member_states_and_two_observers():
    real = State.objects.filter(is_fictitious=False)

    assert real.filter(is_member_state=True).count() == 193
    assert set(real.filter(is_observer=True).values_list("iso3", flat=True)) == {"VAT", "PSE"}
    assert real.count() == 195


@pytest.mark.parametrize("model", [Party, Grouping])
def test_no_name_is_empty_in_any_language(model):
    for row in model.objects.all():
        for language in LANGUAGE_CODES:
            assert getattr(row, f"name_{language}"), f"{row.code} {language}"


def test_no_state_lacks_codes_or_a_place():
    for state in State.objects.filter(is_fictitious=False):
        assert state.region_code in {"002", "009", "019", "142", "150"}
        assert state.subregion_code
        assert len(state.m49) == len(state.iso3) == 3
        assert (state.latitude, state.longitude) != (0, 0)


@pytest.mark.parametrize(
    ("iso3", "m49", "codes", "names"),
    [
        ("TGO", "768", ("002", "202", "011"), ("توغو", "多哥", "Togo", "Togo", "Того", "Togo")),
        (
            "CHE",
            "756",
            ("150", "155"),
            ("سويسرا", "瑞士", "Switzerland", "Suisse", "Швейцария", "Suiza"),
        ),
        (
            "ARM",
            "051",
            ("142", "145"),
            ("أرمينيا", "亚美尼亚", "Armenia", "Arménie", "Армения", "Armenia"),
        ),
    ],
)
def test_samples(iso3, m49, codes, names):
    state = State.objects.get(iso3=iso3)

    assert (state.m49, state.m49_codes) == (m49, codes)
    assert tuple(getattr(state, f"name_{language}") for language in LANGUAGE_CODES) == names
    assert state.party_ptr.code == iso3


@pytest.mark.parametrize("load", [load_states, lambda: load_groupings()[1], load_organizations])
def test_second_load_changes_nothing(load):
    count = load()

    assert (count.created, count.updated, count.kept) == (0, 0, 0)
    assert count.unchanged > 0


def test_whole_command_repeats_without_a_change(capsys):
    call_command("load_reference")

    printed = capsys.readouterr().out
    assert "states: 0 created, 0 updated, 195 unchanged" in printed
    assert "public copies: 0 changed" in printed


def test_edited_state_is_kept():
    state = State.objects.get(iso3="TGO")
    state.name_en = "Togo as edited"
    state.save()

    count = load_states()

    assert count.kept == 1
    assert State.objects.get(iso3="TGO").name_en == "Togo as edited"


@pytest.mark.parametrize(
    ("code", "count"),
    [
        ("AU", 55),
        ("OSCE", 57),
        ("EU", 27),
        ("ASEAN", 11),
        ("CARICOM", 15),
        ("PIF", 18),
        ("LAS", 22),
    ],
)
def test_members_of_groupings(code, count):
    assert len(member_codes(Organization.objects.get(code=code), DAY)) == count


def test_a_member_of_the_african_union_is_not_a_state_here():
    members = member_codes(Organization.objects.get(code="AU"), DAY)
    states = set(State.objects.filter(region_code="002").values_list("iso3", flat=True))

    assert members - states == {"ESH"}
    assert not State.objects.filter(iso3="ESH").exists()


def test_membership_is_dated():
    niger = State.objects.get(iso3="NER")

    assert "ECOWAS" in groupings_of(niger, date(2025, 1, 1))
    assert "ECOWAS" not in groupings_of(niger, date(2025, 1, 29))
    assert groupings_of(State.objects.get(iso3="TLS"), date(2025, 10, 25)) == set()


def test_places_of_an_organization_are_its_members_with_their_regions():
    caricom = Organization.objects.get(code="CARICOM")

    places = {place.code: place for place in places_of(caricom, DAY)}

    assert len(places) == 15
    assert places["MSR"].m49_codes == {"019", "419", "029"}
    assert places["BLZ"].grouping_codes == {"CARICOM", "SICA", "OAS"}


def test_public_copies_are_of_active_parties_and_follow_them():
    assert PublicParty.objects.count() == Party.objects.count()
    assert PublicGrouping.objects.get(code="SICA").member_codes == sorted(
        ["BLZ", "CRI", "DOM", "GTM", "HND", "NIC", "PAN", "SLV"]
    )

    Party.objects.filter(code="VERTIC").update(is_active=False)
    Party.objects.filter(code="RUSI").update(name_en="Another name")
    slug = PublicParty.objects.get(code="RUSI").slug

    assert publish_parties() == 2
    assert not PublicParty.objects.filter(code="VERTIC").exists()
    assert PublicParty.objects.get(code="RUSI").name_en == "Another name"
    assert PublicParty.objects.get(code="RUSI").slug == slug


def test_public_copy_has_exactly_these_fields():
    assert {field.name for field in PublicParty._meta.get_fields()} == {
        "id", "code", "kind", "slug", "acronym", "organization_kind", "website", "m49", "region_code",
        "subregion_code", "intermediate_code", "latitude", "longitude", "grouping_codes", "is_provider",
        "is_fictitious", *(f"name_{language}" for language in LANGUAGE_CODES),
    }  # fmt: skip


def test_every_state_has_its_formal_name_in_all_six_languages() -> None:
    columns = ["ar", "zh", "en", "fr", "ru", "es", "ru_genitive"]

    lacking = [
        (state.iso3, column)
        for state in State.objects.filter(is_fictitious=False)
        for column in columns
        if not getattr(state, f"formal_name_{column}")
    ]

    assert lacking == []


def test_formal_name_that_a_person_corrected_is_kept() -> None:
    State.objects.filter(iso3="TJK").update(formal_name_fr="le Tadjikistan")

    load_formal_names()

    assert State.objects.get(iso3="TJK").formal_name_fr == "le Tadjikistan"
