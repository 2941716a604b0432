"""An expert reviews the offers for a need with the keys alone, in a real browser. Needs Chromium.

Pages are fetched by Django's test client and handed to the browser, so that no server runs beside the test and its
transaction; what the browser posts is handed back to the client.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from matching.enums import MatchStatus
from tests.conftest import CHROMIUM
from tests.factories import make_request
from tests.matching.records import make_match, make_offer_record
from tests.pages.test_browser import ORIGIN, RULES

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(
        CHROMIUM is None, reason="Chromium is not installed: no page is tried in a browser."
    ),
]

# What the keys find in the focus: the number of the row, counted from 0, or -1.
FOCUSED_ROW = "[...document.querySelectorAll('[data-list-row]')].indexOf(document.activeElement)"


@pytest.fixture
def need(focal_point: Any, arcadia: Any, provider: Any, provider_contact: Any) -> Any:
    """A need with three offers, the best first."""
    need = make_request(focal_point, arcadia, at="distributed").needs.get()
    for rank in (1, 2, 3):
        offer = make_offer_record(provider, provider_contact, title=f"Training number {rank}")
        make_match(need, offer, rank=rank, score=0.9 - rank / 10)
    return need


@pytest.fixture
def in_browser(
    browser: Any, browser_thread: ThreadPoolExecutor, sign_in: Any, expert: Any
) -> Callable[..., Any]:
    """Return a function that calls `visit(page)` on one address, as the expert; it returns what was posted as well."""
    client: Client = sign_in(expert)

    def visit_page(address: str, visit: Callable[[Any], Any], **window: Any) -> Any:
        path_of_page = urlsplit(address).path
        answers = {
            path_of_page: client.get(address),
            "/assets/site.css": client.get("/assets/site.css"),
        }
        posts: list[tuple[str, dict[str, list[str]]]] = []

        def serve(route: Any) -> None:
            path = urlsplit(route.request.url).path
            if route.request.method == "POST":
                posts.append((path, parse_qs(route.request.post_data or "")))
                route.fulfill(status=204, body="")
            elif path.startswith("/static/"):
                file = finders.find(path.removeprefix("/static/"))
                kind = mimetypes.guess_type(file)[0]
                route.fulfill(body=Path(file).read_bytes(), content_type=kind)
            elif path in answers:
                kept = answers[path]
                route.fulfill(body=kept.content, headers=dict(kept.headers))
            else:
                route.fulfill(status=404, body="")

        def run() -> Any:
            context = browser.new_context(base_url=ORIGIN, **window)
            context.route("**/*", serve)
            try:
                page = context.new_page()
                page.goto(address, wait_until="networkidle")
                return visit(page)
            finally:
                context.close()

        seen = browser_thread.submit(run).result()
        for path, form in posts:
            client.post(path, form)
        return seen

    return visit_page


def review(need: Any) -> str:
    return reverse("admin:desk_matching:need", args=[need.pk])


def statuses(need: Any) -> list[str]:
    return list(need.matches.order_by("rank").values_list("status", flat=True))


def test_an_expert_decides_with_the_keys_alone(in_browser: Any, need: Any) -> None:
    def visit(page: Any) -> list[Any]:
        page.focus("[data-list-row]")
        page.keyboard.press("s")
        page.keyboard.press("j")
        at = [page.evaluate(FOCUSED_ROW)]
        page.keyboard.press("d")
        page.keyboard.press("Tab")
        page.keyboard.type("sdpnj, written and not pressed")
        page.locator("[data-list-row]").nth(1).locator("select[name=choice]").select_option("tried")
        page.locator("[data-list-row]").nth(1).locator("details[open] button").first.press("Enter")
        page.locator("[data-list-row]").nth(1).focus()
        page.keyboard.press("j")
        page.keyboard.press("p")
        page.locator("[data-list-row]").nth(2).locator("details[open] button").press("Enter")
        page.wait_for_timeout(200)
        return at

    assert in_browser(review(need), visit) == [1]
    assert statuses(need) == ["shortlisted", "dismissed", "proposed"]
    dismissed = need.matches.get(status=MatchStatus.DISMISSED)
    assert dismissed.dismissed_cause == "tried"
    assert dismissed.dismissed_reason == "sdpnj, written and not pressed"


def test_keys_do_nothing_outside_the_list_or_when_switched_off(in_browser: Any, need: Any) -> None:
    def visit(page: Any) -> list[int]:
        page.focus("a[href]")
        page.keyboard.press("s")
        page.focus("[data-list-row]")
        page.keyboard.press("?")
        page.uncheck("[data-list-keys-switch]")
        page.focus("[data-list-row]")
        page.keyboard.press("s")
        page.keyboard.press("j")
        switched_off = page.evaluate(FOCUSED_ROW)
        page.reload(wait_until="networkidle")
        page.focus("[data-list-row]")
        page.keyboard.press("j")
        return [switched_off, page.evaluate(FOCUSED_ROW)]

    assert in_browser(review(need), visit) == [0, 0]
    assert set(statuses(need)) == {"suggested"}


def test_two_are_selected_and_compared(in_browser: Any, need: Any) -> None:
    def visit(page: Any) -> str:
        page.focus("[data-list-row]")
        for key in ("x", "j", "x"):
            page.keyboard.press(key)
        with page.expect_request(lambda request: "/compare/" in request.url) as asked:
            page.keyboard.press("c")
        return str(asked.value.url)

    chosen = parse_qs(urlsplit(in_browser(review(need), visit)).query)["match"]

    assert chosen == [str(m.pk) for m in need.matches.order_by("rank")[:2]]


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_the_review_pages_keep_the_rules_of_accessibility(
    in_browser: Any, need: Any, width: int, scheme: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    matches = list(need.matches.order_by("rank"))
    chosen = "&".join(f"match={match.pk}" for match in matches)
    addresses = [
        review(need),
        reverse("admin:desk_matching:home"),
        reverse("admin:desk_matching:why", args=[need.pk]),
        reverse("admin:desk_matching:pair", args=[matches[0].pk]),
        reverse("admin:desk_matching:coalition", args=[need.assistance_request_id]),
        f"{reverse('admin:desk_matching:compare', args=[need.pk])}?{chosen}",
    ]

    def visit(page: Any) -> list[str]:
        violations = Axe().run(page, options=RULES).response["violations"]
        faults = [f"{each['id']}: {each['nodes'][0]['html'][:160]}" for each in violations]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            faults.append("wider than the window")
        return faults

    window = {
        "viewport": {"width": width, "height": 900},
        "color_scheme": scheme,
        "bypass_csp": True,
    }
    assert {a: f for a in addresses if (f := in_browser(a, visit, **window))} == {}
