"""The coach says what providers cannot act on, in six languages, and is quiet where all is said."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from requests_app.coach import advise
from requests_app.coach_cues import CUES
from requests_app.coach_words import WORDS
from requests_app.versions import NEED_FIELDS, TEXT_FIELDS

TODAY = date(2026, 11, 23)

GOOD = {
    "en": "Five-day course for 30 customs officers at two border crossings on finding nuclear material in cargo.",
    "fr": "Cours de cinq jours pour 30 agents des douanes à deux postes frontière, sur la détection de matières nucléaires.",
    "es": "Curso de cinco días para 30 funcionarios de aduanas en dos pasos fronterizos sobre detección de material nuclear.",
    "ru": "Пятидневный курс для 30 сотрудников таможни на двух пунктах пропуска по обнаружению ядерного материала в грузах.",
    "ar": "دورة لمدة خمسة أيام لفائدة ٣٠ موظفا من الجمارك في معبرين حدوديين على كشف المواد النووية في الشحنات",
    "zh": "为两个边境口岸的30名海关人员举办为期五天的货物核材料探测培训班，由海关总署组织。",
}  # fmt: skip
GENERAL = {
    "en": "Assistance in implementing 1540",
    "fr": "Aide à la mise en œuvre de la résolution 1540",
    "es": "Apoyo a la aplicación de la resolución 1540",
    "ru": "Помощь в осуществлении резолюции 1540",
    "ar": "المساعدة في تنفيذ القرار 1540",
    "zh": "协助执行第1540号决议",
}


def need(**fields: Any) -> dict[str, Any]:
    defaults = {
        "number": 1,
        "title": "",
        "description": GOOD["en"],
        "result": "Trucks are checked.",
        "areas": [],
        "categories": [],
        "kinds": ["training"],
        "needed_by": None,
    }
    assert set(defaults) == set(NEED_FIELDS)
    return {**defaults, **fields}


def content(*needs: dict[str, Any], **fields: Any) -> dict[str, Any]:
    empty = dict.fromkeys(TEXT_FIELDS, "")
    good = {
        "language": "en",
        "areas": ["3C"],
        "categories": ["nuclear"],
        "situation": "Both crossings have officers and no detectors, and nobody was trained since 2019.",
        "wanted_from": None,
        "wanted_until": "2027-06-30",
        "delivery_languages": ["en"],
    }
    return {**empty, **good, "needs": list(needs), **fields}


def codes(request: dict[str, Any], *, roles: tuple[str, ...] = ("beneficiary",)) -> list[str]:
    return [each.code for each in advise(request, contact_roles=roles, today=TODAY)]


@pytest.mark.parametrize("language", CUES)
def test_a_concrete_need_gets_no_advice(language: str) -> None:
    assert codes(content(need(description=GOOD[language]), language=language)) == []


@pytest.mark.parametrize("language", CUES)
def test_a_general_need_in_every_language(language: str) -> None:
    assert codes(content(need(description=GENERAL[language]), language=language)) == ["general"]


@pytest.mark.parametrize("language", CUES)
def test_agency_and_figure_are_asked_for_once_there_is_a_text(language: str) -> None:
    vague = {
        "en": "We should like to learn how to find dangerous material in cargo at the border.",
        "fr": "Nous souhaitons apprendre à trouver des matières dangereuses dans le fret.",
        "es": "Deseamos aprender a encontrar materiales peligrosos en la carga de la frontera.",
        "ru": "Мы хотели бы научиться находить опасные материалы среди грузов на границе страны.",
        "ar": "نود أن نتعلم كيفية العثور على المواد الخطرة في البضائع العابرة للحدود",
        "zh": "我们希望学习如何在边境货物里发现危险材料以及如何处理",
    }

    found = codes(content(need(description=vague[language]), language=language))

    assert found == ["no_agency", "no_number"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"description": "Help with laws"}, "short"),
        ({"description": GOOD["en"].upper()}, "capitals"),
        ({"kinds": ["training", "equipment", "legislation"]}, "several"),
        ({"description": GOOD["en"] + "\n1. Course\n2. Portal\n3. Law"}, "several"),
        ({"description": "Thirty people learn to find nuclear material in cargo at the border."}, "no_agency"),
        ({"description": "Course for customs officers on finding nuclear material in cargo."}, "no_number"),
        ({"result": "  "}, "no_result"),
        ({"kinds": []}, "no_kind"),
        ({"description": GOOD["en"] + " With the NCBRA."}, "abbreviations"),
        ({"needed_by": "2020-01-01"}, "date_past"),
        ({"needed_by": "2127-01-01"}, "date_far"),
    ],
)  # fmt: skip
def test_each_thing_a_need_may_lack(change: dict[str, Any], code: str) -> None:
    assert codes(content(need(**change))) == [code]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"situation": ""}, "no_situation"),
        ({"situation": "Bad."}, "no_situation"),
        ({"wanted_until": None}, "no_date"),
        ({"wanted_until": "2026-11-22"}, "date_past"),
        ({"delivery_languages": []}, "no_language"),
        ({"areas": ["2L", "2F", "3A", "3C"]}, "many_areas"),
    ],
)
def test_each_thing_a_request_may_lack(change: dict[str, Any], code: str) -> None:
    assert codes(content(need(), **change)) == [code]


def test_technical_contact() -> None:
    assert codes(content(need()), roles=("mission",)) == ["no_technical_contact"]


def test_category_is_asked_for_equipment_only() -> None:
    assert codes(content(need(), categories=[])) == []
    assert codes(content(need(kinds=["equipment"]), categories=[])) == ["no_category"]


@pytest.mark.parametrize(
    "said", ["the NCB (National Customs Bureau)", "the customs bureau (NCB)", "the IAEA"]
)
def test_explained_and_known_abbreviations(said: str) -> None:
    assert codes(content(need(description=f"{GOOD['en']} With {said}."))) == []


def test_year_and_number_of_the_resolution_are_no_figures() -> None:
    text = "Course for customs officers on resolution 1540 (2004) and its lists of goods in cargo."

    assert codes(content(need(description=text))) == ["no_number"]


def test_advice_names_its_need_and_says_why() -> None:
    advice = advise(
        content(need(), need(number=2, result="")), contact_roles=("beneficiary",), today=TODAY
    )

    assert [(each.field, each.need) for each in advice] == [("needs", 2)]
    assert advice[0].sentence == "Say what will be possible afterwards that is not possible now."
    assert all(str(words.reason).endswith(".") for words in WORDS.values())


def test_days_are_written_as_people_read_them() -> None:
    advice = advise(
        content(need(), wanted_until="2026-01-31"), contact_roles=("beneficiary",), today=TODAY
    )

    assert (
        advice[0].sentence == "The day 31 January 2026 has passed. Give one that is still to come."
    )
