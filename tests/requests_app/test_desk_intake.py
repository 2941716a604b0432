from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from clearinghouse.core import clock
from requests_app.enums import RequestStatus
from requests_app.models import AssistanceRequest, Authentication

INTAKE = "/desk/requests/intake/"
PDF = b"%PDF-1.7\nscan\n%%EOF"


@pytest.fixture
def typed(arcadia: Any) -> dict[str, Any]:
    """A whole note verbale as the expert types it, received two days ago at half past nine in New York."""
    received = (clock.now().astimezone(clock.NEW_YORK) - timedelta(days=2)).replace(
        hour=9, minute=30
    )
    return {
        "submission_key": str(uuid4()),
        "requester": str(arcadia.pk),
        "channel": "note_verbale",
        "channel_reference": "NV/77/2026",
        "document_date": f"{received - timedelta(days=3):%Y-%m-%d}",
        "received_at": f"{received:%Y-%m-%dT%H:%M}",
        "language": "fr",
        "ground": "Signed and stamped; confirmed by telephone.",
        "title": "Formation des douanes",
        "areas": ["3C"],
        "categories": ["nuclear"],
        "situation": "Two posts without detectors.",
        "urgency": "normal",
        "distribution_wish": "all",
        "publication_wish": "summary",
        "needs-TOTAL_FORMS": "1",
        "needs-INITIAL_FORMS": "0",
        "needs-0-title": "Formation de trente agents",
        "needs-0-description": "Trente agents, deux postes.",
        "needs-0-kinds": ["training"],
        "contacts-TOTAL_FORMS": "1",
        "contacts-INITIAL_FORMS": "0",
        "contacts-0-role": "mission",
        "contacts-0-name": "Premier secrétaire",
        "contacts-0-email": "mission@arcadia.example",
    }


def test_one_page_from_note_to_acknowledged_request(
    sign_in: Any, expert: Any, arcadia: Any, typed: Any
) -> None:
    scan = SimpleUploadedFile("note.pdf", PDF)

    sign_in(expert).post(INTAKE, typed | {"action": "submit", "scan": scan})

    record = AssistanceRequest.objects.get()
    assert (record.status, record.requester, record.entered_by, record.channel_reference) == (
        RequestStatus.ACKNOWLEDGED, arcadia, expert, "NV/77/2026",
    )  # fmt: skip
    assert [need.title for need in record.needs.all()] == ["Formation de trente agents"]
    assert [each.name for each in record.attachments.all()] == ["note.pdf"]
    assert Authentication.objects.get().ground == "Signed and stamped; confirmed by telephone."


def test_week_runs_from_the_true_moment_of_receipt(sign_in: Any, expert: Any, typed: Any) -> None:
    sign_in(expert).post(INTAKE, typed | {"action": "submit"})

    record = AssistanceRequest.objects.get()
    received = datetime.strptime(typed["received_at"], "%Y-%m-%dT%H:%M").replace(
        tzinfo=clock.NEW_YORK
    )
    assert record.received_at == received.astimezone(UTC)
    assert record.due_at == received + timedelta(hours=168)


def test_draft_keeps_everything_and_is_continued(sign_in: Any, expert: Any, typed: Any) -> None:
    client = sign_in(expert)
    half = typed | {"action": "save", "title": "", "channel_reference": "", "ground": ""}

    response = client.post(INTAKE, half)

    record = AssistanceRequest.objects.get()
    page = client.get(response["Location"]).content.decode()
    assert record.status == RequestStatus.DRAFT
    assert response["Location"] == f"/desk/requests/{record.pk}/entry/"
    for words in (
        "Formation de trente agents",
        "Premier secrétaire",
        typed["received_at"],
        "Two posts",
    ):
        assert words in page
    client.post(response["Location"], typed | {"action": "submit", "edition": str(record.edition)})
    record.refresh_from_db()
    assert (record.status, record.title) == (RequestStatus.ACKNOWLEDGED, "Formation des douanes")
    assert record.needs.count() == 1


def test_refusal_of_the_rules_keeps_what_was_typed(sign_in: Any, expert: Any, typed: Any) -> None:
    client = sign_in(expert)

    response = client.post(INTAKE, typed | {"action": "submit", "title": ""})

    record, page = AssistanceRequest.objects.get(), response.content.decode()
    assert (response.status_code, record.status) == (422, RequestStatus.DRAFT)
    for words in (
        "Give the request a title",
        "Signed and stamped",
        "Trente agents",
        f"/desk/requests/{record.pk}/entry/",
    ):
        assert words in page
    client.post(
        f"/desk/requests/{record.pk}/entry/",
        typed | {"action": "submit", "edition": str(record.edition)},
    )
    record.refresh_from_db()
    assert record.status == RequestStatus.ACKNOWLEDGED
    assert AssistanceRequest.objects.count() == 1


