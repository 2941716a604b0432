"""A person's browser without a screen: follows links, fills in the forms that are really there, keeps cookies."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

import requests
from bs4 import BeautifulSoup, Tag

TIMEOUT_SECONDS = 30


class StoryBroken(Exception):
    """A step did not show what it must; the sentence says what was seen instead."""


@dataclass
class Page:
    """What came back, and where from."""

    url: str
    status: int
    soup: BeautifulSoup
    text: str

    @property
    def words(self) -> str:
        """What a reader reads."""
        return " ".join(self.soup.get_text(" ").split())

    def says(self, words: str) -> bool:
        """Whether the words stand on the page."""
        return " ".join(words.split()) in self.words

    def forms(self) -> list[Tag]:
        """Every form of the page."""
        return [form for form in self.soup.find_all("form") if isinstance(form, Tag)]

    def form(self, *, action: str = "", **values: str) -> Tag:
        """The first form whose address contains `action` and which holds these hidden values; StoryBroken if none."""
        for each in self.forms():
            held = _fields(each)
            here = urljoin(self.url, str(each.get("action") or self.url))
            if action in here and all(held.get(name) == value for name, value in values.items()):
                return each
        raise StoryBroken(
            f"no form for {action or values} on {self.url} (status {self.status}): {self.words[:300]}"
        )


@dataclass
class Browser:
    """One person's session."""

    base_url: str
    session: requests.Session = field(default_factory=requests.Session)

    def open(self, address: str, *, expect: int = 200) -> Page:
        """Fetch an address of the site; StoryBroken when the status is not the expected one."""
        answer = self.session.get(urljoin(self.base_url, address), timeout=TIMEOUT_SECONDS)
        return self._page(answer, expect=expect)

    def send(self, page: Page, form: Tag, *, expect: int = 200, **values: Any) -> Page:
        """Submit a form with its own values, changed by those given (a list ticks several boxes)."""
        data: dict[str, Any] = {**_fields(form), **values}
        action = urljoin(page.url, str(form.get("action") or page.url))
        answer = self.session.post(
            action, data=data, timeout=TIMEOUT_SECONDS, headers={"Referer": page.url}
        )
        return self._page(answer, expect=expect)

    def _page(self, answer: requests.Response, *, expect: int) -> Page:
        page = Page(
            url=answer.url,
            status=answer.status_code,
            soup=BeautifulSoup(answer.text, "html.parser"),
            text=answer.text,
        )
        if page.status != expect:
            raise StoryBroken(
                f"{page.url} answered {page.status}, not {expect}: {page.words[:300]}"
            )
        return page


def _fields(form: Tag) -> dict[str, Any]:
    """What the browser would send if the person pressed the button at once."""
    values: dict[str, Any] = {}
    for field_tag in form.find_all(["input", "textarea", "select"]):
        name = str(field_tag.get("name") or "")
        if not name or field_tag.has_attr("disabled"):
            continue
        kind = field_tag.get("type", "text")
        if field_tag.name == "textarea":
            values[name] = field_tag.text.removeprefix("\n")
        elif field_tag.name == "select":
            chosen = field_tag.find("option", selected=True) or field_tag.find("option")
            values[name] = chosen.get("value", chosen.text) if chosen else ""
        elif kind in {"checkbox", "radio"}:
            if field_tag.has_attr("checked"):
                values.setdefault(name, []).append(field_tag.get("value", "on"))
        elif kind not in {"submit", "button", "file", "image", "reset"}:
            values[name] = field_tag.get("value", "")
    return {
        name: value[0] if isinstance(value, list) and len(value) == 1 else value
        for name, value in values.items()
    }
