"""Pictures of the pages, to be looked at: wide and on a phone, light and dark, left to right and right to left.

    .venv/bin/python bench/screenshots.py [--base-url http://localhost:8000] [--out var/screenshots] [PATH ...]

A path may begin with {lang}, which stands for each of the languages. Without paths it takes the public site.
`--sign-in ADDRESS PASSWORD` signs in first, for pages of the workspace.
"""

from __future__ import annotations

import argparse
import re
import shutil
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

PUBLIC = [
    "/{lang}/",
    "/{lang}/requests/",
    "/{lang}/offers/",
    "/{lang}/providers/",
    "/{lang}/how-it-works/",
]
WIDTHS = {"wide": 1280, "phone": 390}
BROWSER_OPTIONS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-background-networking",
]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("paths", nargs="*", default=PUBLIC)
    parser.add_argument("--base-url", default="http://localhost:8000")
    parser.add_argument("--out", type=Path, default=Path("var/screenshots"))
    parser.add_argument("--languages", nargs="*", default=["en", "ar"])
    parser.add_argument("--schemes", nargs="*", default=["light"], choices=["light", "dark"])
    parser.add_argument("--widths", nargs="*", default=list(WIDTHS), choices=list(WIDTHS))
    parser.add_argument("--sign-in", nargs=2, metavar=("ADDRESS", "PASSWORD"))
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("chromium-browser"),
            args=BROWSER_OPTIONS,
        )
        for width in options.widths:
            for scheme in options.schemes:
                take(browser, options, width=width, scheme=scheme)
        browser.close()


def take(browser: Browser, options: argparse.Namespace, *, width: str, scheme: str) -> None:
    """Save one picture per path and language, and complain about pages that are wider than the window."""
    context = browser.new_context(
        base_url=options.base_url,
        viewport={"width": WIDTHS[width], "height": 900},
        color_scheme=scheme,
    )
    page = context.new_page()
    page.on(
        "console",
        lambda message: print(f"  console: {message.text}") if message.type == "error" else None,
    )
    if options.sign_in:
        page.goto("/account/login/")
        page.fill("input[name=login]", options.sign_in[0])
        page.fill("input[name=password]", options.sign_in[1])
        page.press("input[name=password]", "Enter")
        page.wait_for_load_state()
    for path in options.paths:
        for address in _in_languages(path, options.languages):
            page.goto(address)
            file = options.out / f"{_name(address)}-{width}-{scheme}.png"
            page.screenshot(path=file, full_page=True)
            overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            print(f"{file}" + (f"  {overflow} px too wide" if overflow > 0 else ""))
    context.close()


def _in_languages(path: str, languages: list[str]) -> list[str]:
    return [path.replace("{lang}", code) for code in languages] if "{lang}" in path else [path]


def _name(address: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", address.lower()).strip("-") or "root"


if __name__ == "__main__":
    main()
