"""The workspace's home, the page of a request, the receipt."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clearinghouse.access import grants
from clearinghouse.access.catalogue import PartyRole
from requests_app import panels, services
from requests_app.enums import RequestStatus
from requests_app.models import AssistanceRequest
from tests.browser_forms import read
from tests.factories import colleague, make_draft, make_paper_request, make_request

pytestmark = pytest.mark.django_db

HOME = "/workspace/"


def page_of(record: AssistanceRequest) -> str:
    return reverse("requests:detail", args=[record.pk])


# --- Home -------------------------------------------------------------------------------------------------------


def headings(response: Any) -> list[str]:
    return [heading.text for heading in read(response).find(id="main").find_all("h2")]


def test_home_of_a_mission(
    sign_in: Any, focal_point: Any, arcadia: Any, borduria: Any, other_focal_point: Any
) -> None:
    draft = make_draft(focal_point, arcadia, title="The draft")
    record = make_request(focal_point, arcadia)
    foreign = make_request(other_focal_point, borduria)

    response = sign_in(focal_point).get(HOME)

    page = response.content.decode()
    assert headings(response) == ["To finish", "Requests under way", "Contacts and people"]
    assert reverse("requests:edit", args=[draft.pk]) in page
    assert record.reference in page
    assert foreign.reference not in page
    assert (
        read(response)
        .select_one("table time")["datetime"]
        .startswith(record.window_ends_at.isoformat(timespec="seconds")[:16])
    )


def test_home_of_a_provider_shows_unanswered_notices_first(
    sign_in: Any, focal_point: Any, arcadia: Any, provider_contact: Any
) -> None:
    answered, waiting = (
        make_request(focal_point, arcadia, at=RequestStatus.DISTRIBUTED) for _each in range(2)
    )
    services.answer(
        answered.notices.get(provider__code="AIDORG"),
        by=provider_contact,
        answers=[{"need": answered.needs.get().pk, "verdict": "no", "text": ""}],
    )

    response = sign_in(provider_contact).get(HOME)

    assert headings(response)[0] == "Notices that wait for your answer"
    assert (
        waiting.notices.get(provider__code="AIDORG").get_absolute_url() in response.content.decode()
    )
    assert (
        answered.notices.get(provider__code="AIDORG").get_absolute_url()
        not in response.content.decode()
    )


def test_home_of_a_person_with_both_roles(
    sign_in: Any, focal_point: Any, arcadia: Any, provider: Any
) -> None:
    grants.put_in_party_role(focal_point, PartyRole.PROVIDER_CONTACT, provider)
    make_draft(focal_point, arcadia)

    response = sign_in(focal_point).get(HOME)

    assert headings(response) == [
        "Notices that wait for your answer",
        "To finish",
        "Contacts and people",
    ]


def test_home_with_words_that_wait_for_consent(
    sign_in: Any, focal_point: Any, drafter: Any, expert: Any, arcadia: Any
) -> None:
    record = make_request(focal_point, arcadia)
    summary = services.write_summary(record, by=expert, language="en", title="Words", text="Text.")
    services.put_summary_to_state(summary, by=colleague())

    assert "Words that wait for your consent" in headings(sign_in(focal_point).get(HOME))
    assert "Words that wait for your consent" not in headings(sign_in(drafter).get(HOME))


@pytest.mark.parametrize(
    ("person", "words"),
    [
        ("focal_point", "No request is under way"),
        ("provider_contact", "Nothing waits."),
        ("nobody", "Your account has no role yet"),
        ("expert", "You work at the desk."),
    ],
)
def test_home_with_nothing_says_what_to_do(
    person: str, words: str, sign_in: Any, request: pytest.FixtureRequest
) -> None:
    assert words in sign_in(request.getfixturevalue(person)).get(HOME).content.decode()


def test_panel_of_another_app(
    sign_in: Any, focal_point: Any, arcadia: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = panels.Panel("Matches put to you", (panels.Entry("A match", "/workspace/matches/1/"),))
    monkeypatch.setattr(panels, "_on_home", [lambda user: panel, lambda user: None])
    monkeypatch.setattr(panels, "_on_request", [lambda user, record: panel])
    record, client = make_request(focal_point, arcadia), sign_in(focal_point)

    for address in (HOME, page_of(record)):
        assert "Matches put to you" in headings(client.get(address))


def test_home_asks_the_database_the_same_number_of_times(
    sign_in: Any, focal_point: Any, arcadia: Any
) -> None:
    client = sign_in(focal_point)

    def one_of_each() -> int:
        make_draft(focal_point, arcadia)
        make_request(focal_point, arcadia)
        make_request(focal_point, arcadia, at=RequestStatus.DISTRIBUTED)
        with CaptureQueriesContext(connection) as captured:
            client.get(HOME)
        return len(captured)

    counts = [one_of_each() for _each in range(3)]

    assert counts[0] == counts[2]


# --- One request ------------------------------------------------------------------------------------------------


def test_page_explains_the_clock_and_the_history(
    sign_in: Any, drafter: Any, focal_point: Any, arcadia: Any
) -> None:
    record = make_request(focal_point, arcadia)

    page = read(sign_in(drafter).get(page_of(record)))

    lines = [line.span.text for line in page.select(".clock-lines li")]
    assert lines == [
        "Received",
        "Acknowledged; the objection window begins",
        "End of the window as announced",
        "To be distributed by",
    ]
    assert "The request was submitted." in page.find(id="history").text
    assert page.select_one(".clock-left")["data-countdown"]


def test_page_shows_the_other_zone_of_the_reader(
    sign_in: Any, focal_point: Any, arcadia: Any
) -> None:
    type(focal_point).objects.filter(pk=focal_point.pk).update(time_zone="Asia/Almaty")
    record = make_request(focal_point, arcadia)

    assert (
        "Almaty" in read(sign_in(focal_point).get(page_of(record))).select_one(".clock-local").text
    )


def test_page_of_a_draft_is_its_review(
    sign_in: Any, drafter: Any, focal_point: Any, arcadia: Any
) -> None:
    draft = make_draft(focal_point, arcadia)

    response = sign_in(drafter).get(page_of(draft))

    assert response["Location"] == reverse("requests:review", args=[draft.pk])


def test_page_after_distribution_shows_who_was_told_and_every_answer(
    sign_in: Any, focal_point: Any, arcadia: Any, provider_contact: Any, other_provider: Any
) -> None:
    record = make_request(focal_point, arcadia, at=RequestStatus.DISTRIBUTED)
    notice = record.notices.get(provider__code="AIDORG")
    need = record.needs.get()
    services.answer(
        notice,
        by=provider_contact,
        answers=[{"need": need.pk, "verdict": "partly", "text": "Ten officers in May."}],
    )

    page = read(sign_in(focal_point).get(page_of(record)))

    count = record.notices.count()
    assert f"to {count} providers" in page.find(id="distribution").text
    row = page.select_one("#answers tbody tr")
    assert [cell.text.strip() for cell in row.find_all(["th", "td"])][:3] == [
        "Aid Organization",
        "Partly",
        "Ten officers in May.",
    ]
    assert row.find("div")["dir"] == "auto"
    assert f"{count - 1} providers have not answered yet" in page.find(id="answers").text


def test_request_from_paper_is_read_by_its_state(
    sign_in: Any, expert: Any, focal_point: Any, arcadia: Any
) -> None:
    record = make_paper_request(expert, arcadia)
    client = sign_in(focal_point)

    assert client.get(page_of(record)).status_code == 200
    assert "An expert confirms" in client.get(HOME).content.decode()


@pytest.mark.parametrize("status", [*RequestStatus])
def test_page_opens_in_every_status(
    status: RequestStatus, sign_in: Any, focal_point: Any, arcadia: Any
) -> None:
    if status in {RequestStatus.SUBMITTED, RequestStatus.RETURNED}:
        record = make_request(focal_point, arcadia)
        AssistanceRequest.objects.filter(pk=record.pk).update(status=status)
    else:
        record = make_request(focal_point, arcadia, at=status)
    client = sign_in(focal_point)

    assert client.get(page_of(record), follow=True).status_code == 200
    assert client.get(HOME).status_code == 200


# --- Receipt ----------------------------------------------------------------------------------------------------


def test_receipt_proves_the_submission(sign_in: Any, focal_point: Any, arcadia: Any) -> None:
    type(focal_point).objects.filter(pk=focal_point.pk).update(time_zone="Asia/Almaty")
    record = make_request(focal_point, arcadia)

    page = read(sign_in(focal_point).get(reverse("requests:receipt", args=[record.pk])))

    text = page.find(id="main").text
    for proof in (record.reference, record.versions.get().sha256, "New York", "Almaty"):
        assert proof in text
    moments = [each["datetime"][:19] for each in page.select("main time")]
    assert record.received_at.isoformat()[:19] in moments
    assert record.window_ends_at.isoformat()[:19] in moments


def test_receipt_of_a_request_that_its_state_holds(
    sign_in: Any, focal_point: Any, arcadia: Any
) -> None:
    record = make_request(focal_point, arcadia, distribution_wish="hold")

    page = sign_in(focal_point).get(reverse("requests:receipt", args=[record.pk])).content.decode()

    assert "When the hold is released" in page


def test_no_receipt_of_a_draft(sign_in: Any, focal_point: Any, arcadia: Any) -> None:
    draft = make_draft(focal_point, arcadia)

    response = sign_in(focal_point).get(reverse("requests:receipt", args=[draft.pk]))

    assert response.status_code == 302


def test_withdrawn_request_asks_for_no_consent(
    sign_in: Any, focal_point: Any, expert: Any, arcadia: Any
) -> None:
    record = make_request(focal_point, arcadia)
    words = services.write_summary(record, by=expert, language="en", title="T", text="Words.")
    services.put_summary_to_state(words, by=colleague())
    services.withdraw(record, by=focal_point, note="Solved.")

    page = sign_in(focal_point).get(record.get_absolute_url()).content.decode()

    assert "Withdrawn" in page
    assert 'value="consent"' not in page


def test_every_form_of_the_page_is_accepted_by_a_browser_s_rules(
    sign_in: Any, focal_point: Any, arcadia: Any
) -> None:
    """The test client asks for no token; a browser that sends a form without one is refused."""
    record = make_request(focal_point, arcadia, at=RequestStatus.DISTRIBUTED)
    page = read(sign_in(focal_point).get(page_of(record)))

    posts = {form["action"]: form for form in page.select("main form[method=post]")}

    assert reverse("requests:copy", args=[record.pk]) in posts
    assert [
        at
        for at, form in posts.items()
        if not form.select_one("input[name=csrfmiddlewaretoken][value]")
    ] == []
