from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from requests_app import services
from requests_app.enums import RequestStatus
from requests_app.models import Authentication, Hold
from tests import factories


@pytest.fixture
def paper(expert: Any, arcadia: Any) -> Any:
    """A request from a note verbale that waits for authentication."""
    return factories.make_paper_request(expert, arcadia)


def page_of(record: Any, *rest: str) -> str:
    return "/".join(["/desk/requests", str(record.pk), *rest]) + "/"


@pytest.mark.parametrize(
    ("person", "status"),
    [
        ("expert", 200),
        ("secretariat", 200),
        ("member", 200),
        ("administrator", 403),
        ("focal_point", 403),
        ("provider_contact", 403),
        ("nobody", 403),
    ],
)
def test_who_opens_the_page(
    person: str, status: int, paper: Any, sign_in: Any, request: pytest.FixtureRequest
) -> None:
    assert sign_in(request.getfixturevalue(person)).get(page_of(paper)).status_code == status


def test_strangers_are_asked_to_sign_in(paper: Any) -> None:
    assert Client().get(page_of(paper))["Location"].startswith("/account/login/")


def test_draft_of_a_mission_is_not_there(
    sign_in: Any, expert: Any, focal_point: Any, arcadia: Any
) -> None:
    draft = factories.make_draft(focal_point, arcadia)

    assert sign_in(expert).get(page_of(draft)).status_code == 404


def test_page_shows_content_contacts_clock_and_history(
    sign_in: Any, member: Any, paper: Any
) -> None:
    page = sign_in(member).get(page_of(paper)).content.decode()

    for words in (
        paper.reference, "NV/12/2026", "First Secretary", "Training of customs officers", "The request was submitted.",
        "To be distributed by", "not confirmed yet",
    ):  # fmt: skip
        assert words in page


def test_member_sees_no_form_but_the_hold(sign_in: Any, member: Any, paper: Any) -> None:
    page = sign_in(member).get(page_of(paper)).content.decode()

    assert page_of(paper, "hold") in page
    for step in ("authenticate", "step/send_back", "step/close", "summary/en"):
        assert page_of(paper, step) not in page


def test_expert_sees_why_a_step_must_wait(sign_in: Any, expert: Any, paper: Any) -> None:
    page = sign_in(expert).get(page_of(paper)).content.decode()

    assert "Possible while the request is: Distributed." in page


def test_expert_authenticates_with_a_ground(sign_in: Any, expert: Any, paper: Any) -> None:
    sign_in(expert).post(
        page_of(paper, "authenticate"), {"authenticate-ground": "Signed note, stamp known."}
    )

    paper.refresh_from_db()
    assert paper.status == RequestStatus.ACKNOWLEDGED
    assert Authentication.objects.get().ground == "Signed note, stamp known."


def test_ground_is_required_and_nothing_happens(sign_in: Any, expert: Any, paper: Any) -> None:
    response = sign_in(expert).post(page_of(paper, "authenticate"), {"authenticate-ground": " "})

    paper.refresh_from_db()
    assert (response.status_code, paper.status) == (422, RequestStatus.SUBMITTED)


@pytest.mark.parametrize(
    "person",
    ["member", "secretariat", "administrator", "focal_point", "provider_contact", "nobody"],
)
def test_only_experts_authenticate_and_send_back(
    person: str, sign_in: Any, paper: Any, request: pytest.FixtureRequest
) -> None:
    client = sign_in(request.getfixturevalue(person))

    first = client.post(page_of(paper, "authenticate"), {"authenticate-ground": "My word."})
    second = client.post(page_of(paper, "step", "send_back"), {"note": "My wish."})

    paper.refresh_from_db()
    assert (first.status_code, second.status_code, paper.status) == (
        403,
        403,
        RequestStatus.SUBMITTED,
    )


def test_expert_returns_with_a_reason(sign_in: Any, expert: Any, paper: Any) -> None:
    client = sign_in(expert)

    client.post(page_of(paper, "step", "send_back"), {"note": ""})
    paper.refresh_from_db()
    assert paper.status == RequestStatus.SUBMITTED
    client.post(page_of(paper, "step", "send_back"), {"note": "The signature is missing."})

    paper.refresh_from_db()
    assert paper.status == RequestStatus.RETURNED
    assert "The signature is missing." in client.get(page_of(paper)).content.decode()


@pytest.mark.parametrize(("person", "kind"), [("expert", "expert"), ("member", "member")])
def test_hold_is_placed_in_the_capacity_of_the_person_and_released(
    person: str, kind: str, sign_in: Any, paper: Any, request: pytest.FixtureRequest
) -> None:
    client = sign_in(request.getfixturevalue(person))

    client.post(page_of(paper, "hold"), {"hold-reason": "To be discussed.", "hold-until": ""})
    hold = Hold.objects.get()
    client.post(page_of(paper, "holds", str(hold.pk), "release"))

    hold.refresh_from_db()
    assert (hold.kind, hold.reason, hold.released_at is not None) == (
        kind,
        "To be discussed.",
        True,
    )


