"""A browser on a phone with a real server beside it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.conf import settings as present
from django.core.cache import cache


@pytest.fixture
def visit(browser: Any, browser_thread: ThreadPoolExecutor, live_server: Any) -> Callable[..., Any]:
    """Return a function that lets `steps(page)` act in the browser, as the person whose client is given, or as nobody."""
    cache.clear()

    def run(steps: Callable[[Any], Any], client: Any) -> Any:
        # Without the policy of the pages, because the checker of accessibility is put into them.
        context = browser.new_context(
            base_url=live_server.url, viewport={"width": 390, "height": 844}, bypass_csp=True
        )
        if client:
            key = client.cookies[present.SESSION_COOKIE_NAME].value
            cookie = {"name": present.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}
            context.add_cookies([cookie])
        try:
            return steps(context.new_page())
        finally:
            context.close()

    return lambda steps, client=None: browser_thread.submit(run, steps, client).result()
