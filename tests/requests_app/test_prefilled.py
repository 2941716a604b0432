"""Drafts that begin with words: what is taken over, and what is not."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from clearinghouse.core.errors import NotAllowed
from requests_app import services
from requests_app.enums import RequestStatus
from requests_app.models import AssistanceRequest
from tests.browser_forms import read
from tests.factories import CONTACT, NEED, make_draft, make_paper_request, make_request

pytestmark = pytest.mark.django_db


def test_words_needs_contacts_and_wishes_are_taken_over(
    focal_point: Any, arcadia: Any, provider: Any
) -> None:
    source = make_request(
        focal_point,
        arcadia,
        at=RequestStatus.CLOSED,
        preferred_providers="In the region",
        excluded_providers=[provider],
    )

    draft = services.copy_to_draft(source, by=focal_point).draft

    assert (draft.title, draft.status, draft.requester) == ("Border controls", "draft", arcadia)
    assert draft.preferred_providers == "In the region"
    assert list(draft.excluded_providers.all()) == [provider]
    assert [need.title for need in draft.needs.all()] == [NEED["title"]]
    assert [contact.email for contact in draft.contacts.all()] == [CONTACT["email"]]


def test_number_documents_references_and_decisions_are_not(focal_point: Any, arcadia: Any) -> None:
    source = make_draft(
        focal_point,
        arcadia,
        channel_reference="NV/1",
        publication_wish="nothing",
        distribution_wish="hold",
    )
    upload = SimpleUploadedFile("note.pdf", b"%PDF-1.7\n%%EOF\n")
    services.attach(source, by=focal_point, upload=upload, kind="other")
    services.submit(source, by=focal_point)

    draft = services.copy_to_draft(source, by=focal_point).draft

    assert (draft.reference, draft.channel_reference, draft.received_at) == (None, "", None)
    assert (draft.publication_wish, draft.distribution_wish) == ("summary", "all")
    assert not draft.attachments.exists()
    assert not draft.versions.exists()


def test_days_that_passed_are_left_out_and_counted(focal_point: Any, arcadia: Any) -> None:
    past = {**NEED, "needed_by": date(2019, 5, 1)}
    source = make_draft(
        focal_point, arcadia, needs=[past, NEED], wanted_from=date(2020, 1, 1),
        wanted_until=date(2090, 1, 1),
    )  # fmt: skip

    copied = services.copy_to_draft(source, by=focal_point)

    assert copied.dates_left_out == 2
    assert (copied.draft.wanted_from, copied.draft.wanted_until) == (None, date(2090, 1, 1))
    assert [need.needed_by for need in copied.draft.needs.all()] == [None, NEED["needed_by"]]


def test_paper_is_copied_into_a_draft_of_the_mission(
    expert: Any, focal_point: Any, arcadia: Any
) -> None:
    draft = services.copy_to_draft(make_paper_request(expert, arcadia), by=focal_point).draft

    assert (draft.channel, draft.document_date, draft.entered_by) == ("portal", None, focal_point)


def test_two_clicks_make_one_copy(focal_point: Any, arcadia: Any, sign_in: Any) -> None:
    source = make_request(focal_point, arcadia)
    client, key = sign_in(focal_point), str(uuid4())

    for _click in range(2):
        client.post(reverse("requests:copy", args=[source.pk]), {"submission_key": key})

    copy = AssistanceRequest.objects.exclude(pk=source.pk).get()
    assert copy.needs.count() == 1


def test_page_says_that_dates_were_left_empty(focal_point: Any, arcadia: Any, sign_in: Any) -> None:
    source = make_draft(focal_point, arcadia, wanted_from=date(2020, 1, 1))

    page = sign_in(focal_point).post(reverse("requests:copy", args=[source.pk]), follow=True)

    assert "1 date had passed and was left empty" in read(page).text


def test_earlier_requests_are_offered_at_the_start(
    focal_point: Any, arcadia: Any, other_focal_point: Any, borduria: Any, sign_in: Any
) -> None:
    mine = make_request(focal_point, arcadia)
    foreign = make_request(other_focal_point, borduria)

    page = read(sign_in(focal_point).get(reverse("requests:new")))

    addresses = {form["action"] for form in page.select("#earlier form")}
    assert addresses == {reverse("requests:copy", args=[mine.pk])}
    assert sign_in(focal_point).post(reverse("requests:copy", args=[foreign.pk])).status_code == 404


def test_others_copy_nothing(
    focal_point: Any, arcadia: Any, other_focal_point: Any, expert: Any, sign_in: Any
) -> None:
    source = make_request(focal_point, arcadia)

    with pytest.raises(NotAllowed):
        services.copy_to_draft(source, by=other_focal_point)
    assert sign_in(expert).post(reverse("requests:copy", args=[source.pk])).status_code == 403


def test_line_of_a_plan_becomes_a_draft(focal_point: Any, arcadia: Any) -> None:
    key = uuid4()
    line = {
        "party": arcadia,
        "by": focal_point,
        "origin": "action_plan",
        "title": "Train customs officers",
        "description": "Thirty officers at two posts.",
        "areas": ["3C"],
        "kinds": ["training"],
        "link": "National action plan 2026, item 12",
        "submission_key": key,
    }

    draft = services.draft_from_line(**line)

    need = draft.needs.get()
    assert (draft.title, draft.status, draft.areas) == ("Train customs officers", "draft", ["3C"])
    assert draft.related_plans == "Action plan: National action plan 2026, item 12"
    assert (need.title, need.kinds, need.origin) == (draft.title, ["training"], "request")
    assert services.draft_from_line(**line) == draft
    assert draft.needs.count() == 1


def test_long_line_keeps_all_its_words(focal_point: Any, arcadia: Any) -> None:
    draft = services.draft_from_line(
        party=arcadia, by=focal_point, origin="visit", title="x" * 250, description="And more."
    )

    assert (len(draft.title), draft.related_plans) == (200, "Country visit")
    assert draft.needs.get().description == "x" * 250 + "\n\nAnd more."


def test_line_of_another_party_begins_nothing(other_focal_point: Any, arcadia: Any) -> None:
    with pytest.raises(NotAllowed):
        services.draft_from_line(
            party=arcadia, by=other_focal_point, origin="visit", title="x", description="y"
        )

    assert not AssistanceRequest.objects.exists()
