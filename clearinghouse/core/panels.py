"""A titled list that one app shows on the page of another, which must not import it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a panel: its words, where it leads, and a note such as a status."""

    label: str
    href: str
    note: str | _StrPromise = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """A titled list of things that concern the person, or the record of the page."""

    title: str | _StrPromise
    entries: tuple[Entry, ...]
    lead: str | _StrPromise = ""