def test_refused_hold_keeps_the_reason(sign_in: Any, member: Any, paper: Any) -> None:
    data = {"hold-reason": "A long and careful reason", "hold-until": "2020-01-01T10:00"}

    response = sign_in(member).post(page_of(paper, "hold"), data)

    assert response.status_code == 422
    assert "A long and careful reason" in response.content.decode()
    assert "lies in the past" in response.content.decode()
    assert not Hold.objects.exists()


@pytest.mark.parametrize("person", ["secretariat", "administrator", "focal_point", "nobody"])
def test_others_do_not_hold_here(
    person: str, sign_in: Any, paper: Any, request: pytest.FixtureRequest
) -> None:
    response = sign_in(request.getfixturevalue(person)).post(
        page_of(paper, "hold"), {"hold-reason": "No."}
    )

    assert response.status_code == 403
    assert not Hold.objects.exists()


def test_member_does_not_release_the_hold_of_an_expert(
    sign_in: Any, member: Any, expert: Any, paper: Any
) -> None:
    hold = services.place_hold(paper, by=expert, reason="To check.")

    response = sign_in(member).post(page_of(paper, "holds", str(hold.pk), "release"))

    hold.refresh_from_db()
    assert (response.status_code, hold.released_at) == (403, None)


def test_providers_and_answers_are_shown(
    sign_in: Any,
    expert: Any,
    focal_point: Any,
    arcadia: Any,
    provider_contact: Any,
    other_provider: Any,
) -> None:
    record = factories.make_request(focal_point, arcadia, at=RequestStatus.DISTRIBUTED)
    notice = record.notices.get(provider__code="AIDORG")
    need = record.needs.get()
    services.answer(
        notice,
        by=provider_contact,
        answers=[{"need": need.pk, "verdict": "partly", "text": "Ten officers."}],
    )

    page = sign_in(expert).get(page_of(record)).content.decode()

    for words in (
        "Aid Organization",
        "Other Organization",
        "requests@aidorg.example",
        "Ten officers.",
        "1 of 1",
        "silent",
    ):
        assert words in page


def test_page_of_a_long_case_asks_few_questions(
    sign_in: Any,
    expert: Any,
    focal_point: Any,
    arcadia: Any,
    provider: Any,
    django_assert_max_num_queries: Any,
) -> None:
    needs = [factories.NEED | {"title": f"Need {number}"} for number in range(8)]
    record = factories.make_request(focal_point, arcadia, at=RequestStatus.DISTRIBUTED, needs=needs)
    client = sign_in(expert)
    client.get(page_of(record))

    with django_assert_max_num_queries(60):
        client.get(page_of(record))


def test_unknown_verb_changes_nothing(sign_in: Any, expert: Any, paper: Any) -> None:
    sign_in(expert).post(page_of(paper, "step", "distribute"), {"note": "now"})

    paper.refresh_from_db()
    assert paper.status == RequestStatus.SUBMITTED


# --- What a State decides on paper ------------------------------------------------------------------------------


def test_expert_records_what_the_state_wrote(
    sign_in: Any, expert: Any, focal_point: Any, paper: Any
) -> None:
    services.authenticate(paper, by=expert, ground="Signature known.")
    hold = services.place_hold(paper, by=focal_point, reason="Capital is consulted.")
    client = sign_in(expert)
    ways = [
        page_of(paper, "holds", str(hold.pk), "release"),
        page_of(paper, "step", "send_now"),
        page_of(paper, "step", "withdraw"),
    ]
    page = client.get(page_of(paper)).content.decode()
    assert [way for way in ways if f'action="{way}"' in page] == ways

    refused = client.post(ways[0], {"note": " "}, follow=True).content.decode()
    assert "Give the reference of the document" in refused
    client.post(ways[0], {"note": "NV/13/2026"})
    hold.refresh_from_db()
    assert hold.released_by == expert
    client.post(ways[1], {"note": "NV/14/2026"})
    assert paper.decisions.get().note == "NV/14/2026"
    client.post(ways[2], {"note": "NV/15/2026"})
    paper.refresh_from_db()
    assert paper.status == RequestStatus.WITHDRAWN
    assert "NV/15/2026" in client.get(page_of(paper)).content.decode()


def test_desk_offers_no_step_of_the_state_for_the_portal(
    sign_in: Any, expert: Any, focal_point: Any, arcadia: Any
) -> None:
    record = factories.make_request(focal_point, arcadia, distribution_wish="hold")
    client = sign_in(expert)

    page = client.get(page_of(record)).content.decode()
    assert "/release/" not in page
    for verb in ("send_now", "withdraw"):
        assert page_of(record, "step", verb) not in page
        assert client.post(page_of(record, "step", verb), {"note": "NV/1"}).status_code == 403


def test_member_sees_no_step_of_the_state(
    sign_in: Any, member: Any, expert: Any, paper: Any
) -> None:
    services.authenticate(paper, by=expert, ground="Signature known.")

    page = sign_in(member).get(page_of(paper)).content.decode()
    for verb in ("send_now", "withdraw"):
        assert page_of(paper, "step", verb) not in page