def test_second_click_makes_no_second_request(sign_in: Any, expert: Any, typed: Any) -> None:
    client = sign_in(expert)

    client.post(INTAKE, typed | {"action": "save"})
    client.post(INTAKE, typed | {"action": "save"})

    assert AssistanceRequest.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"received_at": "2100-01-01T10:00"}, "has not come yet"),
        ({"received_at": ""}, "the week runs from there"),
        ({"received_at": "soon"}, "such as 2027-03-31 17:00"),
        ({"ground": " "}, "what the confirmation rests on"),
        ({"requester": ""}, "required"),
        ({"document_date": "2026-13-45"}, "year, month and day"),
        ({"needs-0-needed_by": "some day"}, "year, month and day"),
    ],
)
def test_bad_input_stores_nothing_and_loses_nothing(
    change: dict[str, str], sentence: str, sign_in: Any, expert: Any, typed: Any
) -> None:
    response = sign_in(expert).post(INTAKE, typed | {"action": "submit"} | change)

    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    assert "Trente agents, deux postes." in page
    assert not AssistanceRequest.objects.exists()


def test_wrong_scan_keeps_the_draft_and_says_why(sign_in: Any, expert: Any, typed: Any) -> None:
    scan = SimpleUploadedFile("note.pdf", b"MZ not a pdf")

    response = sign_in(expert).post(INTAKE, typed | {"action": "submit", "scan": scan})

    assert response.status_code == 422
    assert "Only PDF, PNG, JPEG and DOCX" in response.content.decode()
    assert AssistanceRequest.objects.get().status == RequestStatus.DRAFT


def test_another_row_without_scripts_checks_nothing_yet(
    sign_in: Any, expert: Any, typed: Any
) -> None:
    response = sign_in(expert).post(
        INTAKE, typed | {"action": "add:needs", "requester": "", "title": "Half a ti"}
    )

    page = response.content.decode()
    assert response.status_code == 200
    assert 'name="needs-1-title"' in page
    assert "Half a ti" in page
    assert "has-errors" not in page
    assert not AssistanceRequest.objects.exists()


def test_stale_entry_overwrites_nothing(sign_in: Any, expert: Any, typed: Any) -> None:
    client = sign_in(expert)
    client.post(INTAKE, typed | {"action": "save"})
    record = AssistanceRequest.objects.get()
    path, seen = f"/desk/requests/{record.pk}/entry/", str(record.edition)
    client.post(path, typed | {"action": "save", "edition": seen, "title": "Of the colleague"})

    response = client.post(path, typed | {"action": "save", "edition": seen, "title": "Of mine"})

    record.refresh_from_db()
    assert (response.status_code, record.title) == (422, "Of the colleague")
    assert "Of mine" in response.content.decode()
    assert f'name="edition" value="{seen}"' in response.content.decode()


@pytest.mark.parametrize(
    "person",
    ["member", "secretariat", "administrator", "focal_point", "provider_contact", "nobody"],
)
def test_only_experts_enter(
    person: str, sign_in: Any, typed: Any, request: pytest.FixtureRequest
) -> None:
    client = sign_in(request.getfixturevalue(person))

    assert client.get(INTAKE).status_code == 403
    assert client.post(INTAKE, typed | {"action": "submit"}).status_code == 403
    assert not AssistanceRequest.objects.exists()


def test_request_of_the_portal_is_not_entered_here(
    sign_in: Any, expert: Any, focal_point: Any, arcadia: Any
) -> None:
    from tests import factories

    draft = factories.make_draft(focal_point, arcadia)

    assert sign_in(expert).get(f"/desk/requests/{draft.pk}/entry/").status_code == 404


def test_page_that_back_leads_to_saves_over_its_own_first_save_only(
    sign_in: Any, expert: Any, typed: Any
) -> None:
    client = sign_in(expert)
    client.post(INTAKE, typed | {"action": "save"})
    client.post(INTAKE, typed | {"action": "save", "title": "Mended after Back"})
    record = AssistanceRequest.objects.get()
    assert record.title == "Mended after Back"

    response = client.post(INTAKE, typed | {"action": "save", "title": "From a very old page"})

    record.refresh_from_db()
    assert (response.status_code, record.title) == (422, "Mended after Back")
    assert "From a very old page" in response.content.decode()


def test_second_click_on_submit_lands_on_the_request(sign_in: Any, expert: Any, typed: Any) -> None:
    client = sign_in(expert)
    client.post(INTAKE, typed | {"action": "submit"})

    response = client.post(INTAKE, typed | {"action": "submit"})

    assert response["Location"] == f"/desk/requests/{AssistanceRequest.objects.get().pk}/"
