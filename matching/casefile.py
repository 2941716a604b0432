"""Labelled cases in a file: needs, offers and graded judgements, read into profiles without a database."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings

from matching.profiles import NeedProfile, OfferProfile, Place, Requester, Scope

_REGION_COLUMNS = ("region_code", "subregion_code", "intermediate_code")


class BadCaseFile(ValueError):
    """The file cannot be scored; the message says where and why."""


@dataclass(frozen=True, slots=True)
class CaseFile:
    """What one evaluation needs; `grades` holds 1 to 3 by need and offer, absent means 0."""

    as_of: date
    needs: tuple[NeedProfile, ...]
    offers: tuple[OfferProfile, ...]
    grades: Mapping[str, Mapping[str, int]]
    traps: Mapping[str, str] = field(default_factory=dict)
    same_as: Mapping[str, str] = field(default_factory=dict)

    def held_back(self, need_id: str) -> bool:
        """Return whether a need is one of the third that no weight is fitted on.

        By a hash of its id, so that it never changes sides; translations go with their original.
        """
        name = self.same_as.get(need_id, need_id)
        return hashlib.sha256(name.encode()).digest()[0] % 3 == 0

    def only(self, wanted: Callable[[str], bool]) -> CaseFile:
        """Return these cases with no other needs than those wanted, against all the offers."""
        return replace(self, needs=tuple(n for n in self.needs if wanted(n.id)))


def read_cases(*paths: Path) -> CaseFile:
    """Read files in the evaluation form as one; a folder stands for every file in it.

    Groupings have the members that the files themselves give (`groupings_used`). `states_used`, an
    addition of ours, gives the M49 codes of fictitious States; `trap` names what a need tests and
    `same_as` the need of which it is a translation.
    """
    files = [f for p in paths for f in (sorted(p.glob("*.json")) if p.is_dir() else [p])]
    try:
        raws = [_raw(f) for f in files]
        return _together(raws)
    except (KeyError, TypeError, ValueError, IndexError) as error:
        named = ", ".join(map(str, paths))
        raise BadCaseFile(f"{named}: not in the evaluation form: {error!r}") from error


def _raw(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, json.JSONDecodeError) as error:
        raise BadCaseFile(f"{path}: cannot be read: {error}") from error


def _together(raws: Sequence[Mapping[str, Any]]) -> CaseFile:
    geography = _Geography(
        {
            key: {k: v for raw in raws for k, v in raw.get(key, {}).items()}
            for key in ("states_used", "groupings_used")
        }
    )
    rows = [row for raw in raws for row in raw["needs"]]
    needs = tuple(_need(row, geography) for row in rows)
    offers = tuple(_offer(row) for raw in raws for row in raw["offers"])
    judgements = [row for raw in raws for row in raw["judgements"]]
    return CaseFile(
        as_of=max(date.fromisoformat(raw["as_of"]) for raw in raws),
        needs=needs,
        offers=offers,
        grades=_grades(judgements, {n.id for n in needs}, {o.id for o in offers}),
        traps={row["id"]: row["trap"] for row in rows if row.get("trap")},
        same_as={row["id"]: row["same_as"] for row in rows if row.get("same_as")},
    )


class _Geography:
    def __init__(self, raw: Mapping[str, Any]) -> None:
        self._regions = {**_regions_by_code(), **_sets(raw.get("states_used", {}))}
        self._members = _sets(raw.get("groupings_used", {}))

    def place(self, code: str) -> Place:
        groupings = frozenset(name for name, members in self._members.items() if code in members)
        return Place(code, self._regions.get(code, frozenset()), groupings)

    def requester(self, code: str, kind: str) -> Requester:
        if kind == "organization":
            members = sorted(self._members.get(code, frozenset()))
            return Requester(code, kind, members=tuple(self.place(member) for member in members))
        place = self.place(code)
        return Requester(code, "state", place.m49, place.groupings)


def _regions_by_code() -> dict[str, frozenset[str]]:
    """Return the M49 codes of every State, and of members of groupings that are no State here."""
    states = {
        row["iso3"]: frozenset(row[column].zfill(3) for column in _REGION_COLUMNS if row[column])
        for row in _reference("states.csv")
    }
    others = {
        row["code"]: frozenset(row["other_m49_codes"].split())
        for row in _reference("grouping_members.csv")
        if row["other_m49_codes"]
    }
    return {**others, **states}


def _reference(name: str) -> list[dict[str, str]]:
    path = Path(settings.BASE_DIR) / "clearinghouse" / "reference" / "data" / name
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _sets(raw: Mapping[str, list[str]]) -> dict[str, frozenset[str]]:
    return {key: frozenset(values) for key, values in raw.items()}


def _need(row: Mapping[str, Any], geography: _Geography) -> NeedProfile:
    return NeedProfile(
        id=row["id"],
        requester=geography.requester(row["requester"], row.get("requester_kind", "state")),
        title=row["title"],
        text=row["text"],
        language=row["language"],
        areas=tuple(row.get("areas") or ()),
        categories=tuple(row.get("categories") or ()),
        kinds=tuple(row.get("kinds") or ()),
        delivery_languages=tuple(row.get("delivery_languages") or ()),
        needed_by=_day(row.get("needed_by")),
        excluded_providers=frozenset(row.get("excluded_providers") or ()),
    )


def _offer(row: Mapping[str, Any]) -> OfferProfile:
    scope = row["scope"]
    return OfferProfile(
        id=row["id"],
        provider=row["provider"],
        provider_kind=row.get("provider_kind", "organization"),
        title=row["title"],
        description=row["description"],
        language=row["language"],
        areas=tuple(row.get("areas") or ()),
        categories=tuple(row.get("categories") or ()),
        kinds=tuple(row.get("kinds") or ()),
        delivery_languages=tuple(row.get("delivery_languages") or ()),
        scope=Scope(
            everywhere=bool(scope.get("everywhere")),
            m49=frozenset(str(code).zfill(3) for code in scope.get("m49") or ()),
            groupings=frozenset(scope.get("groupings") or ()),
            states=frozenset(scope.get("states") or ()),
            excluded_states=frozenset(scope.get("excluded_states") or ()),
        ),
        valid_from=_day(row.get("valid_from")),
        valid_until=_day(row.get("valid_until")),
        last_confirmed=_day(row.get("last_confirmed")),
    )


def _grades(
    rows: list[Mapping[str, Any]], needs: set[str], offers: set[str]
) -> dict[str, dict[str, int]]:
    grades: dict[str, dict[str, int]] = {}
    for row in rows:
        if row["need"] not in needs or row["offer"] not in offers:
            raise ValueError(f"judgement of an unknown need or offer: {row['need']} {row['offer']}")
        if int(row["grade"]) > 0:
            grades.setdefault(row["need"], {})[row["offer"]] = int(row["grade"])
    return grades


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
