"""Addresses without a language, error pages, and the way in."""

from __future__ import annotations

import gzip
from typing import Any
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from clearinghouse.core.stylesheet import stylesheet
from clearinghouse.pages.errors import csrf_failure

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("fr-CA,fr;q=0.9,en;q=0.5", "/fr/"),
        ("ar", "/ar/"),
        ("zh-CN", "/zh/"),
        ("de", "/en/"),
        ("", "/en/"),
    ],
)
def test_root_goes_to_the_reader_s_language(visitor: Client, wanted: str, expected: str) -> None:
    response = visitor.get("/", headers={"Accept-Language": wanted})

    assert (response.status_code, response["Location"]) == (302, expected)


def test_stylesheet_is_kept_for_ever_under_its_digest(visitor: Client) -> None:
    pinned = visitor.get(f"/assets/site.css?v={stylesheet().digest}")
    other = visitor.get("/assets/site.css?v=old")

    assert "immutable" in pinned["Cache-Control"]
    assert other["Cache-Control"] == "public, max-age=60"
    assert pinned.content == other.content


def test_stylesheet_is_compressed_for_those_who_can_read_it(visitor: Client) -> None:
    response = visitor.get("/assets/site.css", headers={"Accept-Encoding": "gzip"})

    assert gzip.decompress(response.content) == stylesheet().plain


def test_stylesheet_has_every_component(visitor: Client) -> None:
    sheet = stylesheet().plain.decode()

    assert [
        name
        for name in (".status-pill", ".error-summary", ".clock", "@media print")
        if name not in sheet
    ] == []


def test_stylesheet_knows_no_left_or_right() -> None:
    """Logical properties only, so that Arabic needs no second sheet."""
    sheet = stylesheet().plain.decode()
    physical = ("margin-left", "margin-right", "padding-left", "padding-right", "text-align: left", "text-align: right",
                "border-left", "border-right", "float: left", "float: right")  # fmt: skip

    assert [name for name in physical if name in sheet] == []


def test_sitemap_lists_every_language(visitor: Client, publish_summary: Any) -> None:
    summary = publish_summary()

    tree = ElementTree.fromstring(visitor.get("/sitemap.xml").content)

    here = [
        place.text for place in tree.findall(".//{*}loc") if str(summary.public_id) in place.text
    ]
    codes = ("ar", "zh", "en", "fr", "ru", "es")
    assert here == [f"http://testserver/{code}/requests/{summary.public_id}/" for code in codes]


def test_robots_are_kept_out_of_a_demonstration(visitor: Client) -> None:
    assert b"Disallow: /\n" in visitor.get("/robots.txt").content


def test_gallery_draws_every_component(visitor: Client) -> None:
    assert visitor.get("/gallery/").status_code == 200


def test_gallery_is_closed_where_real_requests_are(visitor: Client, settings: Any) -> None:
    settings.EMBEDDED = settings.DEBUG = False

    assert visitor.get("/gallery/").status_code == 404


def test_missing_page_says_what_to_do(visitor: Client) -> None:
    response = visitor.get("/fr/nothing/")
    page = BeautifulSoup(response.content, "html.parser")

    assert (response.status_code, page.html["lang"]) == (404, "fr")
    assert page.select("main li")


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_page_of_a_broken_site_needs_no_request(name: str) -> None:
    page = BeautifulSoup(render_to_string(name), "html.parser")

    assert page.h1.get_text(strip=True)


def test_expired_form_says_how_to_keep_the_text(rf: RequestFactory) -> None:
    request: HttpRequest = rf.post("/workspace/")

    response = csrf_failure(request, reason="CSRF token missing.")

    assert response.status_code == 403
    assert "what you wrote is still in the form" in response.content.decode()


def test_way_in_has_no_sign_up(visitor: Client) -> None:
    page = BeautifulSoup(visitor.get("/account/login/").content, "html.parser")

    assert page.select("a[href*=signup]") == []
    assert (
        page.select("[style], style, [onclick], script:not([src]):not([type='application/json'])")
        == []
    )


@pytest.mark.parametrize(
    "address",
    [
        "/account/login/",
        "/account/password/reset/",
        "/account/password/reset/done/",
        "/account/signup/",
    ],
)
def test_pages_of_the_way_in_are_drawn(visitor: Client, address: str) -> None:
    page = BeautifulSoup(visitor.get(address).content, "html.parser")

    assert len(page.select("main h1")) == 1


@pytest.mark.parametrize(
    "address", ["/account/2fa/", "/account/password/change/", "/account/logout/"]
)
def test_pages_of_the_account_are_drawn(sign_in: Any, focal_point: Any, address: str) -> None:
    response = sign_in(focal_point).get(address, follow=True)
    page = BeautifulSoup(response.content, "html.parser")

    assert response.status_code == 200
    assert len(page.select("main h1")) == 1
    assert str(focal_point) in page.select_one(".workspace-bar").get_text()


def test_workspace_changes_language_by_form(sign_in: Any, focal_point: Any) -> None:
    page = BeautifulSoup(sign_in(focal_point).get("/account/logout/").content, "html.parser")

    form = page.select_one(".language-bar form")
    assert form["method"] == "post"
    assert [button["value"] for button in form.select("button")] == ["ar", "zh", "fr", "ru", "es"]
