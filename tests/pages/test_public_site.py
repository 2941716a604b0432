"""What holds on every public page: language, silence towards the session, one database, no more queries for more rows."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from clearinghouse.core.database_roles import APPLICATION_ROLE, PUBLIC_ROLE
from clearinghouse.core.vocabulary import LANGUAGE_CODES

pytestmark = pytest.mark.django_db

PAGES = ("", "requests/", "offers/", "providers/", "how-it-works/", "about/")
QUERIES = {"": 6, "requests/": 3, "offers/": 5, "providers/": 2, "how-it-works/": 1, "about/": 0}


@pytest.mark.parametrize("code", LANGUAGE_CODES)
@pytest.mark.parametrize("page", PAGES)
def test_page_is_in_its_language(read: Callable[..., BeautifulSoup], code: str, page: str) -> None:
    html = read(f"/{code}/{page}").html

    assert (html["lang"], html["dir"]) == (code, "rtl" if code == "ar" else "ltr")


@pytest.mark.parametrize("page", PAGES)
def test_page_works_without_anything_published(
    read: Callable[..., BeautifulSoup], page: str
) -> None:
    assert len(read(f"/en/{page}").select("main h1")) == 1


def test_language_bar_keeps_page_and_filters(read: Callable[..., BeautifulSoup]) -> None:
    bar = read("/en/requests/?area=3C&q=a+b").select_one(".language-bar")

    entries = [(each.get("lang"), each.get("href")) for each in bar.select("li > *")]
    assert entries == [
        (code, None if code == "en" else f"/{code}/requests/?area=3C&q=a+b")
        for code in LANGUAGE_CODES
    ]


class Closed:
    """Stands in for a database connection that nobody may use."""

    alias, queries_log = "default", deque()

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"A public page asked the default database for {name}.")


@pytest.fixture
def only_public_role(publish_summary: Any, publish_offer: Any) -> Iterator[None]:
    """Publish something, close the default connection, and read as the role that sees the public copies only."""
    publish_summary()
    publish_offer()
    kept, public = connections["default"], connections["public"]
    with public.cursor() as cursor:
        cursor.execute(f"SET ROLE {PUBLIC_ROLE}")
    connections["default"] = Closed()
    yield
    connections["default"] = kept
    with public.cursor() as cursor:
        cursor.execute(f"SET ROLE {APPLICATION_ROLE}")


@pytest.mark.parametrize(
    "page", [*PAGES, "requests/?q=customs&area=3C", "offers/?state=XAA&q=customs"]
)
def test_page_reads_through_the_public_role_only(
    visitor: Client, only_public_role: None, page: str
) -> None:
    response = visitor.get(f"/en/{page}")

    assert response.status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_page_is_the_same_for_everybody(sign_in: Any, focal_point: Any, page: str) -> None:
    """It neither asks who reads it nor sets a cookie, so that anybody's copy serves anybody else."""
    response = sign_in(focal_point).get(f"/en/{page}")

    assert not response.wsgi_request.session.accessed
    assert response.cookies == {}
    assert "Cookie" not in response["Vary"]
    assert response["Cache-Control"] == "public, no-cache"


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("page", PAGES)
def test_queries_do_not_grow_with_rows(
    visitor: Client, publish_summary: Any, publish_offer: Any, page: str, rows: int
) -> None:
    for number in range(rows):
        publish_summary(title=f"Request {number}")
        publish_offer(title=f"Offer {number}")

    with CaptureQueriesContext(connections["public"]) as queries:
        visitor.get(f"/en/{page}")

    assert len(queries) == QUERIES[page]


def test_nothing_inline(
    read: Callable[..., BeautifulSoup], publish_summary: Any, publish_offer: Any
) -> None:
    addresses = [f"/en/{page}" for page in PAGES]
    addresses += [publish_summary().get_absolute_url(), f"/en/offers/{publish_offer().pk}/"]

    for address in addresses:
        page = read(address)
        assert page.select("[style], style, [onclick], [onload], script:not([src])") == []


def test_home_is_light(visitor: Client, publish_summary: Any, publish_offer: Any) -> None:
    """The first page, with everything that it asks for, stays under 60 kB on the line."""
    for number in range(3):
        publish_summary(title=f"Request {number}")
        publish_offer(title=f"Offer {number}")

    page = visitor.get("/en/", headers={"Accept-Encoding": "gzip"})
    sheet = visitor.get("/assets/site.css", headers={"Accept-Encoding": "gzip"})

    assert len(page.content) + len(sheet.content) < 30_000


def test_unchanged_page_is_not_sent_again(visitor: Client) -> None:
    first = visitor.get("/en/about/")

    again = visitor.get("/en/about/", headers={"If-None-Match": first["ETag"]})

    assert again.status_code == 304


def test_public_pages_are_only_read(visitor: Client) -> None:
    assert {visitor.post(f"/en/{page}").status_code for page in PAGES} == {405}
