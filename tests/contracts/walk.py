"""Every address of the site, found by walking the resolver, with harmless values for its parameters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import IntConverter, SlugConverter

from clearinghouse.reports.week_urls import DayConverter

VALUES = {IntConverter: "1", SlugConverter: "nothing", DayConverter: "2026-11-15"}
NOBODYS = UUID("00000000-0000-4000-8000-000000000000")


@dataclass(frozen=True)
class Address:
    """A named address and a path that leads to it, about a record that does not exist."""

    name: str
    path: str


def addresses() -> Iterator[Address]:
    """All addresses of the root URL configuration, English for those under a language prefix."""
    yield from _walk(get_resolver().url_patterns, "/", "")


def _walk(patterns: list[Any], prefix: str, namespace: str) -> Iterator[Address]:
    for entry in patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry.url_patterns, prefix + _text(entry), inner)
        elif isinstance(entry, URLPattern):
            yield Address(
                name=f"{namespace}{entry.name or _text(entry)}", path=prefix + _text(entry)
            )


def _text(entry: Any) -> str:
    pattern = entry.pattern
    if hasattr(pattern, "language_prefix"):
        return "en/"
    if not hasattr(pattern, "_route"):
        return _regex_text(pattern._regex)
    text = str(pattern)
    for name, converter in pattern.converters.items():
        value = VALUES.get(type(converter), str(NOBODYS))
        text = re.sub(rf"<(\w+:)?{name}>", value, text)
    return text


def _regex_text(regex: str) -> str:
    text = re.sub(r"\(\?P<\w+>[^)]*\)", "nothing", regex)
    return text.replace("^", "").replace("$", "").replace("\\Z", "").replace("\\", "")
