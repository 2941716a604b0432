"""The panel beside the form: advice with its way, published requests like this one, nothing confidential."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from requests_app import services
from requests_app.public_selectors import similar_to
from tests.factories import NEED, colleague, make_draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def publish(focal_point: Any, expert: Any, borduria: Any, other_focal_point: Any) -> Any:
    """Publish a summary of Borduria's, with its consent to the words."""

    def _publish(title: str, *, language: str = "en", areas: Any = (), kinds: Any = ()) -> None:
        need = {**NEED, "areas": list(areas), "kinds": list(kinds)}
        request = make_draft(other_focal_point, borduria, needs=[need], areas=list(areas))
        services.submit(request, by=other_focal_point)
        summary = services.write_summary(
            request, by=expert, language=language, title=title, text=title
        )
        services.put_summary_to_state(summary, by=colleague())
        services.consent(summary, by=other_focal_point, sha256=summary.sha256)

    return _publish


def titles(**about: Any) -> list[str]:
    nothing = {"areas": [], "categories": [], "kinds": [], "words": "", "language": "en"}
    return [each.summary.title for each in similar_to(**{**nothing, **about})]


def test_shared_codes_count(publish: Any) -> None:
    publish("Area and kind", areas=["3C"], kinds=["training"])
    publish("Area", areas=["3C"])
    publish("Nothing", areas=["6"])

    assert titles(areas=["3C"], kinds=["training"], categories=["nuclear"]) == [
        "Area and kind",
        "Area",
    ]


def test_same_language_first(publish: Any) -> None:
    publish("Formation", language="fr", areas=["3C"])
    publish("Training", areas=["3C"], kinds=["training"])

    assert titles(areas=["3C"], kinds=["training"], language="fr") == ["Formation", "Training"]


def test_words_are_found_where_codes_are_not_shared(publish: Any) -> None:
    publish("Radiation portals for two harbours", areas=["6"])
    publish("A law", areas=["6"])

    assert titles(areas=["3C"], words="Radiation portal for a border post") == [
        "Radiation portals for two harbours"
    ]


def test_at_most_five_and_what_fits(publish: Any) -> None:
    for number in range(7):
        publish(f"Area {number}", areas=["3C", "6"])

    found = similar_to(areas=["3C"], categories=[], kinds=[], words="", language="en")

    assert len(found) == 5
    assert found[0].areas == ("3C",)


def test_nothing_to_go_by_finds_nothing(publish: Any) -> None:
    publish("Area", areas=["3C"])

    assert titles() == []


def test_the_form_shows_advice_with_its_way(
    publish: Any, sign_in: Any, focal_point: Any, arcadia: Any
) -> None:
    draft = make_draft(focal_point, arcadia, needs=[{**NEED, "result": ""}])
    publish("Portals at the border", areas=["3C"])

    page = sign_in(focal_point).get(reverse("requests:edit", args=[draft.pk, "needs"]))

    text = page.content.decode()
    assert [lead.advice.code for lead in page.context["help"].leads] == ["no_result"]
    assert f'href="{reverse("requests:edit", args=[draft.pk, "needs"])}#needs-0"' in text
    assert "One thing would help providers to answer." in text
    assert "Portals at the border" in text


def test_review_shows_the_advice_of_all_sections(
    sign_in: Any, focal_point: Any, arcadia: Any
) -> None:
    draft = make_draft(focal_point, arcadia)

    page = sign_in(focal_point).get(reverse("requests:review", args=[draft.pk]))

    found = [lead.advice.code for lead in page.context["help"].leads]
    assert found == ["no_technical_contact", "no_situation", "no_language", "no_result"]
    assert page.context["help"].more == 0


def test_panel_alone(sign_in: Any, focal_point: Any, other_focal_point: Any, arcadia: Any) -> None:
    draft = make_draft(focal_point, arcadia)
    address = reverse("requests:writing-help", args=[draft.pk])

    answer = sign_in(focal_point).get(address, {"section": "timing"})

    assert "<html" not in answer.content.decode()
    assert escape("None yet.") in answer.content.decode()
    assert sign_in(other_focal_point).get(address).status_code == 404


def test_same_number_of_queries_for_one_and_five(
    publish: Any, sign_in: Any, focal_point: Any, arcadia: Any, django_assert_num_queries: Any
) -> None:
    draft = make_draft(focal_point, arcadia)
    client, address = sign_in(focal_point), reverse("requests:writing-help", args=[draft.pk])
    publish("Portals", areas=["3C"])
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for number in range(4):
        publish(f"Portals {number}", areas=["3C"])

    with django_assert_num_queries(len(one)):
        client.get(address)
