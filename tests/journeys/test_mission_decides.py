"""A mission reads its case, looks at it as others will, holds, releases, sends, and checks the receipt offline.

In a real browser with a real server beside it. Needs Chromium.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as present
from django.urls import reverse

from requests_app import services
from requests_app.enums import RequestStatus
from requests_app.models import AssistanceRequest, Notice
from tests.factories import make_request

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
SCRIPT = Path(__file__).resolve().parents[2] / "docs" / "verify_receipt.py"
OPTIONS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(
        CHROMIUM is None, reason="Chromium is not installed: no page is tried in a browser."
    ),
]


@pytest.fixture
def in_browser(live_server: Any, sign_in: Any, focal_point: Any) -> Any:
    """Return a function that calls `visit(page)` in a browser in which the focal point is signed in."""
    session = sign_in(focal_point).cookies[present.SESSION_COOKIE_NAME].value

    def run(visit: Any) -> Any:
        from playwright.sync_api import sync_playwright

        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
            context = browser.new_context(base_url=live_server.url, accept_downloads=True)
            cookie = {
                "name": present.SESSION_COOKIE_NAME,
                "value": session,
                "url": live_server.url,
            }
            context.add_cookies([cookie])
            try:
                return visit(context.new_page())
            finally:
                browser.close()

    def in_thread(visit: Any) -> Any:
        # A thread of its own: the browser's event loop would make Django refuse the database.
        with ThreadPoolExecutor(max_workers=1) as executor:
            return executor.submit(run, visit).result()

    return in_thread


@pytest.mark.django_db(transaction=True, databases=["default", "public"])
def test_mission_decides(
    in_browser: Any, client: Any, focal_point: Any, arcadia: Any, provider: Any, tmp_path: Path
) -> None:
    record = make_request(focal_point, arcadia, title="Border controls of Arcadia")
    case = record.get_absolute_url()

    def look_and_hold(page: Any) -> tuple[str, str, str]:
        page.goto(case)
        page.click("text=Show me as each reader")
        page.select_option("#provider", provider.code)
        page.click("form.filters button")
        seen = page.inner_text("main")
        page.goto(case)
        page.click("#distribution a.button:has-text('Hold')")
        page.fill("textarea[name=reason]", "The capital is asked first.")
        page.click("main form button")
        held = page.inner_text("#distribution")
        page.click("#distribution button:has-text('Release this hold')")
        page.click("#distribution summary:has-text('Send now')")
        page.click("#distribution details[open] button")
        return seen, held, page.inner_text("#distribution")

    seen, held, asked = in_browser(look_and_hold)

    assert f"This is what {provider.name} will see" in seen
    assert "Border controls of Arcadia" in seen
    assert "The capital is asked first." in held
    assert "You asked to send it now" in asked
    assert not Notice.objects.exists()

    services.distribute(AssistanceRequest.objects.get(pk=record.pk))

    def keep_receipt(page: Any) -> Path:
        page.goto(reverse("requests:receipt", args=[record.pk]))
        with page.expect_download() as download:
            page.click("text=Download the signed receipt")
        kept = tmp_path / "receipt.json"
        download.value.save_as(kept)
        page.goto(reverse("pages:check_receipt"))
        page.set_input_files("input[type=file]", kept)
        page.click("main form button")
        assert "This receipt is genuine" in page.inner_text("main")
        return kept

    kept = in_browser(keep_receipt)
    keys = tmp_path / "keys.json"
    keys.write_bytes(client.get(reverse("site:keys")).content)

    done = subprocess.run(
        [sys.executable, "-I", SCRIPT, kept, keys], capture_output=True, text=True, check=False
    )
    record.refresh_from_db()
    assert record.status == RequestStatus.DISTRIBUTED
    assert (done.returncode, done.stdout.startswith("Genuine")) == (0, True)
