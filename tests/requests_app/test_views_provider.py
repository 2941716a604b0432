"""The provider's notices: only its own, the frozen words, never what is kept back."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from requests_app import services
from requests_app.enums import RequestStatus
from requests_app.models import Answer, AssistanceRequest, Notice, RequestContact
from tests.browser_forms import read, typed_in
from tests.factories import NEED, make_draft, make_request

pytestmark = pytest.mark.django_db

CANARY = "CANARY-4711"


@pytest.fixture
def distributed(
    focal_point: Any, arcadia: Any, provider: Any, other_provider: Any
) -> AssistanceRequest:
    needs = [NEED, {**NEED, "title": "Handheld detectors"}]
    return make_request(focal_point, arcadia, at=RequestStatus.DISTRIBUTED, needs=needs)


@pytest.fixture
def notice(distributed: AssistanceRequest, provider: Any) -> Notice:
    return distributed.notices.get(provider=provider)


def notice_of(record: AssistanceRequest) -> Notice:
    return record.notices.get(provider__code="AIDORG")


def answer_of(notice: Notice) -> str:
    return reverse("requests:answer", args=[notice.pk])


def test_list_shows_own_notices_only(
    sign_in: Any, provider_contact: Any, other_provider: Any, notice: Notice
) -> None:
    page = sign_in(provider_contact).get(reverse("requests:notices")).content.decode()

    foreign = Notice.objects.get(provider=other_provider)
    assert notice.get_absolute_url() in page
    assert foreign.get_absolute_url() not in page


def test_unanswered_notices_stand_first(
    sign_in: Any, focal_point: Any, arcadia: Any, provider_contact: Any
) -> None:
    records = [
        make_request(focal_point, arcadia, at=RequestStatus.DISTRIBUTED) for _each in range(3)
    ]
    newest = notice_of(records[-1])
    services.answer(
        newest,
        by=provider_contact,
        answers=[{"need": records[-1].needs.get().pk, "verdict": "yes", "text": ""}],
    )

    page = read(sign_in(provider_contact).get(reverse("requests:notices")))

    order = [link["href"] for link in page.select(".card a")]
    assert order == [
        notice_of(record).get_absolute_url() for record in (records[1], records[0], records[2])
    ]


def test_list_asks_the_database_the_same_number_of_times(
    sign_in: Any, focal_point: Any, arcadia: Any, provider_contact: Any
) -> None:
    client = sign_in(provider_contact)

    def one_more() -> int:
        make_request(focal_point, arcadia, at=RequestStatus.DISTRIBUTED)
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("requests:notices"))
        return len(captured)

    counts = [one_more() for _each in range(3)]

    assert counts[0] == counts[2]


def test_opening_marks_as_seen_once(sign_in: Any, provider_contact: Any, notice: Notice) -> None:
    client = sign_in(provider_contact)

    client.get(notice.get_absolute_url())
    notice.refresh_from_db()
    first = notice.seen_at
    client.get(notice.get_absolute_url())

    notice.refresh_from_db()
    assert first is not None
    assert notice.seen_at == first


def test_notice_shows_the_frozen_words(
    sign_in: Any, provider_contact: Any, notice: Notice, distributed: AssistanceRequest
) -> None:
    AssistanceRequest.objects.filter(pk=distributed.pk).update(title="Changed afterwards")

    page = sign_in(provider_contact).get(notice.get_absolute_url()).content.decode()

    assert "Border controls" in page
    assert "Handheld detectors" in page
    assert "Changed afterwards" not in page


def test_nothing_that_is_kept_back_reaches_a_provider(
    sign_in: Any, focal_point: Any, arcadia: Any, provider_contact: Any, other_provider: Any
) -> None:
    draft = make_draft(
        focal_point,
        arcadia,
        channel_reference=CANARY,
        providers_approached=CANARY,
        preferred_providers=CANARY,
        excluded_providers=[other_provider],
    )
    RequestContact.objects.filter(assistance_request=draft).update(
        name=CANARY, title=CANARY, email="canary-4711@example.org", phone=CANARY
    )
    services.submit(draft, by=focal_point)
    services.send_now(draft, by=focal_point)
    services.distribute(draft)
    client = sign_in(provider_contact)

    for address in (
        "/workspace/",
        reverse("requests:notices"),
        notice_of(draft).get_absolute_url(),
    ):
        page = client.get(address).content.decode().lower()
        assert "canary" not in page
        assert "other organization" not in page
    assert (
        "Contacts and documents" in client.get(notice_of(draft).get_absolute_url()).content.decode()
    )


def test_other_answers_are_not_shown(
    sign_in: Any,
    provider_contact: Any,
    other_provider_contact: Any,
    notice: Notice,
    distributed: AssistanceRequest,
) -> None:
    foreign = distributed.notices.get(provider__code="OTHORG")
    need = distributed.needs.first()
    services.answer(
        foreign,
        by=other_provider_contact,
        answers=[{"need": need.pk, "verdict": "yes", "text": CANARY}],
    )

    assert CANARY not in sign_in(provider_contact).get(notice.get_absolute_url()).content.decode()


def test_answer_some_needs_and_change_it(
    sign_in: Any, provider_contact: Any, notice: Notice
) -> None:
    client = sign_in(provider_contact)
    typed = typed_in(client.get(notice.get_absolute_url()), action=answer_of(notice))

    first = client.post(
        answer_of(notice),
        typed | {"need-2-verdict": "yes", "need-2-text": "Six in May."},
        follow=True,
    )
    typed = typed_in(first, action=answer_of(notice))
    client.post(answer_of(notice), typed | {"need-1-verdict": "no", "need-2-verdict": "partly"})

    assert "Your answer to 1 need has been passed on." in first.content.decode()
    assert list(Answer.objects.values_list("need__number", "verdict", "text", "answered_by")) == [
        (1, "no", "", provider_contact.pk),
        (2, "partly", "Six in May.", provider_contact.pk),
    ]


def test_answer_to_be_mended_keeps_every_word(
    sign_in: Any, provider_contact: Any, notice: Notice
) -> None:
    response = sign_in(provider_contact).post(
        answer_of(notice), {"need-1-text": "Gladly.", "need-2-verdict": "question"}
    )

    page = read(response)
    assert response.status_code == 422
    assert page.find(id="id_need-1-text").text.strip() == "Gladly."
    assert [link["href"] for link in page.select(".error-summary a")] == [
        "#id_need-1-verdict_field",
        "#id_need-2-text_field",
    ]
    assert not Answer.objects.exists()


def test_empty_answer(sign_in: Any, provider_contact: Any, notice: Notice) -> None:
    response = sign_in(provider_contact).post(answer_of(notice), {}, follow=True)

    assert "Choose an answer for at least one need." in response.content.decode()


def test_answer_to_a_withdrawn_request_is_kept_on_the_page(
    sign_in: Any,
    focal_point: Any,
    provider_contact: Any,
    notice: Notice,
    distributed: AssistanceRequest,
) -> None:
    services.withdraw(distributed, by=focal_point, note="Met.")

    response = sign_in(provider_contact).post(
        answer_of(notice), {"need-1-verdict": "yes", "need-1-text": "Typed with care."}
    )

    assert response.status_code == 409
    assert "it takes no more answers" in response.content.decode()
    assert "Typed with care." in response.content.decode()
