"""Needs that resemble one another in one part of the world, and help that is already under way on the same subject.

Texts are compared by the vectors that the workers stored, each language moved to the common centre; nothing is encoded
here, and a need whose text has no vector yet is compared by its codes alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

import numpy as np
from django.db.models import QuerySet

from clearinghouse.parties.models import State
from clearinghouse.parties.selectors import places
from matching import desk_selectors, records, selectors, space_file
from matching.enums import MatchStatus
from matching.kinship import area_kinship, kind_kinship
from matching.models import Match, TextVector
from matching.segments import split
from matching.space_file import Space
from requests_app.models import Need

# How near two areas or two kinds of help are before they count as the same subject.
_KIN = 0.45
# Needs whose texts are farther apart than this share nothing but their codes; found on the development cases.
_FAR = 0.6
_SHOWN = 8
_UNDER_WAY = (MatchStatus.AGREED, MatchStatus.DELIVERING)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a need is about: the codes that the requester gave, and those read from its text."""

    areas: frozenset[str]
    kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A need of another State nearby, with what the two have in common."""

    need: Need
    areas: tuple[str, ...]
    kinds: tuple[str, ...]
    same_subregion: bool
    groupings: tuple[str, ...]
    distance: float | None

    @property
    def has_close_text(self) -> bool:
        return self.distance is not None and self.distance <= _FAR


def neighbours(need: Need, *, user: Any) -> list[Neighbour]:
    """Return open needs of States nearby that could be met together with this one, the most alike first."""
    own = State.objects.filter(pk=need.party_id).first()
    if own is None:
        return []
    others = [other for other in _open_needs(user, need) if other.party.code != own.code]
    day = records.Day.today()
    where = {p.code: p for p in places([own.code, *(o.party.code for o in others)], at=day.value)}
    subregions = dict(State.objects.filter(code__in=where).values_list("code", "subregion_code"))
    near = [
        other
        for other in others
        if subregions.get(other.party.code) == own.subregion_code
        or where[other.party.code].grouping_codes & where[own.code].grouping_codes
    ]
    about = subjects([need, *near])
    distances = _distances(need, near)
    found = []
    for other in near:
        areas, kinds = _in_common(about[need.pk], about[other.pk])
        if areas and kinds is not None:
            shared = where[other.party.code].grouping_codes & where[own.code].grouping_codes
            found.append(
                Neighbour(
                    need=other,
                    areas=areas,
                    kinds=kinds,
                    same_subregion=subregions.get(other.party.code) == own.subregion_code,
                    groupings=tuple(sorted(shared)),
                    distance=distances.get(other.pk),
                )
            )
    return sorted(found, key=_alike)[:_SHOWN]


def overlaps(need: Need) -> list[Match]:
    """Return help that is agreed or under way for other needs of the same requester on the same subject."""
    under_way = list(
        Match.objects.filter(need__party=need.party_id, status__in=_UNDER_WAY)
        .exclude(need=need)
        .select_related("need__assistance_request", "offer__provider")
        .order_by("-provider_answered_at", "pk")
    )
    if not under_way:
        return []
    about = subjects([need, *(match.need for match in under_way)])
    return [match for match in under_way if _shared_areas(about[need.pk], about[match.need_id])]


def subjects(needs: Iterable[Need]) -> dict[UUID, Subject]:
    """Return what each need is about, in one query; a need that was never ranked has only its given codes."""
    listed = list(needs)
    latest = (
        Match.objects.filter(need__in=[need.pk for need in listed])
        .order_by("need_id", "-computed_at", "pk")
        .distinct("need_id")
        .values_list("need_id", "reasons")
    )
    inferred = {pk: desk_selectors.read_inferences(reasons) for pk, reasons in latest}
    none = desk_selectors.Inferred()
    found = {}
    for need in listed:
        read = inferred.get(need.pk, none)
        given = set(need.areas) - set(read.doubtful_areas)
        found[need.pk] = Subject(
            frozenset(given | set(read.areas)), frozenset(need.kinds) | set(read.kinds)
        )
    return found


def _open_needs(user: Any, need: Need) -> QuerySet[Need]:
    request = need.assistance_request
    return (
        selectors.needs_for_desk(user)
        .filter(pk__in=records.open_needs().values("pk"))
        .exclude(pk=need.pk)
        .exclude(
            assistance_request__is_rehearsal=not (request is not None and request.is_rehearsal)
        )
        .order_by("created_at", "pk")
    )


def _in_common(own: Subject, other: Subject) -> tuple[tuple[str, ...], tuple[str, ...] | None]:
    """Areas and kinds of the other need that are kin to ours; no kinds at all on one side speaks against nothing."""
    kinds = tuple(
        sorted(k for k in other.kinds if any(kind_kinship(k, mine) >= _KIN for mine in own.kinds))
    )
    has_both = bool(own.kinds and other.kinds)
    return _shared_areas(own, other), (kinds if kinds or not has_both else None)


def _shared_areas(own: Subject, other: Subject) -> tuple[str, ...]:
    return tuple(
        sorted(a for a in other.areas if any(area_kinship(a, mine) >= _KIN for mine in own.areas))
    )


def _alike(neighbour: Neighbour) -> tuple[Any, ...]:
    distance = neighbour.distance if neighbour.distance is not None else 1.0
    return (distance, not neighbour.same_subregion, neighbour.need.party.code, neighbour.need.pk)


def _distances(need: Need, others: list[Need]) -> dict[UUID, float]:
    """Return how far the text of each need is from this one's, where the workers stored both."""
    ranking = getattr(need, "ranking", None)
    if ranking is None or not others:
        return {}
    space = _space(ranking.embedder_version)
    if space is None:
        return {}
    digests = {each.pk: _digest(each) for each in [need, *others]}
    stored = TextVector.objects.filter(
        model=ranking.embedder_version, as_query=True, text_sha256__in=digests.values()
    )
    raw = dict(stored.values_list("text_sha256", "vector"))
    vectors = {
        each.pk: space.centred(np.array([raw[digests[each.pk]]]), each.language, as_query=True)[0]
        for each in [need, *others]
        if digests[each.pk] in raw
    }
    own = vectors.pop(need.pk, None)
    return (
        {pk: 1.0 - float(other @ own) for pk, other in vectors.items()} if own is not None else {}
    )


@lru_cache(maxsize=2)
def _space(embedder_version: str) -> Space | None:
    name, _space_between, version = embedder_version.rpartition(" ")
    return space_file.load(space_file.digest_of(name, version))


def _digest(need: Need) -> str:
    """As the workers key a need's vector: by the whole text that the engine reads."""
    text = " ".join(part for part in (need.description, need.result) if part)
    return hashlib.sha256(split(need.title, text).whole.encode()).hexdigest()
