from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from requests_app import services
from requests_app.enums import RequestStatus
from tests import factories

LIST = "/desk/requests/"
READERS = ["expert", "secretariat", "member"]
OTHERS = ["administrator", "focal_point", "provider_contact", "nobody"]


@pytest.mark.parametrize("person", READERS)
def test_desk_readers_open_the_list(
    person: str, sign_in: Any, request: pytest.FixtureRequest
) -> None:
    assert sign_in(request.getfixturevalue(person)).get(LIST).status_code == 200


@pytest.mark.parametrize("person", OTHERS)
def test_others_do_not(person: str, sign_in: Any, request: pytest.FixtureRequest) -> None:
    assert sign_in(request.getfixturevalue(person)).get(LIST).status_code == 403


def test_strangers_are_asked_to_sign_in(db: None) -> None:
    assert Client().get(LIST)["Location"].startswith("/account/login/")


def test_drafts_of_missions_are_not_listed(
    sign_in: Any, expert: Any, focal_point: Any, arcadia: Any
) -> None:
    factories.make_request(focal_point, arcadia, title="Sent in")
    factories.make_draft(focal_point, arcadia, title="Still thinking")

    page = sign_in(expert).get(LIST).content.decode()

    assert "Sent in" in page
    assert "Still thinking" not in page


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"Guarded gates", "Reactor law"}),
        ("status=acknowledged", {"Reactor law"}),
        ("status=open", {"Guarded gates", "Reactor law"}),
        ("status=closed", set()),
        ("area=3D", {"Reactor law"}),
        ("q=reactor", {"Reactor law"}),
        ("q=reactor+nothing", set()),
        ("q=customs", {"Guarded gates", "Reactor law"}),
        ("status=nonsense", {"Guarded gates", "Reactor law"}),
    ],
)
def test_address_narrows_the_list(
    query: str, expected: set[str], sign_in: Any, expert: Any, focal_point: Any, arcadia: Any
) -> None:
    factories.make_request(
        focal_point, arcadia, title="Guarded gates", at=RequestStatus.DISTRIBUTED
    )
    factories.make_request(focal_point, arcadia, title="Reactor law", areas=["3D"])

    page = sign_in(expert).get(f"{LIST}?{query}").content.decode()

    assert {title for title in ("Guarded gates", "Reactor law") if title in page} == expected


def test_list_narrows_by_requester(
    sign_in: Any, expert: Any, focal_point: Any, arcadia: Any, other_focal_point: Any, borduria: Any
) -> None:
    factories.make_request(focal_point, arcadia, title="Of Arcadia")
    factories.make_request(other_focal_point, borduria, title="Of Borduria")

    page = sign_in(expert).get(f"{LIST}?party={borduria.pk}").content.decode()

    assert "Of Borduria" in page
    assert "Of Arcadia" not in page


def test_list_asks_the_same_number_of_questions_for_one_and_three(
    sign_in: Any,
    expert: Any,
    focal_point: Any,
    arcadia: Any,
    django_assert_num_queries: Any,
    django_assert_max_num_queries: Any,
) -> None:
    client = sign_in(expert)
    factories.make_request(focal_point, arcadia)
    client.get(LIST)
    with django_assert_max_num_queries(20) as first:
        client.get(LIST)
    for _number in range(2):
        services.place_hold(
            factories.make_request(focal_point, arcadia), by=expert, reason="To check."
        )

    with django_assert_num_queries(len(first)):
        client.get(LIST)


def test_attachment_comes_as_a_file_to_readers_only(
    sign_in: Any, expert: Any, member: Any, focal_point: Any, administrator: Any, arcadia: Any
) -> None:
    draft = factories.make_draft(focal_point, arcadia)
    pdf = SimpleUploadedFile("note.pdf", b"%PDF-1.7\nx\n%%EOF")
    attachment = services.attach(draft, by=focal_point, upload=pdf, kind="note_verbale")
    path = f"{LIST}{draft.pk}/attachments/{attachment.pk}/"
    assert sign_in(expert).get(path).status_code == 404  # still the mission's own draft

    services.submit(draft, by=focal_point)

    response = sign_in(member).get(path)
    assert response["Content-Disposition"] == 'attachment; filename="note.pdf"'
    assert b"".join(response.streaming_content).startswith(b"%PDF")
    assert sign_in(administrator).get(path).status_code == 403
    assert sign_in(focal_point).get(path).status_code == 403
