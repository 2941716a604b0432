"""The pages in a real browser: accessibility rules, no sideways scrolling, and the scripts. Needs Chromium.

The pages are fetched by Django's test client and handed to the browser, so that no server runs beside the test and its
transaction.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from tests.conftest import CHROMIUM

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
ORIGIN = "http://localhost"
PAGES = (
    "/en/",
    "/ar/",
    "/zh/",
    "/en/requests/",
    "/ar/offers/",
    "/en/providers/",
    "/ar/how-it-works/",
    "/gallery/",
    "/account/login/",
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(
        CHROMIUM is None, reason="Chromium is not installed: no page is tried in a browser."
    ),
]

DRAFT = """<!doctype html><html lang="en"><title>Draft</title>
<form data-autosave data-autosave-url="/save/"><input name="title"><input type="hidden" name="version" value="1">
<div data-autosave-status data-text-saving="Saving" data-text-saved="Saved at {time}" data-text-waiting="Not saved yet"
 data-text-failed="Failed" data-text-stale="Stale" data-text-signedout="Signed out"></div></form>
<script type="module" src="/static/js/main.js"></script></html>"""


@pytest.fixture
def in_browser(
    browser: Any, browser_thread: ThreadPoolExecutor, publish_summary: Any, publish_offer: Any
) -> Callable[..., Any]:
    """Return a function that calls `visit(page)` in the browser, on a site with something published."""
    publish_summary()
    publish_offer()
    answers = {address: _answer(Client().get(address)) for address in (*PAGES, "/assets/site.css")}

    def serve(route: Any) -> None:
        path = urlsplit(route.request.url).path
        if path.startswith("/static/"):
            file = finders.find(path.removeprefix("/static/"))
            route.fulfill(body=Path(file).read_bytes(), content_type=mimetypes.guess_type(file)[0])
        else:
            route.fulfill(**answers.get(path, {"status": 404, "body": ""}))

    def run(visit: Callable[[Any], Any], **window: Any) -> Any:
        context = browser.new_context(base_url=ORIGIN, **window)
        context.route("**/*", serve)
        try:
            return visit(context.new_page())
        finally:
            context.close()

    return lambda visit, **window: browser_thread.submit(run, visit, **window).result()


def _answer(response: Any) -> dict[str, Any]:
    assert response.status_code == 200
    return {"body": response.content, "headers": dict(response.headers)}


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_pages_keep_the_rules_of_accessibility(in_browser: Any, width: int, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    def visit(page: Any) -> list[str]:
        faults = []
        for address in PAGES:
            page.goto(address)
            violations = Axe().run(page, options=RULES).response["violations"]
            faults += [
                f"{address}: {each['id']}: {each['nodes'][0]['html'][:120]}" for each in violations
            ]
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                faults.append(f"{address}: wider than the window")
        return faults

    window = {
        "viewport": {"width": width, "height": 900},
        "color_scheme": scheme,
        "bypass_csp": True,
    }
    assert in_browser(visit, **window) == []


def test_policy_stops_nothing_of_ours(in_browser: Any) -> None:
    def visit(page: Any) -> list[str]:
        complaints = []
        page.on(
            "console",
            lambda message: complaints.append(message.text) if message.type == "error" else None,
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        for address in PAGES:
            page.goto(address, wait_until="networkidle")
        return complaints

    assert in_browser(visit) == []


def test_first_key_leads_to_the_content(in_browser: Any) -> None:
    def visit(page: Any) -> str:
        page.goto("/en/")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        return page.evaluate("document.activeElement.id")

    assert in_browser(visit) == "main"


def test_error_summary_takes_the_focus_and_leads_to_the_field(in_browser: Any) -> None:
    def visit(page: Any) -> tuple[bool, str]:
        page.goto("/gallery/", wait_until="networkidle")
        has_focus = page.evaluate("document.activeElement.hasAttribute('data-error-summary')")
        page.click(".error-summary a")
        return has_focus, page.evaluate("document.activeElement.name")

    assert in_browser(visit) == (True, "title")


def test_question_is_asked_before_a_form_is_sent(in_browser: Any) -> None:
    def visit(page: Any) -> tuple[str, bool, bool]:
        sent = []
        page.on(
            "request", lambda request: sent.append(request) if request.method == "POST" else None
        )
        page.goto("/gallery/", wait_until="networkidle")
        page.click("form[data-confirm] button")
        question = page.inner_text("dialog p")
        page.click("dialog button[value=no]")
        was_sent_at_no = bool(sent)
        page.click("form[data-confirm] button")
        with page.expect_request(lambda request: request.method == "POST"):
            page.click("dialog button[value=yes]")
        return question, was_sent_at_no, bool(sent)

    assert in_browser(visit) == ("Hold the distribution?", False, True)


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (200, '{"saved_at": "2026-03-02T14:31:00Z", "version": 2}', ("saved", "2")),
        (409, "{}", ("stale", "1")),
        (500, "", ("failed", "1")),
        (403, "", ("signedout", "1")),
    ],
)
def test_autosave_says_how_far_it_is(
    in_browser: Any, status: int, body: str, expected: tuple[str, str]
) -> None:
    def visit(page: Any) -> tuple[str, str]:
        page.route("**/draft/", lambda route: route.fulfill(body=DRAFT, content_type="text/html"))
        page.route(
            "**/save/",
            lambda route: route.fulfill(status=status, body=body, content_type="application/json"),
        )
        page.goto("/draft/", wait_until="networkidle")
        page.fill("input[name=title]", "Border controls")
        page.wait_for_selector(f"[data-state={expected[0]}]", timeout=6_000)
        return page.get_attribute("[data-autosave-status]", "data-state"), page.input_value(
            "input[name=version]"
        )

    assert in_browser(visit) == expected
