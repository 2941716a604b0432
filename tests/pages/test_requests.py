"""Published summaries: list, filters, detail, withdrawal."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from clearinghouse.reference.vocabulary import label
from requests_app import services
from requests_app.models import PublicSummary, Summary
from tests.factories import NEED, make_request

pytestmark = pytest.mark.django_db

Reader = Callable[..., BeautifulSoup]
Publisher = Callable[..., PublicSummary]


def titles(page: BeautifulSoup) -> list[str]:
    return [heading.get_text(strip=True) for heading in page.select("main .card h2")]


@pytest.fixture
def two(publish_summary: Publisher, focal_point: Any, arcadia: Any) -> None:
    publish_summary(title="Border controls", text="Training of customs officers.")
    laboratory = {**NEED, "title": "Laboratory", "areas": ["3AB"], "kinds": ["equipment"]}
    request = make_request(focal_point, arcadia, areas=["3AB"], needs=[laboratory])
    publish_summary(title="Biosafety", text="Équipement de laboratoire.", request=request)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("area=3C", ["Border controls"]),
        ("kind=equipment", ["Biosafety"]),
        ("state=XAA&area=3AB", ["Biosafety"]),
        ("region=014&q=customs", ["Border controls"]),
        ("region=150", []),
        ("year=1999", []),
        ("q=laboratoire", ["Biosafety"]),
        ("q=officer+trained", ["Border controls"]),
        ("q=arcadia+customs", ["Border controls"]),
        ("q=nowhere", []),
        ("area=nonsense", []),
        ("year=abcd&page=99&area=3C", ["Border controls"]),
        ("q=%00customs", ["Border controls"]),
    ],
)
@pytest.mark.usefixtures("two")
def test_filters(read: Reader, query: str, expected: list[str]) -> None:
    assert titles(read(f"/en/requests/?{query}")) == expected


@pytest.mark.usefixtures("two")
def test_filters_offer_only_what_is_there_with_counts(read: Reader) -> None:
    options = read("/en/requests/").select("#filter_kind option")

    assert [(each["value"], each.get_text()) for each in options] == [
        ("", "All kinds"),
        ("training", f"{label('kind', 'training')} (1)"),
        ("equipment", f"{label('kind', 'equipment')} (1)"),
    ]


@pytest.mark.usefixtures("two")
def test_chosen_filter_stays_chosen(read: Reader) -> None:
    page = read("/en/requests/?area=2F&q=none")

    assert page.select_one("#filter_area option[selected]")["value"] == "2F"
    assert page.select_one("#filter_q")["value"] == "none"


def test_empty_list_says_why(read: Reader) -> None:
    assert "No summary is published yet" in read("/en/requests/").main.get_text()


@pytest.mark.usefixtures("two")
def test_empty_result_offers_the_way_back(read: Reader) -> None:
    page = read("/en/requests/?q=nowhere")

    assert page.select_one(".empty a")["href"] == "/en/requests/"


def test_unpublished_request_leaves_no_trace(read: Reader, focal_point: Any, arcadia: Any) -> None:
    make_request(focal_point, arcadia)

    page = read("/en/requests/")

    assert "Arcadia" not in page.get_text()
    assert "0 published summaries" in page.get_text()


def test_detail_shows_the_words(read: Reader, publish_summary: Publisher) -> None:
    summary = publish_summary(title="Border controls", text="Training of customs officers.")

    page = read(f"/en/requests/{summary.public_id}/")

    assert page.h1.get_text() == "Border controls"
    assert "Training of customs officers." in page.main.get_text()


def test_version_in_the_language_of_the_page_comes_first(
    read: Reader, publish_summary: Publisher, focal_point: Any, arcadia: Any
) -> None:
    request = make_request(focal_point, arcadia)
    english = publish_summary(title="Border controls", request=request)
    publish_summary(title="Contrôles aux frontières", language="fr", request=request)
    Summary.objects.update(public_id=english.public_id)
    PublicSummary.objects.filter(language="fr").delete()
    french = Summary.objects.get(language="fr")
    services.withdraw_consent(french, by=focal_point)
    services.consent(french, by=focal_point, sha256=french.sha256)

    assert titles(read("/fr/requests/")) == ["Contrôles aux frontières"]
    assert titles(read("/es/requests/")) == ["Border controls"]
    assert read(f"/fr/requests/{english.public_id}/").h1["lang"] == "fr"


def test_text_in_another_language_says_so(read: Reader, publish_summary: Publisher) -> None:
    summary = publish_summary(title="مراقبة الحدود", text="تدريب", language="ar")

    page = read(f"/en/requests/{summary.public_id}/")

    assert (page.h1["lang"], page.h1["dir"]) == ("ar", "rtl")
    assert "This text is in Arabic." in page.main.get_text()


def test_withdrawn_summary_is_gone_and_says_nothing(
    read: Reader, publish_summary: Publisher, focal_point: Any
) -> None:
    summary = publish_summary(title="Border controls")
    services.withdraw_consent(Summary.objects.get(), by=focal_point)

    page = read(f"/en/requests/{summary.public_id}/", 410)

    assert "Withdrawn" in page.h1.get_text()
    assert "Border controls" not in page.get_text()
    assert "Arcadia" not in page.get_text()
    assert titles(read("/en/requests/")) == []


def test_unknown_address_is_not_found(visitor: Client) -> None:
    assert visitor.get(f"/en/requests/{uuid.uuid4()}/").status_code == 404
