"""What the pages of the public site show beside requests and offers, read through the public role."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from clearinghouse.parties.models import PublicParty
from clearinghouse.reference.models import Policy
from clearinghouse.reference.policies import DEFAULTS
from offers_app import public_selectors as offers
from requests_app import public_selectors as requests

PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider and how many offers it has published."""

    party: PublicParty
    offers: int


@dataclass(frozen=True, slots=True)
class Totals:
    """What stands on the public site, in numbers. Nothing unpublished is counted."""

    summaries: int
    offers: int
    providers: int


def figures() -> dict[str, int]:
    """Every figure of the procedure in force, by its key; one query."""
    edited = dict(Policy.objects.using(PUBLIC).values_list("key", "value"))
    return {default.key: edited.get(default.key, default.value) for default in DEFAULTS}


def totals(language: str) -> Totals:
    """Count what is published; three queries."""
    return Totals(
        summaries=requests.published(language).count(),
        offers=offers.published().count(),
        providers=PublicParty.objects.using(PUBLIC).filter(is_provider=True).count(),
    )


def providers() -> list[Provider]:
    """Every provider in the alphabetical order of the page's language; two queries."""
    counts = offers.counts_by_provider()
    found = PublicParty.objects.using(PUBLIC).filter(is_provider=True)
    return [Provider(party, counts[party.code]) for party in alphabetical(found)]


def provider(slug: str) -> PublicParty | None:
    """One provider by the name in its address."""
    return PublicParty.objects.using(PUBLIC).filter(is_provider=True, slug=slug).first()


def alphabetical(parties: Iterable[PublicParty]) -> list[PublicParty]:
    """Sort by name as readers expect: accents and case do not count."""
    return sorted(parties, key=lambda party: _plain(party.name))


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).casefold()
