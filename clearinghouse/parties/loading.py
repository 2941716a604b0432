"""From the data files to States, groupings and organizations. Repeatable; keeps what people edited."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from clearinghouse.core.vocabulary import LANGUAGE_CODES
from clearinghouse.parties.models import Grouping, GroupingMembership, Organization, State
from clearinghouse.reference.files import rows
from clearinghouse.reference.loaded import LoadCount, load_row

FLAGS = (
    "is_member_state",
    "is_observer",
    "is_landlocked_developing",
    "is_least_developed",
    "is_small_island_developing",
    "is_provider",
)
STATE_CODES = (
    "m49",
    "iso2",
    "formal_name_en",
    "region_code",
    "subregion_code",
    "intermediate_code",
)


@transaction.atomic
def load_states() -> LoadCount:
    """Load the Member States and the observer States."""
    count = LoadCount("states")
    existing = {(state.iso3,): state for state in State.objects.all()}
    for row in rows("states.csv"):
        values = {
            **_names(row),
            **{name: row[name] for name in STATE_CODES},
            **{name: row[name] == "1" for name in FLAGS},
            "latitude": float(row["latitude"]),
            "longitude": float(row["longitude"]),
        }
        load_row(State, key={"iso3": row["iso3"]}, values=values, count=count, existing=existing)
    return count


@transaction.atomic
def load_formal_names() -> LoadCount:
    """Fill the formal names of the other five languages where they are empty; needs the States."""
    count = LoadCount("formal names")
    states = {state.iso3: state for state in State.objects.all()}
    for row in rows("state_formal_names.csv"):
        state = states[row.pop("iso3")]
        empty = {name: value for name, value in row.items() if not getattr(state, name)}
        if not empty:
            count.unchanged += 1
            continue
        State.objects.filter(pk=state.pk).update(**empty)
        count.updated += 1
    return count


@transaction.atomic
def load_groupings() -> tuple[LoadCount, LoadCount]:
    """Load the groupings and who belongs to them since when; needs the States."""
    groupings = LoadCount("groupings")
    for row in rows("groupings.csv"):
        values = {**_names(row), "source": row["source"], "as_of": _day(row["as_of"])}
        load_row(Grouping, key={"code": row["code"]}, values=values, count=groupings)
    return groupings, _load_memberships()


@transaction.atomic
def load_organizations() -> LoadCount:
    """Load organizations and arrangements; needs the groupings."""
    count = LoadCount("organizations")
    groupings = {grouping.code: grouping for grouping in Grouping.objects.all()}
    existing = {(organization.code,): organization for organization in Organization.objects.all()}
    for row in rows("organizations.csv"):
        values = {
            **_names(row),
            "acronym": row["acronym"],
            "organization_kind": row["organization_kind"],
            "grouping": groupings[row["grouping"]] if row["grouping"] else None,
            "is_provider": row["is_provider"] == "1",
            "website": row["website"],
        }
        load_row(
            Organization, key={"code": row["code"]}, values=values, count=count, existing=existing
        )
    return count


def _load_memberships() -> LoadCount:
    count = LoadCount("memberships")
    groupings = {grouping.code: grouping for grouping in Grouping.objects.all()}
    states = {state.iso3: state for state in State.objects.all()}
    existing = {
        (membership.grouping, membership.code, membership.since): membership
        for membership in GroupingMembership.objects.select_related("grouping")
    }
    for row in rows("grouping_members.csv"):
        key = {
            "grouping": groupings[row["grouping"]],
            "code": row["code"],
            "since": _day(row["since"]),
        }
        values = {
            "state": states.get(row["code"]),
            "until": _day(row["until"]),
            "other_m49_codes": row["other_m49_codes"].split(),
        }
        load_row(GroupingMembership, key=key, values=values, count=count, existing=existing)
    return count


def _names(row: dict[str, str]) -> dict[str, Any]:
    return {f"name_{code}": row[f"name_{code}"] for code in LANGUAGE_CODES}


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
