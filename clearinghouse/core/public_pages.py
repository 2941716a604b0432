"""What every page of the public site has in common: who may read it, how long it is kept, how lists are narrowed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any, Final

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import conditional_page, require_safe

from clearinghouse.core.vocabulary import LANGUAGE_CODES

View = Callable[..., HttpResponse]

PAGE_SIZE: Final = 20
LONGEST_QUERY: Final = 200

# Innermost first. Compressing is safe here: these pages hold no secret and no token.
_DECORATORS: Final[tuple[Callable[[Any], Any], ...]] = (
    gzip_page,
    conditional_page,
    # Everybody may keep a copy, nobody may show it without asking: what is withdrawn is gone at the next look.
    cache_control(public=True, no_cache=True),
    login_not_required,
    require_safe,
)


def public_page(view: View) -> View:
    """Open a view to everybody, to be read only, compressed, and asked for again before each use.

    The view must touch neither the session nor any database but `public`.
    """
    decorated: View = reduce(lambda inner, decorate: decorate(inner), _DECORATORS, view)
    return decorated


def page_language() -> str:
    """Return the code of the language that this page is in, one of the six."""
    code = (get_language() or "en").split("-")[0]
    return code if code in LANGUAGE_CODES else "en"


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter and how many entries it would leave."""

    value: str
    label: str
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Select:
    """One filter of a public list, drawn by ui/filters.html."""

    name: str
    label: str
    any_label: str
    choices: list[Choice]
    selected: str


def counted(
    counts: Mapping[Any, int], label: Callable[[str], str], *, selected: str
) -> list[Choice]:
    """Choices for the codes that occur, by label; a selected code that no longer occurs stays, with none."""
    codes = {str(code): number for code, number in counts.items()}
    if selected:
        codes.setdefault(selected, 0)
    choices = [Choice(code, label(code), number) for code, number in codes.items()]
    return sorted(choices, key=lambda choice: choice.label.casefold())


def in_order(choices: Iterable[Choice], order: Iterable[str]) -> list[Choice]:
    """Put choices into the order of the vocabulary; codes that it does not know come last."""
    places = {code: place for place, code in enumerate(order)}
    return sorted(choices, key=lambda choice: places.get(choice.value, len(places)))


def asked(request: HttpRequest, name: str) -> str:
    """Return what the address asks for under this name, cut to a sane length, without characters SQL cannot hold."""
    return request.GET.get(name, "").replace("\x00", "").strip()[:LONGEST_QUERY]


def page_of(entries: QuerySet[Any], request: HttpRequest) -> Page[Any]:
    """Return the page that the address asks for; a page that does not exist is the nearest that does."""
    return Paginator(entries, PAGE_SIZE).get_page(asked(request, "page"))
