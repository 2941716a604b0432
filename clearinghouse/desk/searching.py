"""One search over requests, needs and offers, and how the results of each are shown. Reads only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.urls import reverse

from clearinghouse.core.search.operators import Operator, Search, any_of
from clearinghouse.core.search.text import Term
from clearinghouse.desk.enums import Place
from clearinghouse.desk.models import SavedSearch, WorkItem
from clearinghouse.desk.selectors import CASES, searches_visible_to
from matching import desk_search as needs
from offers_app import desk_search as offers
from requests_app import desk_search as requests


@dataclass(frozen=True, slots=True)
class Searched:
    """A place in which a search looks: its operators, what the text means there, and what is found."""

    place: Place
    operators: dict[str, Operator]
    search: Callable[[Any, str], Search]
    found: Callable[[Any, str], QuerySet[Any]]


@dataclass(frozen=True, slots=True)
class CountedSearch:
    """A saved search with the number of what it finds now."""

    saved: SavedSearch
    count: int
    href: str


PLACES: Final = {
    each.place: each
    for each in (
        Searched(Place.REQUESTS, requests.OPERATORS, requests.search, requests.requests_for_search),
        Searched(Place.NEEDS, needs.OPERATORS, needs.search, needs.needs_for_search),
        Searched(Place.OFFERS, offers.OPERATORS, offers.search, offers.offers_for_search),
    )
}


def counted(user: Any) -> list[CountedSearch]:
    """The person's saved searches and the shared ones, each with its number."""
    return [
        CountedSearch(
            saved, PLACES[Place(saved.place)].found(user, saved.text).count(), address(saved)
        )
        for saved in searches_visible_to(user)
    ]


def address(saved: SavedSearch) -> str:
    """Where the search is shown."""
    query = urlencode({"q": saved.text, "in": saved.place})
    return f"{reverse('admin:desk:search')}?{query}"


def lead(term: Term, user: Any) -> Q:
    """Requests led by oneself (`@me`), by nobody (`none`), or by a colleague of that name or address."""

    def one(value: str) -> Q:
        led = WorkItem.objects.filter(queue=CASES, assigned_to__is_active=True)
        if value.lower() == "none":
            return ~Q(pk__in=led.values("subject"))
        if value.lower() == "@me":
            return Q(pk__in=led.filter(assigned_to=user.pk).values("subject"))
        name = Q(assigned_to__full_name__icontains=value) | Q(assigned_to__email__iexact=value)
        return Q(pk__in=led.filter(name).values("subject"))

    return any_of(term, one)
