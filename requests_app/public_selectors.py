"""What the public may read of requests: the public copies, through the public role."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any, Final
from uuid import UUID

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, Value, When

from clearinghouse.core.vocabulary import LANGUAGE_CODES
from requests_app.enums import SEARCH_CONFIGURATIONS
from requests_app.models import PublicSummary, PublicWithdrawal

PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class SummaryFilters:
    """What a reader looks for; empty fields do not narrow."""

    q: str = ""
    area: str = ""
    kind: str = ""
    state: str = ""
    region: str = ""
    year: int | None = None


@dataclass(slots=True)
class SummaryCounts:
    """How many published summaries carry each code: what the filters offer."""

    areas: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    regions: Counter[str] = field(default_factory=Counter)
    years: Counter[int] = field(default_factory=Counter)
    requesters: Counter[str] = field(default_factory=Counter)
    requester_names: dict[str, str] = field(default_factory=dict)


def published(language: str) -> QuerySet[PublicSummary]:
    """Every published summary once: in this language where there is such a version, else in English, else in any."""
    summaries = PublicSummary.objects.using(PUBLIC)
    preference = Case(When(language=language, then=0), When(language="en", then=1), default=2)
    versions_of_one = summaries.filter(public_id=OuterRef("public_id")).order_by(
        preference, "language"
    )
    return summaries.filter(pk=Subquery(versions_of_one.values("pk")[:1])).defer("search")


def search(filters: SummaryFilters, *, language: str) -> QuerySet[PublicSummary]:
    """Published summaries that fit all the filters, newest first."""
    found = published(language)
    if filters.area:
        found = found.filter(areas__contains=[filters.area])
    if filters.kind:
        found = found.filter(kinds__contains=[filters.kind])
    if filters.region:
        found = found.filter(region_codes__contains=[filters.region])
    if filters.state:
        found = found.filter(requester_code=filters.state)
    if filters.year:
        found = found.filter(year=filters.year)
    if filters.q.strip():
        found = found.filter(_mentions(filters.q, language=language))
    return found


def _mentions(text: str, *, language: str) -> Q:
    """Either every word stands somewhere in the row as typed (which is all that helps in Chinese), or the text search
    of the language knows another form of it."""
    as_typed = Q()
    for word in text.split()[:8]:
        names = Q()
        for code in LANGUAGE_CODES:
            names |= Q(**{f"requester_names__{code}__icontains": word})
        as_typed &= Q(title__icontains=word) | Q(text__icontains=word) | names
    stemmed = SearchQuery(
        text, config=SEARCH_CONFIGURATIONS.get(language, "simple"), search_type="websearch"
    )
    return as_typed | Q(search=stemmed)


def versions(public_id: UUID) -> list[PublicSummary]:
    """Every published language version of one summary; none when nothing stands there."""
    return list(
        PublicSummary.objects.using(PUBLIC)
        .filter(public_id=public_id)
        .defer("search")
        .order_by("language")
    )


def withdrawal(public_id: UUID) -> PublicWithdrawal | None:
    """The empty notice that something was withdrawn at this address."""
    return PublicWithdrawal.objects.using(PUBLIC).filter(pk=public_id).first()


def counts(language: str) -> SummaryCounts:
    """Count published summaries by code, in one query. Only what is published is counted."""
    result = SummaryCounts()
    rows = published(language).values_list(
        "areas", "kinds", "region_codes", "year", "requester_code", "requester_names"
    )
    for areas, kinds, regions, year, requester, names in rows:
        result.areas.update(areas)
        result.kinds.update(kinds)
        result.regions.update(regions)
        result.years[year] += 1
        result.requesters[requester] += 1
        result.requester_names[requester] = names.get(language) or names.get("en") or requester
    return result


def best_version(found: list[PublicSummary], *, language: str) -> PublicSummary:
    """Choose as `published` does, among versions already loaded."""
    rank = {language: 0, "en": 1}
    return min(found, key=lambda version: (rank.get(version.language, 2), version.language))


@dataclass(frozen=True, slots=True)
class Similar:
    """A published summary that is like a draft, and what they have in common."""

    summary: PublicSummary
    areas: tuple[str, ...]
    categories: tuple[str, ...]
    kinds: tuple[str, ...]
    has_words: bool


SIMILAR_SHOWN: Final = 5
_SIMILAR_READ: Final = 100
_WORDS_LOOKED_FOR: Final = 16
# Shorter words are articles and prepositions in the languages that set words apart.
_SHORTEST_WORD: Final = 4


def similar_to(
    *,
    areas: Collection[str],
    categories: Collection[str],
    kinds: Collection[str],
    words: str,
    language: str,
) -> list[Similar]:
    """Published summaries that share codes or words with a draft: the same language first, then by what they share."""
    configuration = SEARCH_CONFIGURATIONS.get(language, "simple")
    queries = [SearchQuery(word, config=configuration) for word in _telling_words(words)]
    alike = Q(areas__overlap=list(areas)) | Q(kinds__overlap=list(kinds))
    rank: Any = Value(0.0)
    if queries:
        look = reduce(or_, queries)
        alike, rank = alike | Q(search=look), SearchRank(F("search"), look)
    found = (
        published(language)
        .filter(alike)
        .annotate(rank=rank)
        .order_by("-rank", "-received_date", "pk")[:_SIMILAR_READ]
    )
    ranked = sorted(
        ((_likeness(each, areas, categories, kinds), each) for each in found),
        key=lambda pair: (pair[1].language != language, -pair[0]),
    )
    return [
        Similar(
            each,
            _shared(each.areas, areas),
            _shared(each.categories, categories),
            _shared(each.kinds, kinds),
            has_words=each.rank > 0,
        )
        for _likeness_of, each in ranked[:SIMILAR_SHOWN]
    ]


def _telling_words(text: str) -> list[str]:
    words = dict.fromkeys(re.findall(r"[^\W\d_]+", text.casefold()))
    return [word for word in words if len(word) >= _SHORTEST_WORD][:_WORDS_LOOKED_FOR]


def _likeness(
    summary: Any, areas: Collection[str], categories: Collection[str], kinds: Collection[str]
) -> float:
    """The operative paragraph says most, then the kind of help; words decide among equals."""
    return (
        3 * len(_shared(summary.areas, areas))
        + 2 * len(_shared(summary.kinds, kinds))
        + len(_shared(summary.categories, categories))
        + 10 * float(summary.rank)
    )


def _shared(mine: Collection[str], theirs: Collection[str]) -> tuple[str, ...]:
    return tuple(code for code in mine if code in theirs)
