"""The tags and filters that every page uses, and the components that they draw."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from clearinghouse.core.templatetags import navigation, ui

MOMENT = datetime(2004, 4, 28, 18, 30, tzinfo=UTC)


def draw(source: str, **context: Any) -> BeautifulSoup:
    template = Template("{% load ui navigation %}" + source)
    return BeautifulSoup(template.render(Context(context)), "html.parser")


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("en", "28 April 2004"),
        ("fr", "28 avril 2004"),
        ("es", "28 de abril de 2004"),
        ("ru", "28 апреля 2004 г."),
        ("zh", "2004年4月28日"),
    ],
)
def test_day_is_written_as_in_the_language(code: str, expected: str) -> None:
    with translation.override(code):
        assert ui.day_text(date(2004, 4, 28)) == expected


def test_day_of_a_moment_is_that_of_new_york() -> None:
    assert ui.day_text(datetime(2004, 4, 29, 2, 0, tzinfo=UTC)) == "28 April 2004"


def test_moment_names_its_place() -> None:
    shown = draw("{{ at|moment }} {{ at|moment:'Asia/Almaty' }}", at=MOMENT)

    assert shown.get_text() == "28 April 2004, 14:30 New York 29 April 2004, 01:30 Almaty"
    assert shown.time["datetime"] == "2004-04-28T18:30:00+00:00"


@pytest.mark.parametrize("name", ["day", "moment", "plain_moment"])
def test_no_moment_is_nothing(name: str) -> None:
    assert draw("{{ at|" + name + " }}", at=None).get_text() == ""


@pytest.mark.parametrize(
    ("code", "expected"), [("ar", "rtl"), ("en", "ltr"), ("zh-hans", "ltr"), ("", "ltr")]
)
def test_direction(code: str, expected: str) -> None:
    assert ui.direction(code) == expected


def test_status_is_words_with_a_tone() -> None:
    record = SimpleNamespace(status="returned", get_status_display=lambda: "Returned for form")

    pill = draw("{% status_pill record %}", record=record).span

    assert (pill.get_text(), pill["data-tone"]) == ("Returned for form", "attention")


def test_unknown_status_is_neutral() -> None:
    assert ui.tone_of("never heard of") == "neutral"


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ({"en": "Togo", "fr": "le Togo"}, "le Togo"),
        ({"en": "Togo"}, "Togo"),
        ({"ru": "Того"}, "Того"),
        ({}, ""),
    ],
)
def test_text_in_the_language_of_the_page(texts: dict[str, str], expected: str) -> None:
    with translation.override("fr"):
        assert ui.in_language(texts) == expected


class OneField(forms.Form):
    title = forms.CharField(label="Title", help_text="One line.")
    kinds = forms.MultipleChoiceField(choices=[("a", "A")], widget=forms.CheckboxSelectMultiple)


def test_field_ties_label_help_and_error_to_the_input() -> None:
    field = draw("{% render_field form.title %}", form=OneField({"title": ""}))

    named = field.input["aria-describedby"].split()
    assert [field.find(id=each).get_text(strip=True) for each in named] == [
        "One line.",
        "This field is required.",
    ]
    assert field.label["for"] == field.input["id"]
    assert field.input["aria-invalid"] == "true"


def test_group_of_checkboxes_is_a_fieldset_that_names_its_error() -> None:
    fieldset = draw("{% render_field form.kinds %}", form=OneField({"title": "x"})).fieldset

    assert fieldset.legend.get_text() == "Kinds"
    assert (
        fieldset.find(id=fieldset["aria-describedby"]).get_text(strip=True)
        == "This field is required."
    )


def test_error_summary_links_to_the_fields() -> None:
    form = OneField({})

    summary = draw('{% include "ui/error_summary.html" with form=form only %}', form=form)
    fields = draw("{% for field in form %}{% render_field field %}{% endfor %}", form=form)

    targets = [link["href"].removeprefix("#") for link in summary.select("a")]
    assert [bool(fields.find(id=target)) for target in targets] == [True, True]


def test_error_summary_of_a_good_form_is_nothing() -> None:
    form = OneField({"title": "x", "kinds": ["a"]})

    assert (
        draw('{% include "ui/error_summary.html" with form=form only %}', form=form).get_text(
            strip=True
        )
        == ""
    )


def test_disabled_button_says_why() -> None:
    button = draw("{% button_form '/x/' 'Submit' disabled_reason='Name a need.' %}")

    assert button.button.has_attr("disabled")
    assert "Name a need." in button.get_text()


def test_button_brings_its_token() -> None:
    form = draw(
        "{% button_form '/x/' 'Go' fields=fields %}", csrf_token="abc", fields={"version": 3}
    )

    assert {each["name"]: each["value"] for each in form.select("input")} == {
        "csrfmiddlewaretoken": "abc",
        "version": "3",
    }


def test_table_refuses_a_row_of_another_width() -> None:
    with pytest.raises(ValueError, match="zip"):
        draw("{% table 'Caption' columns rows %}", columns=["A", "B"], rows=[{"cells": ["1"]}])


def test_table_names_the_column_of_each_cell() -> None:
    shown = draw(
        "{% table 'Caption' columns rows %}",
        columns=["A", "B"],
        rows=[{"cells": ["1", "2"], "href": "/1/"}],
    )

    assert [(each["data-label"], each.get_text()) for each in shown.select("tbody tr > *")] == [
        ("A", "1"),
        ("B", "2"),
    ]
    assert shown.select_one("tbody a")["href"] == "/1/"


def test_text_of_the_page_s_own_language_needs_no_note() -> None:
    own = draw('{% include "ui/lang_text.html" with text="Hello" lang="en" only %}')
    other = draw('{% include "ui/lang_text.html" with text="Bonjour" lang="fr" only %}')

    assert own.select(".lang-note") == []
    assert other.select_one("[lang]")["lang"] == "fr"
    assert "This text is in French." in other.get_text()


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/en/offers/", "/ar/offers/"),
        ("/en/offers/?q=a%20b", "/ar/offers/?q=a%20b"),
        ("/en/", "/ar/"),
        ("/workspace/", "/ar/"),
    ],
)
def test_same_page_in_another_language(path: str, expected: str) -> None:
    assert navigation.in_language(RequestFactory().get(path), "ar") == expected


def test_navigation_marks_the_longest_address_that_fits() -> None:
    request = RequestFactory().get("/workspace/offers/1/")
    links = [
        navigation.Link("Home", "/workspace/"),
        navigation.Link("Offers", "/workspace/offers/"),
    ]

    marked = navigation._marked({"request": request}, [*links, navigation.Link("Absent", "")])

    assert [(link.label, link.is_current) for link in marked] == [("Home", ""), ("Offers", "true")]
