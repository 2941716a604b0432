from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.http import QueryDict

from requests_app.enums import Verdict
from requests_app.forms import HoldForm, answer_forms
from requests_app.forms.fields import (
    AddressField,
    CodesField,
    DayField,
    LineField,
    NewYorkMomentField,
    ProseField,
)
from requests_app.forms.rows import NeedForm, reordered, row_formset
from requests_app.forms.sections import SECTIONS, TimingForm, section_of
from requests_app.services.drafts import DRAFT_FIELDS
from tests.factories import make_request

NOON = datetime(2027, 3, 1, 17, tzinfo=UTC)


def rows_of(data: dict[str, str]) -> QueryDict:
    posted = QueryDict(mutable=True)
    posted.update(data)
    return posted


def test_every_field_of_a_draft_is_asked_for_in_exactly_one_section() -> None:
    asked = [name for section in SECTIONS for name in section.fields]

    assert sorted(asked) == sorted(DRAFT_FIELDS | {"excluded_providers"})


@pytest.mark.parametrize("field", ["title", "needs", "contacts", "consent"])
def test_section_of(field: str) -> None:
    found = {"title": "subject", "needs": "needs", "contacts": "requester"}

    assert (section_of(field).key if section_of(field) else None) == found.get(field)


def test_section_of_nothing() -> None:
    assert section_of("") is None


@pytest.mark.parametrize("field", [LineField(limit=3), ProseField(limit=3), AddressField()])
def test_browser_is_not_told_to_cut_what_is_pasted(field: Any) -> None:
    assert "maxlength" not in field.widget_attrs(field.widget)


def test_too_long_says_by_how_much() -> None:
    with pytest.raises(Exception, match="Shorten this to 3 characters; it has 5") as refusal:
        LineField(limit=3).clean("words")

    assert refusal.type.__name__ == "ValidationError"


def test_line_ends_are_always_the_same() -> None:
    assert ProseField().clean("one\r\ntwo") == "one\ntwo"


@pytest.mark.parametrize("typed", ["2027-03-31", "31 March 2027", "31.03.2027"])
def test_days_are_read_as_people_write_them(typed: str) -> None:
    assert f"{DayField().clean(typed)}" == "2027-03-31"


@pytest.mark.parametrize("typed", ["tomorrow", "2027-02-30", "0027-03-31"])
def test_days_that_cannot_be(typed: str) -> None:
    with pytest.raises(Exception, match="day"):
        DayField().clean(typed)


def test_moment_is_in_new_york() -> None:
    assert NewYorkMomentField().clean("2027-03-01T12:00").astimezone(UTC) == NOON


def test_hold_ends_later() -> None:
    form = HoldForm({"reason": "Talks", "until": "2027-03-01T11:59"}, now=NOON)

    assert form.errors["until"] == ["This moment has passed. Choose a later one."]


def test_hold_needs_a_reason() -> None:
    assert HoldForm({"reason": " "}, now=NOON).errors["reason"] == [
        "Write why the request is held."
    ]


def test_timing_in_order() -> None:
    form = TimingForm(
        {"wanted_from": "2027-05-01", "wanted_until": "2027-04-01", "urgency": "soon"}
    )

    assert list(form.errors) == ["wanted_until"]
    assert set(form.kept()) == {"wanted_from", "urgency", "stages"}


@pytest.mark.django_db
def test_codes_chosen_earlier_stay_on_offer() -> None:
    field = CodesField(kind="area")
    field.choices = field.choices[:1]

    field.keep(["3C", "not a code"])

    assert {code for code, _label in field.choices} >= {"3C"}
    assert "not a code" not in {code for code, _label in field.choices}


@pytest.mark.parametrize(
    ("button", "titles"),
    [
        ("remove:0", ["b", "c"]),
        ("up:2", ["a", "c", "b"]),
        ("down:0", ["b", "a", "c"]),
        ("up:0", ["a", "b", "c"]),
        ("down:2", ["a", "b", "c"]),
        ("add", ["a", "b", "c", None]),
        ("remove:99", ["a", "b", "c"]),
        ("remove:x", ["a", "b", "c"]),
        ("", ["a", "b", "c"]),
    ],
)
def test_buttons_of_rows_move_the_raw_words(button: str, titles: list[str | None]) -> None:
    posted = rows_of(
        {
            "needs-TOTAL_FORMS": "3",
            "needs-0-title": "a",
            "needs-1-title": "b",
            "needs-2-title": "c",
            "row": button,
        }
    )

    result = reordered(posted, prefix="needs")

    count = int(result["needs-TOTAL_FORMS"])
    assert [result.get(f"needs-{index}-title") for index in range(count)] == titles


@pytest.mark.django_db
def test_rows_saved_by_themselves_are_not_stored_twice() -> None:
    stored = {
        "id": "7a0cb9e8-61a1-4a54-bd06-fdd1ec4fb3d1",
        "areas": [],
        "categories": [],
        "kinds": [],
    }
    posted = rows_of({"needs-TOTAL_FORMS": "2", "needs-INITIAL_FORMS": "0", "needs-0-title": "a"})
    formset = row_formset(NeedForm, prefix="needs", stored=[stored], language="en", data=posted)

    assert formset.is_valid()
    rows = formset.rows(stored_ids=[stored["id"]])
    assert [(row["id"], row["title"]) for row in rows] == [(stored["id"], "a")]


@pytest.mark.django_db
def test_answers_as_the_service_takes_them(focal_point: Any, arcadia: Any) -> None:
    need = make_request(focal_point, arcadia).needs.get()
    empty, question, words = (
        answer_forms(
            [need],
            given=[],
            data=rows_of({f"need-1-{name}": value for name, value in typed.items()}),
        )[0]
        for typed in ({}, {"verdict": Verdict.QUESTION}, {"text": "Gladly"})
    )

    assert empty.is_valid()
    assert empty.answer() is None
    assert question.errors == {"text": ["Write the question."]}
    assert words.errors == {"verdict": ["Choose an answer to go with what you wrote."]}


def test_direction_overrides_are_dropped() -> None:
    from requests_app.forms.fields import LineField

    assert LineField().clean("ab\u202ecd\u2066e\u2069") == "abcde"
