"""Labelled cases in a file: needs, offers and graded judgements, read into profiles without a database."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
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


def read_cases(path: Path) -> CaseFile:
    """Read a file in the evaluation form.

    Groupings have the members that the file itself gives (`groupings_used`). `states_used`, an
    addition of ours, gives the M49 codes of fictitious States.
    """
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        geography = _Geography(raw)
        needs = tuple(_need(row, geography) for row in raw["needs"])
        offers = tuple(_offer(row) for row in raw["offers"])
        as_of = date.fromisoformat(raw["as_of"])
        grades = _grades(raw["judgements"], {n.id for n in needs}, {o.id for o in offers})
    except (OSError, json.JSONDecodeError) as error:
        raise BadCaseFile(f"{path}: cannot be read: {error}") from error
    except (KeyError, TypeError, ValueError) as error:
        raise BadCaseFile(f"{path}: not in the evaluation form: {error!r}") from error
    return CaseFile(as_of, needs, offers, grades)


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
