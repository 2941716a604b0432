"""Two people of a mission at one draft, in a real browser: conflict, choice, copy, and a change after submission.

The browser's requests are answered by Django's test client in the thread of the test, so that everything happens in
the transaction of the test and no server runs beside it.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from queue import Empty, Queue
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from requests_app import services
from requests_app.models import AssistanceRequest
from tests.conftest import CHROMIUM
from tests.factories import make_draft

ORIGIN = "http://localhost"

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(
        CHROMIUM is None, reason="Chromium is not installed: no page is tried in a browser."
    ),
]


@pytest.fixture
def as_people(browser: Any, browser_thread: ThreadPoolExecutor, sign_in: Any) -> Callable[..., Any]:
    """Return a function that calls `story(page of each person…)` while the test answers the browser."""

    def run(story: Callable[..., Any], *people: Any, **window: Any) -> Any:
        clients = [sign_in(person) for person in people]
        asked: Queue[tuple[Any, Any, Future[Any]]] = Queue()

        def visit() -> Any:
            contexts = [browser.new_context(base_url=ORIGIN, **window) for _each in clients]
            try:
                pages = [
                    _page(context, client, asked)
                    for context, client in zip(contexts, clients, strict=True)
                ]
                return story(*pages)
            finally:
                for context in contexts:
                    context.close()

        told = browser_thread.submit(visit)
        while not told.done():
            try:
                client, request, answer = asked.get(timeout=0.05)
            except Empty:
                continue
            answer.set_result(_answer(client, request))
        return told.result()

    return run


def _page(context: Any, client: Any, asked: Queue[Any]) -> Any:
    def serve(route: Any) -> None:
        path = urlsplit(route.request.url).path
        if path.startswith("/static/"):
            file = finders.find(path.removeprefix("/static/"))
            route.fulfill(body=Path(file).read_bytes(), content_type=mimetypes.guess_type(file)[0])
            return
        answer: Future[Any] = Future()
        request = route.request
        parts = (request.method, request.url, request.post_data_buffer, request.headers)
        asked.put((client, parts, answer))
        route.fulfill(**answer.result(timeout=60))

    context.route("**/*", serve)
    return context.new_page()


def _answer(client: Any, request: Any) -> dict[str, Any]:
    """What the site says; redirects are followed here, because the browser would not ask for them again."""
    method, url, body, headers = request
    parts = urlsplit(url)
    address = f"{parts.path}?{parts.query}" if parts.query else parts.path
    if method == "POST":
        kind = headers.get("content-type", "application/x-www-form-urlencoded")
        response = client.post(address, data=body or b"", content_type=kind, follow=True)
    else:
        response = client.get(address, follow=True)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return {"status": response.status_code, "body": body, "headers": dict(response.headers)}


def address_of(name: str, *args: Any) -> str:
    return reverse(f"requests:{name}", args=args)


def test_two_people_at_one_draft(
    as_people: Any, focal_point: Any, drafter: Any, arcadia: Any
) -> None:
    draft = make_draft(focal_point, arcadia)
    subject = address_of("edit", draft.pk, "subject")

    def story(hers: Any, his: Any) -> list[str]:
        hers.goto(subject)
        his.goto(subject)
        his.fill("#id_title", "His title")
        his.fill("#id_situation", "Only his")
        his.locator("main button[value=next]").press("Enter")
        his.wait_for_load_state()
        hers.fill("#id_title", "Her title")
        # Saved by itself: the banner names him and offers both.
        hers.wait_for_selector("[data-autosave-conflict] button:visible")
        said = [hers.text_content("[data-autosave-status]"), hers.input_value("#id_title")]
        hers.locator("[data-autosave-conflict] button").press("Enter")
        hers.wait_for_selector(".conflict")
        said += [hers.input_value("#id_title"), hers.text_content(".conflict .conflict-sides")]
        hers.locator(".conflict input[value=mine]").press("ArrowRight")
        hers.locator(".conflict .button-primary").press("Enter")
        hers.wait_for_selector("#id_title")
        hers.wait_for_selector(".conflict", state="detached")
        return [*said, hers.input_value("#id_title"), hers.input_value("#id_situation")]

    banner, kept, typed, sides, title, situation = as_people(story, focal_point, drafter)

    assert "Drafter saved other words here on" in banner
    assert kept == typed == "Her title"
    assert "Her title" in sides
    assert "His title" in sides
    assert (title, situation) == ("His title", "Only his")
    draft.refresh_from_db()
    assert (draft.title, draft.situation) == ("His title", "Only his")


def test_copy_and_change_by_keyboard(as_people: Any, focal_point: Any, arcadia: Any) -> None:
    request = make_draft(focal_point, arcadia)
    services.submit(request, by=focal_point)

    def story(page: Any) -> list[str]:
        page.goto(request.get_absolute_url())
        page.locator("#content").get_by_role("button", name="Change the words").press("Enter")
        page.wait_for_selector("#id_title")
        page.fill("#id_title", "Sea borders")
        page.locator("main button[value=next]").press("Enter")
        page.wait_for_load_state()
        page.goto(page.locator("a[href$='/review/']").first.get_attribute("href"))
        changed = page.text_content("#changes .changes-after")
        page.get_by_role("button", name="Submit the change").press("Enter")
        page.wait_for_selector("#content")
        title = page.text_content("h1")
        page.get_by_role("button", name="Copy into a new draft").press("Enter")
        page.wait_for_selector("#id_channel_reference")
        return [changed.strip(), title.strip(), page.text_content(".message")]

    changed, title, said = as_people(story, focal_point, viewport={"width": 390, "height": 900})

    assert (changed, title) == ("Sea borders", "Sea borders")
    assert "A new draft with the same words" in said
    assert request.versions.count() == 2
    draft = AssistanceRequest.objects.get(status="draft")
    assert (draft.title, draft.reference) == ("Sea borders", None)
