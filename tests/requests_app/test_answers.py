"""Answers in full, and their history: a later answer replaces the earlier, the history keeps both."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from clearinghouse.access.catalogue import PartyRole
from clearinghouse.core.errors import RuleBroken
from clearinghouse.notifications.models import Message
from requests_app import services
from requests_app.enums import RequestStatus
from requests_app.models import Answer, AnswerVersion, Notice
from tests.browser_forms import read
from tests.factories import make_request, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def notice(focal_point: Any, arcadia: Any, provider: Any) -> Notice:
    request = make_request(focal_point, arcadia, at=RequestStatus.DISTRIBUTED)
    return request.notices.get(provider=provider)


def give(notice: Notice, by: Any, **row: Any) -> list[Answer]:
    need = notice.assistance_request.needs.get()
    return services.answer(notice, by=by, answers=[{"need": need.pk, **row}])


def test_what_when_and_how_are_kept(sign_in: Any, notice: Notice, provider_contact: Any) -> None:
    sign_in(provider_contact).post(
        reverse("requests:answer", args=[notice.pk]),
        {
            "need-1-verdict": "partly",
            "need-1-text": "Ten officers.",
            "need-1-available_from": "2027-03-01",
            "need-1-how": "in_country",
        },
    )

    given = Answer.objects.get()
    assert (given.verdict, given.text, given.available_from, given.how) == (
        "partly",
        "Ten officers.",
        date(2027, 3, 1),
        "in_country",
    )


def test_when_and_how_belong_to_help_alone(notice: Notice, provider_contact: Any) -> None:
    [given] = give(
        notice, provider_contact, verdict="no", text="Not our field.", how="remote",
        available_from=date(2027, 3, 1),
    )  # fmt: skip

    assert (given.available_from, given.how) == (None, "")


def test_the_history_keeps_every_answer_and_who_gave_it(
    sign_in: Any, notice: Notice, provider: Any, provider_contact: Any
) -> None:
    colleague = make_user("colleague@aidorg.example", PartyRole.PROVIDER_CONTACT, provider)
    give(notice, provider_contact, verdict="yes", text="Thirty officers.")
    give(notice, colleague, verdict="partly", text="Ten officers.")

    page = sign_in(provider_contact).get(notice.get_absolute_url()).content.decode()

    assert list(AnswerVersion.objects.values_list("number", "verdict", "text", "answered_by")) == [
        (1, "yes", "Thirty officers.", provider_contact.pk),
        (2, "partly", "Ten officers.", colleague.pk),
    ]
    assert Answer.objects.get().text == "Ten officers."
    assert "Thirty officers." in page


def test_the_same_again_adds_nothing_and_tells_nobody(
    sign_in: Any, notice: Notice, provider_contact: Any
) -> None:
    give(notice, provider_contact, verdict="yes", text="Thirty officers.")
    told = Message.objects.count()

    assert give(notice, provider_contact, verdict="yes", text=" Thirty officers. ") == []

    assert AnswerVersion.objects.count() == 1
    assert Message.objects.count() == told


def test_the_person_gets_a_receipt(notice: Notice, provider_contact: Any) -> None:
    give(notice, provider_contact, verdict="yes")

    [receipt] = Message.objects.filter(kind="answer_receipt")
    assert [each.address for each in receipt.deliveries.all()] == [provider_contact.email]
    assert receipt.context["reference"] == notice.assistance_request.reference


def test_no_way_of_giving_help_is_invented(notice: Notice, provider_contact: Any) -> None:
    with pytest.raises(RuleBroken):
        give(notice, provider_contact, verdict="yes", how="by magic")


def test_history_is_not_rewritten(notice: Notice, provider_contact: Any) -> None:
    give(notice, provider_contact, verdict="yes")

    with pytest.raises(DatabaseError), transaction.atomic():
        AnswerVersion.objects.update(text="Something else.")
    with pytest.raises(DatabaseError), transaction.atomic():
        AnswerVersion.objects.all().delete()


def test_a_date_without_an_answer_is_to_be_mended(
    sign_in: Any, notice: Notice, provider_contact: Any
) -> None:
    answer = sign_in(provider_contact).post(
        reverse("requests:answer", args=[notice.pk]), {"need-1-available_from": "2027-03-01"}
    )

    assert answer.status_code == 422
    assert "Choose an answer to go with what you wrote." in answer.content.decode()
    assert "2027-03-01" in answer.content.decode()


def test_the_state_reads_when_and_how(
    sign_in: Any, notice: Notice, provider_contact: Any, focal_point: Any
) -> None:
    give(
        notice, provider_contact, verdict="yes", text="Thirty.", how="remote",
        available_from=date(2027, 3, 1),
    )  # fmt: skip

    page = sign_in(focal_point).get(
        reverse("requests:answers", args=[notice.assistance_request_id])
    )

    assert "1 March 2027" in read(page).find(id="main").text.replace("\xa0", " ")
    assert "At a distance, online or in writing." in page.content.decode()
