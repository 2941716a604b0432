"""What a browser without scripts would post: the fields of a form as they stand on the page."""

from __future__ import annotations

from typing import Any

from bs4 import BeautifulSoup, Tag


def read(response: Any) -> BeautifulSoup:
    """The page, ready to be asked."""
    return BeautifulSoup(response.content, "html.parser")


def typed_in(response: Any, *, action: str = "") -> dict[str, Any]:
    """Names and values of the form with that action, or of the form of the main part, buttons left out."""
    main = read(response).find(id="main")
    forms = [form for form in main.find_all("form") if not action or form.get("action") == action]
    values: dict[str, Any] = {}
    for field in forms[0].find_all(["input", "textarea", "select"]):
        for value in _values(field):
            values.setdefault(field["name"], []).append(value)
    return values


def _values(field: Tag) -> list[str]:
    if field.name == "textarea":
        # A browser drops the line break that HTML allows after the opening tag.
        return [field.text.removeprefix("\r\n").removeprefix("\n")]
    if field.name == "select":
        chosen = [option for option in field.find_all("option") if option.has_attr("selected")]
        return [(chosen or field.find_all("option"))[0]["value"]]
    if field.get("type") in {"checkbox", "radio"}:
        return [field["value"]] if field.has_attr("checked") else []
    return [] if field.get("type") == "file" else [field.get("value", "")]
