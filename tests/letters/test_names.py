"""Grammar of names: article, preposition and case, for every State of the table and for organizations."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from clearinghouse.letters import names
from clearinghouse.letters.dates import day_text, time_text
from clearinghouse.parties.models import Organization, Party, State

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "of"),
    [
        ("la République du Tadjikistan", "de la République du Tadjikistan"),
        ("le Royaume du Maroc", "du Royaume du Maroc"),
        ("les États-Unis d’Amérique", "des États-Unis d’Amérique"),
        ("l’État du Koweït", "de l’État du Koweït"),
        ("Antigua-et-Barbuda", "d’Antigua-et-Barbuda"),
        ("Sainte-Lucie", "de Sainte-Lucie"),
    ],
)
def test_french_de(name: str, of: str) -> None:
    assert names.de(name, "fr") == of


@pytest.mark.parametrize(
    ("name", "of", "to"),
    [
        ("la República de Tayikistán", "de la República de Tayikistán", "a la República de Tayikistán"),
        ("el Reino de España", "del Reino de España", "al Reino de España"),
        ("los Estados Unidos Mexicanos", "de los Estados Unidos Mexicanos", "a los Estados Unidos Mexicanos"),
        ("Australia", "de Australia", "a Australia"),
    ],
)  # fmt: skip
def test_spanish_de_and_a(name: str, of: str, to: str) -> None:
    assert (names.de(name, "es"), names.a(name, "es")) == (of, to)


@pytest.mark.parametrize(
    ("name", "to"),
    [("جمهورية طاجيكستان", "لجمهورية طاجيكستان"), ("المملكة المغربية", "للمملكة المغربية")],
)
def test_arabic_preposition_is_written_with_the_name(name: str, to: str) -> None:
    assert names.lam(name) == to


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "Permanent Mission of the Republic of Tajikistan to the United Nations"),
        ("fr", "Mission permanente de la République du Tadjikistan auprès de l’Organisation des Nations Unies"),
        ("es", "Misión Permanente de la República de Tayikistán ante las Naciones Unidas"),
        ("ru", "Постоянное представительство Республики Таджикистан при Организации Объединенных Наций"),
        ("zh", "塔吉克斯坦共和国常驻联合国代表团"),
        ("ar", "البعثة الدائمة لجمهورية طاجيكستان لدى الأمم المتحدة"),
    ],
)  # fmt: skip
def test_mission_of_a_state(language: str, line: str) -> None:
    assert names.addressee(State.objects.get(iso3="TJK").party_ptr, language).line == line


def test_observer_state_has_an_observer_mission() -> None:
    holy_see = State.objects.get(iso3="VAT").party_ptr

    assert names.addressee(holy_see, "en").line == (
        "Permanent Observer Mission of the Holy See to the United Nations"
    )


@pytest.mark.parametrize(
    ("language", "to", "of"),
    [
        ("en", "the International Atomic Energy Agency", "of the International Atomic Energy Agency"),
        ("fr", "à l’Agence internationale de l’énergie atomique", "de l’Agence internationale de l’énergie atomique"),
        ("es", "al Organismo Internacional de Energía Atómica", "del Organismo Internacional de Energía Atómica"),
        ("ru", "организации «Международное агентство по атомной энергии»", "организации «Международное агентство по атомной энергии»"),
    ],
)  # fmt: skip
def test_organization(language: str, to: str, of: str) -> None:
    agency = Organization.objects.get(code="IAEA").party_ptr

    assert (names.addressee(agency, language).to, names.of(agency, language)) == (to, of)


def test_organization_of_unknown_gender_is_called_an_organization(provider: Party) -> None:
    Party.objects.filter(pk=provider.pk).update(name_fr="Verification Centre")
    provider.refresh_from_db()

    assert names.of(provider, "fr") == "de l’organisation «\u00a0Verification Centre\u00a0»"


def test_every_party_can_be_addressed_in_every_language() -> None:
    for party in Party.objects.filter(is_fictitious=False):
        for language in ("ar", "zh", "en", "fr", "ru", "es"):
            addressee = names.addressee(party, language)
            assert all((addressee.line, addressee.to, addressee.again, names.of(party, language)))


def test_state_without_a_formal_name_is_named_by_its_short_one(arcadia: Party) -> None:
    assert names.of(arcadia, "fr") == "d’Arcadia"
    assert names.of(arcadia, "ru") == "государства Arcadia"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "28 April 2004"),
        ("fr", "28 avril 2004"),
        ("es", "28 de abril de 2004"),
        ("ru", "28 апреля 2004 года"),
        ("zh", "2004年4月28日"),
        ("ar", "28 نيسان/أبريل 2004"),
    ],
)
def test_days(language: str, text: str) -> None:
    assert day_text(date(2004, 4, 28), language) == text


def test_first_of_the_month_in_french_and_day_of_new_york() -> None:
    moment = datetime.fromisoformat("2026-05-02T03:30:00+00:00")

    assert day_text(moment, "fr") == "1er mai 2026"
    assert time_text(moment, "fr") == "23 h 30"
