"""Reference data is whole, and a second load changes nothing. The session has loaded it once already."""

from __future__ import annotations

import pytest

from clearinghouse.core.vocabulary import AREA_CODES, CATEGORY_CODES, KIND_CODES, LANGUAGE_CODES
from clearinghouse.reference import vocabulary
from clearinghouse.reference.files import rows
from clearinghouse.reference.loading import load_holidays, load_policies, load_vocabulary
from clearinghouse.reference.models import Holiday, Policy, Term
from clearinghouse.reference.policies import DEFAULTS

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("load", [load_policies, load_vocabulary, load_holidays])
def test_second_load_changes_nothing(load):
    count = load()

    assert (count.created, count.updated, count.kept) == (0, 0, 0)
    assert count.unchanged > 0


@pytest.mark.parametrize(
    ("kind", "codes"),
    [("area", AREA_CODES), ("category", CATEGORY_CODES), ("kind", KIND_CODES)],
)
def test_vocabulary_is_exactly_the_codes_of_the_code(kind, codes):
    assert tuple(code for code, _label in vocabulary.choices(kind)) == codes


def test_no_label_is_empty_in_any_language():
    for term in Term.objects.all():
        for language in LANGUAGE_CODES:
            assert getattr(term, f"label_{language}"), f"{term.kind} {term.code} {language}"


def test_regions_in_use_have_names():
    used = {
        row[column]
        for row in rows("states.csv")
        for column in ("region_code", "subregion_code", "intermediate_code")
        if row[column]
    }

    assert used <= {code for code, _label in vocabulary.choices("region")}


def test_every_policy_has_its_row():
    assert set(Policy.objects.values_list("key", flat=True)) == {
        default.key for default in DEFAULTS
    }


def test_holidays_of_two_years_are_there():
    assert Holiday.objects.filter(date__year=2026).count() == 9
    assert Holiday.objects.filter(date__year=2027).count() == 9


def test_edited_label_is_kept():
    term = Term.objects.get(kind="area", code="2F")
    term.label_fr = "Financement"
    term.save()

    count = load_vocabulary()

    term.refresh_from_db()
    assert term.label_fr == "Financement"
    assert count.kept == 1


def test_edited_figure_is_kept():
    Policy.objects.filter(pk="objection_working_days").update(value=3)

    count = load_policies()

    assert Policy.objects.get(pk="objection_working_days").value == 3
    assert count.kept == 1


def test_untouched_row_follows_the_file(monkeypatch):
    changed = [dict(row) for row in rows("holidays.csv")]
    changed[0]["name"] = "Another name"
    monkeypatch.setattr("clearinghouse.reference.loading.rows", lambda name: changed)

    count = load_holidays()

    assert count.updated == 1
    assert Holiday.objects.get(date=changed[0]["date"]).name == "Another name"
