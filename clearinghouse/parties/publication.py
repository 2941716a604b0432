"""Which fields of a party the public sees. The only writer of PublicParty and PublicGrouping."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils.text import slugify

from clearinghouse.core import clock
from clearinghouse.core.vocabulary import LANGUAGE_CODES
from clearinghouse.parties.models import (
    Grouping,
    GroupingMembership,
    Organization,
    Party,
    PublicGrouping,
    PublicParty,
    State,
)

STATE_FIELDS = (
    "m49",
    "region_code",
    "subregion_code",
    "intermediate_code",
    "latitude",
    "longitude",
)
ORGANIZATION_FIELDS = ("acronym", "organization_kind", "website")


@transaction.atomic
def publish_parties() -> int:
    """Bring the public copies of parties and groupings to what the records say; return how many rows changed.

    A party that is not active any more loses its public copy. Contacts are never copied.
    """
    members = _members_today()
    changed = _mirror(
        PublicGrouping, {code: _grouping(code, members) for code in _grouping_codes()}
    )
    groupings_of: dict[str, list[str]] = defaultdict(list)
    for code, states in members.items():
        for member in states:
            groupings_of[member].append(code)
    parties: dict[str, dict[str, Any]] = {}
    for state in State.objects.filter(is_active=True):
        parties[state.code] = {
            **_common(state),
            **{name: getattr(state, name) for name in STATE_FIELDS},
            "grouping_codes": sorted(groupings_of[state.code]),
        }
    for organization in Organization.objects.filter(is_active=True):
        parties[organization.code] = {
            **_common(organization),
            **{name: getattr(organization, name) for name in ORGANIZATION_FIELDS},
        }
    return changed + _mirror(PublicParty, _with_slugs(parties))


def slug_of(party: Party) -> str:
    """Return the last part of the address of the party's public page."""
    copy = PublicParty.objects.filter(code=party.code).values_list("slug", flat=True).first()
    return copy or _slug(party.name_en, party.code)


def _common(party: Party) -> dict[str, Any]:
    return {
        **{f"name_{code}": getattr(party, f"name_{code}") for code in LANGUAGE_CODES},
        "kind": party.kind,
        "is_provider": party.is_provider,
        "is_fictitious": party.is_fictitious,
    }


def _grouping_codes() -> list[str]:
    return list(Grouping.objects.values_list("code", flat=True))


def _grouping(code: str, members: dict[str, list[str]]) -> dict[str, Any]:
    grouping = Grouping.objects.get(code=code)
    names = {f"name_{each}": getattr(grouping, f"name_{each}") for each in LANGUAGE_CODES}
    return {**names, "member_codes": sorted(members[code]), "as_of": grouping.as_of}


def _members_today() -> dict[str, list[str]]:
    members: dict[str, list[str]] = defaultdict(list)
    memberships = GroupingMembership.objects.at(clock.now().date())
    for grouping, code in memberships.values_list("grouping__code", "code"):
        members[grouping].append(code)
    return members


def _with_slugs(parties: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    taken = dict(PublicParty.objects.values_list("code", "slug"))
    used = {slug for code, slug in taken.items() if code in parties}
    for code, values in parties.items():
        slug = taken.get(code)
        if slug is None:
            slug = _slug(values["name_en"], code)
            if slug in used:
                slug = f"{slug[:80]}-{slugify(code)}"
            used.add(slug)
        values["slug"] = slug
    return parties


def _slug(name: str, code: str) -> str:
    return slugify(name)[:100].strip("-") or slugify(code)


def _mirror(model: type[Model], wanted: dict[str, dict[str, Any]]) -> int:
    rows = model._default_manager
    changed, _ = rows.exclude(code__in=wanted).delete()
    existing = {row.code: row for row in rows.all()}  # type: ignore[attr-defined]
    for code, values in wanted.items():
        row = existing.get(code)
        if row is None:
            rows.create(code=code, **values)
        elif any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            row.save()
        else:
            continue
        changed += 1
    return changed
