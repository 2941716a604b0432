"""Which letters the steps of a request cause."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from clearinghouse.core import clock
from clearinghouse.core.errors import NotAllowed, RuleBroken
from clearinghouse.letters import services as letter_services
from clearinghouse.letters.models import Letter
from requests_app import letters, services
from requests_app.enums import RequestStatus
from requests_app.models import AssistanceRequest
from requests_app.services.follow_up import tick_follow_ups
from tests.factories import NEED, make_paper_request, make_request

pytestmark = pytest.mark.django_db


@pytest.fixture
def distributed(
    focal_point: Any, arcadia: Any, provider: Any, other_provider: Any
) -> AssistanceRequest:
    needs = [NEED, {**NEED, "title": "Handheld detectors"}]
    return make_request(focal_point, arcadia, at=RequestStatus.DISTRIBUTED, needs=needs)


def say(request: AssistanceRequest, provider: Any, by: Any, *verdicts: str) -> None:
    answers = [
        {"need": need.pk, "verdict": verdict, "text": "As asked."}
        for need, verdict in zip(request.needs.order_by("number"), verdicts, strict=False)
    ]
    services.answer(request.notices.get(provider=provider), by=by, answers=answers)


def letters_of(request: AssistanceRequest, kind: str) -> list[Letter]:
    return list(Letter.objects.filter(case=request.pk, kind=kind).order_by("created_at"))


def test_acknowledgement_is_kept_as_sent(focal_point: Any, arcadia: Any) -> None:
    request = make_request(focal_point, arcadia)

    (letter,) = letters_of(request, "acknowledgement")
    assert (letter.addressee, letter.status, letter.is_automatic) == (arcadia, "sent", True)
    assert request.reference in letter.content["paragraphs"][0]


def test_acknowledgement_of_a_held_request_says_so(focal_point: Any, arcadia: Any) -> None:
    request = make_request(focal_point, arcadia, distribution_wish="hold")

    (letter,) = letters_of(request, "acknowledgement")
    assert "is being held" in letter.paragraphs[1]


def test_every_provider_gets_its_letter_in_its_form(
    distributed: AssistanceRequest, provider: Any, other_provider: Any
) -> None:
    found = letters_of(distributed, "distribution")

    assert {letter.addressee for letter in found} >= {provider, other_provider}
    assert {letter.document_kind for letter in found if letter.addressee == provider} == {"letter"}
    assert len(found) == distributed.notices.count()


def test_a_letter_that_fails_never_stops_the_step_and_is_written_later(
    focal_point: Any, arcadia: Any, provider: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: Any, **options: Any) -> None:
        raise KeyError("a word is missing")

    with monkeypatch.context() as patched:
        patched.setattr(letter_services, "send_at_once", broken)
        request = make_request(focal_point, arcadia, at=RequestStatus.DISTRIBUTED)
    assert request.status == RequestStatus.DISTRIBUTED
    assert not Letter.objects.exists()

    assert letters.write_missing() == 1 + request.notices.count()
    assert letters.write_missing() == 0
    assert len(letters_of(request, "acknowledgement")) == 1


def test_an_offer_drafts_thanks_and_word_to_the_requester(
    distributed: AssistanceRequest, arcadia: Any, provider: Any, provider_contact: Any
) -> None:
    say(distributed, provider, provider_contact, "yes", "no")

    (thanks,) = letters_of(distributed, "thanks")
    (offer,) = letters_of(distributed, "offer")
    assert (thanks.addressee, thanks.status) == (provider, "draft")
    assert (offer.addressee, offer.status) == (arcadia, "draft")
    assert "1. Training of customs officers in detection (yes)" in offer.paragraphs
    assert not any("Handheld" in text for text in offer.paragraphs)


def test_a_later_answer_changes_the_drafts(
    distributed: AssistanceRequest, provider: Any, provider_contact: Any
) -> None:
    say(distributed, provider, provider_contact, "yes")
    say(distributed, provider, provider_contact, "partly", "yes")

    (offer,) = letters_of(distributed, "offer")
    assert "2. Handheld detectors (yes)" in offer.paragraphs
    assert len(letters_of(distributed, "thanks")) == 1


def test_an_offer_taken_back_puts_the_drafts_aside_until_it_returns(
    distributed: AssistanceRequest, provider: Any, provider_contact: Any
) -> None:
    say(distributed, provider, provider_contact, "yes")
    say(distributed, provider, provider_contact, "no")
    for kind in ("thanks", "offer"):
        assert [each.status for each in letters_of(distributed, kind)] == ["discarded"]

    say(distributed, provider, provider_contact, "yes")
    for kind in ("thanks", "offer"):
        assert [each.status for each in letters_of(distributed, kind)] == ["discarded", "draft"]


def test_no_is_no_reason_for_a_letter(
    distributed: AssistanceRequest, provider: Any, provider_contact: Any
) -> None:
    say(distributed, provider, provider_contact, "no", "question")

    assert letters_of(distributed, "thanks") == letters_of(distributed, "offer") == []


def test_consolidated_answer_holds_every_answer_and_names_the_silent(
    distributed: AssistanceRequest, provider: Any, provider_contact: Any, expert: Any
) -> None:
    say(distributed, provider, provider_contact, "yes", "no")

    letter = letters.draft_consolidated_answer(distributed, by=expert)

    sent = letter_services.send(letter, by=expert)
    assert [row[1:] for row in sent.content["table"]["rows"]] == [
        ["Aid Organization", "yes"],
        ["Aid Organization", "no"],
    ]
    assert any("Other Organization" in text for text in sent.paragraphs)


def test_consolidated_answer_needs_an_expert_and_a_request_that_went_out(
    distributed: AssistanceRequest, focal_point: Any, arcadia: Any, expert: Any, member: Any
) -> None:
    with pytest.raises(NotAllowed):
        letters.draft_consolidated_answer(distributed, by=member)
    with pytest.raises(RuleBroken):
        letters.draft_consolidated_answer(make_request(focal_point, arcadia), by=expert)


def test_consolidated_answer_is_suggested_when_it_is_time(
    distributed: AssistanceRequest, expert: Any
) -> None:
    assert not letters.consolidated_answers_due().exists()

    with clock.shifted(timedelta(days=61)):
        assert list(letters.consolidated_answers_due()) == [distributed]
        letters.draft_consolidated_answer(distributed, by=expert)
        assert not letters.consolidated_answers_due().exists()


def test_expert_asks_for_it_on_the_page_of_the_request(
    sign_in: Any, expert: Any, distributed: AssistanceRequest
) -> None:
    client = sign_in(expert)
    page = client.get(reverse("admin:desk_requests:detail", args=[distributed.pk]))
    address = reverse("admin:desk_requests:consolidated-answer", args=[distributed.pk])
    assert address in page.content.decode()

    answer = client.post(address)

    (letter,) = letters_of(distributed, "consolidated_answer")
    assert answer.url == reverse("admin:desk_letters:detail", args=[letter.pk])


def test_requester_finds_its_letters_on_the_page_of_its_request(
    sign_in: Any, focal_point: Any, distributed: AssistanceRequest
) -> None:
    (letter,) = letters_of(distributed, "acknowledgement")

    page = sign_in(focal_point).get(distributed.get_absolute_url()).content.decode()

    assert letter.get_absolute_url() in page
    for other in letters_of(distributed, "distribution"):
        assert other.get_absolute_url() not in page


def test_question_of_one_year_is_drafted_when_it_is_asked(distributed: AssistanceRequest) -> None:
    with clock.shifted(timedelta(days=367)):
        tick_follow_ups()
        tick_follow_ups()

    (letter,) = letters_of(distributed, "one_year_question")
    assert "2. Handheld detectors (open)" in letter.paragraphs
    assert letter.status == "draft"


def test_paper_is_acknowledged_by_letter_too(expert: Any, arcadia: Any) -> None:
    request = make_paper_request(expert, arcadia, authentic=True)

    assert len(letters_of(request, "acknowledgement")) == 1
