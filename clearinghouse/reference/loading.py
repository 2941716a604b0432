"""From the data files to the tables of this app. Repeatable; keeps what people edited."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from clearinghouse.core.vocabulary import LANGUAGE_CODES
from clearinghouse.reference import vocabulary
from clearinghouse.reference.enums import TermKind
from clearinghouse.reference.files import rows
from clearinghouse.reference.loaded import LoadCount, load_row
from clearinghouse.reference.models import Holiday, Policy, Term
from clearinghouse.reference.policies import DEFAULTS


@transaction.atomic
def load_policies() -> LoadCount:
    """Put the defaults of the procedure's figures into the table that the desk edits."""
    count = LoadCount("policies")
    existing = {(policy.key,): policy for policy in Policy.objects.all()}
    for default in DEFAULTS:
        values = {
            "value": default.value,
            "unit": default.unit,
            "description": default.description,
            "source": default.source,
        }
        load_row(Policy, key={"key": default.key}, values=values, count=count, existing=existing)
    return count


@transaction.atomic
def load_vocabulary() -> LoadCount:
    """Load areas, weapon categories, kinds of assistance and the names of M49 regions."""
    count = LoadCount("vocabulary")
    existing = {(term.kind, term.code): term for term in Term.objects.all()}
    found = [(row["kind"], row) for row in rows("vocabulary.csv")]
    found += [(TermKind.REGION.value, row) for row in rows("m49_regions.csv")]
    for kind, row in found:
        key = {"kind": kind, "code": row["code"]}
        load_row(Term, key=key, values=_term_values(row), count=count, existing=existing)
    vocabulary.forget()
    return count


@transaction.atomic
def load_holidays() -> LoadCount:
    """Load the holidays of United Nations Headquarters that ship with the portal."""
    count = LoadCount("holidays")
    existing = {(holiday.date,): holiday for holiday in Holiday.objects.all()}
    for row in rows("holidays.csv"):
        key = {"date": date.fromisoformat(row["date"])}
        values = {"name": row["name"], "source": row["source"]}
        load_row(Holiday, key=key, values=values, count=count, existing=existing)
    return count


def _term_values(row: dict[str, str]) -> dict[str, Any]:
    labels = {f"label_{code}": row[f"label_{code}"] for code in LANGUAGE_CODES}
    helps = {f"help_{code}": row.get(f"help_{code}") or "" for code in LANGUAGE_CODES}
    return {"position": int(row["position"]), **labels, **helps}
