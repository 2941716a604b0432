"""What a reader of a page in the browser would stumble over."""

from __future__ import annotations

from typing import Any

from tests.pages.test_browser import RULES


def faults(page: Any) -> list[str]:
    """What a reader would stumble over: rules of accessibility, and scrolling sideways."""
    from axe_playwright_python.sync_playwright import Axe

    violations = Axe().run(page, options=RULES).response["violations"]
    found = [f"{page.url} {each['id']}: {each['nodes'][0]['html'][:120]}" for each in violations]
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append(f"{page.url} is wider than the window")
    return found
