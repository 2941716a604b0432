from __future__ import annotations

import pytest
from django.utils import translation

from clearinghouse.reference import vocabulary
from clearinghouse.reference.models import Term

pytestmark = pytest.mark.django_db


def test_label_follows_the_active_language():
    with translation.override("fr"):
        assert vocabulary.label("region", "002") == "Afrique"


def test_label_in_a_named_language():
    assert vocabulary.label("area", "3B", "ru") == "Физическая защита"


def test_label_of_unknown_code_is_the_code():
    assert vocabulary.label("area", "9Z") == "9Z"


def test_label_falls_back_to_english():
    term = Term.objects.get(kind="kind", code="funding")
    term.label_zh = ""
    term.save()

    assert vocabulary.label("kind", "funding", "zh") == "Funding"


def test_edited_label_shows_at_once():
    assert vocabulary.label("kind", "funding", "en") == "Funding"

    term = Term.objects.get(kind="kind", code="funding")
    term.label_en = "Money"
    term.save()

    assert vocabulary.label("kind", "funding", "en") == "Money"


def test_inactive_term_is_labelled_but_not_offered():
    term = Term.objects.get(kind="kind", code="funding")
    term.is_active = False
    term.save()

    assert vocabulary.label("kind", "funding", "en") == "Funding"
    assert "funding" not in dict(vocabulary.choices("kind"))


def test_many_labels_cost_one_query(django_assert_num_queries):
    vocabulary.forget()

    with django_assert_num_queries(1):
        vocabulary.labels("area", ["2L", "2F", "3A", "nothing"])
        vocabulary.choices("kind")
        vocabulary.help_text("area", "3C")


@pytest.fixture(autouse=True)
def _forget():
    vocabulary.forget()
    yield
    vocabulary.forget()
