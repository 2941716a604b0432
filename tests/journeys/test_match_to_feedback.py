"""From an offer put to a State to the request that closes, in a real browser, every step by its own button.

Three people, three sessions. Django's test client answers what the browser asks, so that no server runs beside the test
and its transaction.
"""

from __future__ import annotations

import mimetypes
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Queue
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from matching import services
from matching.enums import MatchStatus
from matching.models import Match
from requests_app.enums import NeedStatus, RequestStatus
from tests.factories import make_request
from tests.matching.records import make_match, make_offer_record

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
OPTIONS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
ORIGIN = "http://localhost"

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(
        CHROMIUM is None, reason="Chromium is not installed: no page is tried in a browser."
    ),
]


class Desk:
    """Answers the browser's thread from the thread of the test, which alone may touch the database."""

    def __init__(self) -> None:
        self.asked: Queue[tuple[Client, Any, Queue[dict[str, Any]]] | None] = Queue()

    def fetch(self, client: Client, request: Any) -> dict[str, Any]:
        """Called in the browser's thread: hand the request over and wait for its answer."""
        answer: Queue[dict[str, Any]] = Queue()
        self.asked.put((client, request, answer))
        return answer.get(timeout=60)

    def serve_until(self, done: Any) -> Any:
        """Called in the test's thread: answer until the visit is over, then give its result."""
        done.add_done_callback(lambda _: self.asked.put(None))
        while (asked := self.asked.get(timeout=120)) is not None:
            client, request, answer = asked
            answer.put(_answer(client, request))
        return done.result()


def _answer(client: Client, request: dict[str, Any]) -> dict[str, Any]:
    path = urlsplit(request["url"])
    if path.path.startswith("/static/"):
        file = finders.find(path.path.removeprefix("/static/"))
        return {"body": Path(file).read_bytes(), "content_type": mimetypes.guess_type(file)[0]}
    address = path.path + (f"?{path.query}" if path.query else "")
    if request["method"] == "POST":
        response = client.generic("POST", address, request["body"], content_type=request["type"])
    else:
        response = client.get(address)
    # The browser would ask for what a redirect leads to without asking this desk.
    while response.status_code in {301, 302}:
        response = client.get(response["Location"])
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return {"status": response.status_code, "headers": dict(response.headers), "body": body}


@pytest.fixture
def visit() -> Iterator[Callable[..., Any]]:
    """Return a function that opens a page of the browser as one person and lets `steps(page)` act there."""
    from playwright.sync_api import sync_playwright

    desk, thread = Desk(), ThreadPoolExecutor(max_workers=1)
    playwright = thread.submit(lambda: sync_playwright().start()).result()
    launch = playwright.chromium.launch
    browser = thread.submit(lambda: launch(executable_path=CHROMIUM, args=OPTIONS)).result()

    def act(client: Client, steps: Callable[[Any], Any]) -> Any:
        context = browser.new_context(base_url=ORIGIN, viewport={"width": 390, "height": 844})

        def serve(route: Any) -> None:
            asked = route.request
            facts = {
                "url": asked.url, "method": asked.method, "body": asked.post_data_buffer or b"",
                "type": asked.headers.get("content-type", ""),
            }  # fmt: skip
            route.fulfill(**desk.fetch(client, facts))

        context.route("**/*", serve)
        try:
            return steps(context.new_page())
        finally:
            context.close()

    yield lambda client, steps: desk.serve_until(thread.submit(act, client, steps))
    thread.submit(browser.close).result()
    thread.submit(playwright.stop).result()
    thread.shutdown()


def press(page: Any, address: str, label: str, note: str = "") -> str:
    """Open the page, the question behind the button, write the note, and send; return what the page then says."""
    page.goto(address)
    if page.locator("summary", has_text=label).count():
        page.locator("summary", has_text=label).first.click()
        form = page.locator("details[open]", has_text=label)
        if note:
            form.locator("textarea").fill(note)
        form.locator("button").click()
    else:
        page.get_by_role("button", name=label, exact=True).click()
    page.wait_for_load_state()
    return str(page.inner_text("main"))


def answer_form(page: Any, address: str, choices: dict[str, str], button: str) -> str:
    """Choose in a form with radio buttons, and send it; return what the page then says."""
    page.goto(address)
    for name, value in choices.items():
        page.locator(f"input[name={name}][value={value}]").check()
    page.get_by_role("button", name=button, exact=True).click()
    page.wait_for_load_state()
    return str(page.inner_text("main"))


def test_from_a_proposal_to_a_closed_request(
    visit: Any, sign_in: Any, focal_point: Any, expert: Any, provider: Any, provider_contact: Any,
    arcadia: Any,
) -> None:  # fmt: skip
    request = make_request(focal_point, arcadia, at=RequestStatus.DISTRIBUTED)
    need = request.needs.get()
    match = make_match(need, make_offer_record(provider, provider_contact))
    services.put_to_state(match, by=expert, note="They taught your neighbours.")
    page_of, feedback = match.get_absolute_url(), reverse("matching:feedback", args=[match.pk])
    state, desk, helper = sign_in(focal_point), sign_in(expert), sign_in(provider_contact)

    visit(state, lambda page: press(page, page_of, "Ask the experts", "Do they teach in French?"))
    pair = reverse("admin:desk_matching:pair", args=[match.pk])
    visit(desk, lambda page: press(page, pair, "Answer the State", "Yes, and in English."))
    visit(state, lambda page: press(page, page_of, "Welcome", "With pleasure."))
    for label in ("Agree to assist", "Delivery has begun", "Delivery is complete"):
        visit(helper, lambda page, label=label: press(page, page_of, label))

    match.refresh_from_db()
    need.refresh_from_db()
    assert (match.status, need.status) == (MatchStatus.COMPLETED, NeedStatus.DELIVERING)

    visit(helper, lambda page: answer_form(page, feedback, {"verdict": "met"}, "Send"))
    visit(state, lambda page: answer_form(page, feedback, {"verdict": "partly_met"}, "Send"))
    need.refresh_from_db()
    assert need.status == NeedStatus.PARTLY_MET

    own = request.get_absolute_url()
    said = visit(state, lambda page: press(page, own, "The need is met", "The rest came by mail."))
    assert "Every need is settled" in said
    close = reverse("requests:close", args=[request.pk])
    said = visit(state, lambda page: answer_form(page, close, {}, "Close the request"))

    assert "The request has been closed." in said
    request.refresh_from_db()
    assert (request.status, request.outcome) == (RequestStatus.CLOSED, "met")
    assert Match.objects.get().feedback.count() == 2
