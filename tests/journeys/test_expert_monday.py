"""A Monday at the desk in a real browser: an expert works, a Committee member reads. Needs Chromium.

The browser runs in a thread of its own and asks for every page; the test's thread answers with Django's test client,
so that no server runs beside the test and its transaction. Forms are checked for their token as at the real door.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from queue import Empty, Queue
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from clearinghouse.audit.models import AuditEvent
from clearinghouse.desk import selectors
from clearinghouse.desk.models import SavedSearch, Todo, WorkItem
from requests_app import services
from requests_app.enums import RequestStatus
from requests_app.models import AssistanceRequest, Hold
from tests.conftest import CHROMIUM
from tests.factories import make_paper_request, make_request
from tests.pages.test_browser import ORIGIN, RULES

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(
        CHROMIUM is None, reason="Chromium is not installed: no page is tried in a browser."
    ),
]
SCAN = b"%PDF-1.7\nnote verbale\n%%EOF"


@pytest.fixture
def at_the_desk(
    browser: Any, browser_thread: ThreadPoolExecutor, sign_in: Any
) -> Callable[..., Any]:
    """Return a function that lets a person do `story(page)` in the browser."""

    def live(person: Any, story: Callable[[Any], Any]) -> Any:
        client: Client = sign_in(person)
        client.handler.enforce_csrf_checks = True
        asked: Queue[Any] = Queue()
        answers: Queue[Any] = Queue()

        def serve(route: Any) -> None:
            path = urlsplit(route.request.url).path
            if path.startswith("/static/"):
                file = finders.find(path.removeprefix("/static/"))
                kind = mimetypes.guess_type(file)[0]
                route.fulfill(body=Path(file).read_bytes(), content_type=kind)
                return
            asked.put(route.request)
            route.fulfill(**answers.get(timeout=60))

        def run() -> Any:
            context = browser.new_context(
                base_url=ORIGIN, viewport={"width": 1280, "height": 900}, bypass_csp=True
            )
            context.route("**/*", serve)
            try:
                return story(context.new_page())
            finally:
                context.close()

        done = browser_thread.submit(run)
        while not done.done():
            try:
                request = asked.get(timeout=0.1)
            except Empty:
                continue
            answers.put(_answer(client, request))
        return done.result()

    return live  # fmt: skip


def _answer(client: Client, request: Any) -> dict[str, Any]:
    address = urlsplit(request.url)
    path = f"{address.path}?{address.query}" if address.query else address.path
    if request.method == "POST":
        kind = request.headers.get("content-type", "")
        response = client.generic(
            "POST", path, request.post_data_buffer or b"", content_type=kind, follow=True
        )
        if response.status_code in {301, 302}:
            # The browser would not ask for the next page through us.
            response = client.get(response["Location"], follow=True)
    else:
        response = client.get(path, follow=True)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    headers = {name: text for name, text in response.headers.items() if name != "Content-Length"}
    return {"status": response.status_code, "body": body, "headers": headers}


def faults(page: Any) -> list[str]:
    """What the rules of accessibility find on the page."""
    from axe_playwright_python.sync_playwright import Axe

    violations = Axe().run(page, options=RULES).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html'][:120]}" for each in violations]


@pytest.fixture
def monday(expert: Any, arcadia: Any, borduria: Any) -> tuple[Any, Any]:
    """Two notes verbales wait to be authenticated."""
    return make_paper_request(expert, arcadia), make_paper_request(expert, borduria)


def test_expert_takes_defers_searches_and_enters_a_note(
    at_the_desk: Any, expert: Any, arcadia: Any, monday: tuple[Any, Any]
) -> None:
    first, second = monday
    tomorrow = (selectors.today() + timedelta(days=1)).isoformat()

    def story(page: Any) -> dict[str, Any]:
        seen: dict[str, Any] = {"faults": []}
        page.goto("/desk/")
        seen["faults"] += faults(page)
        page.click("#queue-authenticate a")
        page.click(f"button[value='take:{first.pk}']")
        seen["faults"] += faults(page)
        page.check(f"#tick-{second.pk}")
        page.click("summary:has-text('Put aside until a day')")
        page.fill("input[name=until]", tomorrow)
        page.fill("input[name=reason]", "The mission answers tomorrow.")
        page.click("button[value=defer]")
        seen["left"] = page.locator("#content tbody tr").count()

        page.fill("#desk-search", "is:submitted state:XAA colour:red")
        page.press("#desk-search", "Enter")
        seen["found"] = page.locator("#content tbody tr").count()
        seen["problem"] = page.inner_text(".search-problems")
        seen["faults"] += faults(page)
        page.click("summary:has-text('Keep this search')")
        page.fill("input[name=name]", "Arcadia waits")
        page.click("button:has-text('Keep it on my first page')")

        page.goto("/desk/requests/intake/")
        page.select_option("select[name=requester]", str(arcadia.pk))
        page.fill("input[name=channel_reference]", "NV/77")
        page.fill("input[name=title]", "Export control law")
        page.click(".actions button[value=save]")
        return seen

    def continued(page: Any) -> dict[str, Any]:
        seen: dict[str, Any] = {}
        page.goto(f"/desk/requests/{entry.pk}/entry/")
        seen["scan"] = page.get_attribute("object.desk-scan-page", "data")
        page.fill("input[name=title]", "Law on export controls")
        page.click(".actions button[value=save]")
        page.click("summary:has-text('Who typed what')")
        seen["typed"] = page.inner_text("tr:has(del)")
        page.goto(f"/desk/requests/{first.pk}/")
        seen["next"] = page.inner_text("#steps h2")
        page.fill("input[name=authenticate-ground]", "Signed note, stamp known.")
        page.click("button:has-text('Confirm as authentic')")
        page.click("summary:has-text('Write a note')")
        page.fill("#notes textarea", "Telephoned with the mission.")
        page.click("button:has-text('Keep the note')")
        seen["note"] = page.inner_text(".desk-note p >> nth=0")
        seen["faults"] = faults(page)
        page.goto("/desk/")
        page.fill("input[name=todo-text]", "Write the summary")
        page.click(".desk-todo-form button")
        seen["searches"] = page.inner_text("[aria-labelledby=searches] li")
        return seen

    seen = at_the_desk(expert, story)
    assert seen["faults"] == []
    assert (seen["left"], seen["found"]) == (1, 1)
    entry = AssistanceRequest.objects.get(channel_reference="NV/77")
    # A browser hands no file to whoever answers in a server's place.
    services.attach(
        entry, by=expert, upload=SimpleUploadedFile("note.pdf", SCAN), kind="note_verbale"
    )
    later = at_the_desk(expert, continued)

    assert (later["faults"], later["next"]) == ([], "Next step")
    assert "Law on export controls" in later["typed"]
    assert "There is no operator “colour:” here" in seen["problem"]
    assert WorkItem.objects.get(subject=first.pk, queue="authenticate").assigned_to == expert
    assert (
        WorkItem.objects.get(subject=second.pk).deferred_reason == "The mission answers tomorrow."
    )
    assert SavedSearch.objects.get().text == "is:submitted state:XAA colour:red"
    assert later["scan"] == f"/desk/requests/{entry.pk}/scans/{entry.attachments.get().pk}/"
    first.refresh_from_db()
    assert first.status == RequestStatus.ACKNOWLEDGED
    assert later["note"] == "Telephoned with the mission."
    assert Todo.objects.get().text == "Write the summary"
    assert "Arcadia waits" in later["searches"]


def test_member_reads_everything_changes_nothing_and_may_hold(
    at_the_desk: Any, sign_in: Any, member: Any, focal_point: Any, arcadia: Any, monday: tuple[Any, Any]
) -> None:  # fmt: skip
    paper, _other = monday
    waiting = make_request(focal_point, arcadia, title="Border posts")
    before = AuditEvent.objects.count()

    def reading(page: Any) -> dict[str, Any]:
        seen: dict[str, Any] = {}
        page.goto("/desk/queues/authenticate/")
        seen["lines"] = page.locator("#content tbody tr").count()
        seen["controls"] = page.locator("#content form, #content tbody button").count()
        page.goto(f"/desk/requests/{paper.pk}/")
        seen["forms"] = sorted(
            form.get_attribute("action").rsplit("/", 2)[1] for form in page.locator("#content form[method=post]").all()
        )  # fmt: skip
        return seen

    def holding(page: Any) -> tuple[str, str]:
        page.goto(f"/desk/requests/{waiting.pk}/")
        page.click("#holds summary:has-text('Place a hold')")
        page.fill("#holds textarea", "To be discussed in the working group.")
        page.click("#holds button:has-text('Place a hold')")
        held = page.inner_text("#holds article")
        page.click("#holds button:has-text('Release this hold')")
        return held, page.inner_text("#holds article")

    seen = at_the_desk(member, reading)
    assert seen == {"lines": 2, "controls": 0, "forms": ["hold", "todos"]}
    client = sign_in(member)
    for address, data in (
        ("/desk/queues/authenticate/", {"row": f"take:{paper.pk}"}),
        (f"/desk/cases/{paper.pk}/take/", {}),
        (f"/desk/cases/{paper.pk}/note/", {"text": "x"}),
        (f"/desk/requests/{paper.pk}/authenticate/", {"authenticate-ground": "x"}),
        (f"/desk/requests/{paper.pk}/step/send_back/", {"note": "x"}),
    ):
        assert client.post(address, data).status_code == 403, address
    assert AuditEvent.objects.count() == before

    held, released = at_the_desk(member, holding)

    assert "To be discussed in the working group." in held
    assert "Released by" in released
    hold = Hold.objects.get()
    assert (hold.kind, hold.placed_by, hold.released_by) == ("member", member, member)
