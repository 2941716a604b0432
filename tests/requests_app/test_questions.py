"""A provider asks, the State answers to all, and no other provider learns who asked."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from clearinghouse.core.errors import NotAllowed, RuleBroken, Stale
from clearinghouse.desk.selectors import boards
from clearinghouse.notifications.models import Message
from clearinghouse.parties.models import Party
from requests_app import questions, services
from requests_app.enums import QuestionStatus, RequestStatus, ResponseKind
from requests_app.models import Answer, AssistanceRequest, Notice, Question
from tests.factories import NEED, make_paper_request, make_request

pytestmark = pytest.mark.django_db

ASKED = "Aid Organization asks: which scanners do you have?"
NEUTRAL = "Which scanners are there?"


@pytest.fixture(autouse=True)
def _only_ours(provider: Party, other_provider: Party) -> None:
    Party.objects.exclude(pk__in=[provider.pk, other_provider.pk]).update(is_provider=False)


@pytest.fixture
def distributed(focal_point: Any, arcadia: Any) -> AssistanceRequest:
    needs = [NEED, {**NEED, "title": "Handheld detectors"}]
    return make_request(focal_point, arcadia, at=RequestStatus.DISTRIBUTED, needs=needs)


@pytest.fixture
def notice(distributed: AssistanceRequest) -> Notice:
    return distributed.notices.get(provider__code="AIDORG")


@pytest.fixture
def foreign_notice(distributed: AssistanceRequest) -> Notice:
    return distributed.notices.get(provider__code="OTHORG")


@pytest.fixture
def question(notice: Notice, provider_contact: Any) -> Question:
    return services.ask(notice, by=provider_contact, text=ASKED)


def mails(kind: str) -> list[str]:
    found = Message.objects.filter(kind=kind).order_by("pk")
    return sorted(d.address for message in found for d in message.deliveries.all())


def test_a_question_goes_to_the_state_and_the_desk(
    question: Question, distributed: AssistanceRequest, expert: Any
) -> None:
    [mail] = Message.objects.filter(kind="question_asked")

    assert mail.context == {
        "reference": distributed.reference,
        "path": reverse("requests:question", args=[question.pk]),
    }
    assert mails("question_asked") == ["focal@arcadia.example"]
    board = next(each for each in boards(expert) if each.kind.key == "questions")
    assert [line.row.subject for line in board.lines] == [question.pk]


def test_a_second_click_asks_once(
    question: Question, notice: Notice, provider_contact: Any
) -> None:
    assert services.ask(notice, by=provider_contact, text=f" {ASKED} ") == question


def test_the_answer_goes_to_every_provider_without_a_name(
    sign_in: Any, question: Question, focal_point: Any, foreign_notice: Notice, other_provider_contact: Any
) -> None:  # fmt: skip
    services.reply_to_all(question, by=focal_point, wording=NEUTRAL, reply="Two, from 1998.")

    page = sign_in(other_provider_contact).get(foreign_notice.get_absolute_url()).content.decode()

    assert mails("question_answered") == ["requests@aidorg.example", "requests@othorg.example"]
    assert NEUTRAL in page
    assert "Two, from 1998." in page
    assert "Aid Organization" not in page


def test_who_said_not_for_us_gets_no_mail(
    question: Question, focal_point: Any, foreign_notice: Notice, other_provider_contact: Any
) -> None:
    services.respond(foreign_notice, by=other_provider_contact, kind=ResponseKind.NOT_FOR_US)

    services.reply_to_all(question, by=focal_point, wording="", reply="Two.")

    assert mails("question_answered") == ["requests@aidorg.example"]
    assert list(questions.answered_for(foreign_notice)) == [question]


def test_before_the_answer_nobody_else_reads_the_question(
    sign_in: Any, question: Question, foreign_notice: Notice, other_provider_contact: Any,
    notice: Notice, provider_contact: Any, focal_point: Any,
) -> None:  # fmt: skip
    services.save_reply(question, by=focal_point, wording="", reply="Half an answer.")

    foreign = sign_in(other_provider_contact).get(foreign_notice.get_absolute_url())
    own = sign_in(provider_contact).get(notice.get_absolute_url()).content.decode()

    assert "which scanners" not in foreign.content.decode()
    assert "which scanners" in own
    assert "Half an answer." not in own


@pytest.mark.parametrize("how", ["experts", "decline", "withhold"])
def test_what_is_not_for_all_reaches_who_asked_only(
    sign_in: Any, question: Question, focal_point: Any, expert: Any, notice: Notice,
    foreign_notice: Notice, provider_contact: Any, other_provider_contact: Any, how: str,
) -> None:  # fmt: skip
    if how == "experts":
        services.reply_to_experts(question, by=focal_point, wording="", reply="Secret scanners.")
    elif how == "decline":
        services.decline(question, by=focal_point)
    else:
        services.withhold(question, by=expert, note="It names a port.")

    own = sign_in(provider_contact).get(notice.get_absolute_url()).content.decode()
    foreign = sign_in(other_provider_contact).get(foreign_notice.get_absolute_url())
    assert question.get_status_display() in own
    assert ("It names a port." in own) == (how == "withhold")
    assert "Secret scanners." not in own + foreign.content.decode()
    assert "which scanners" not in foreign.content.decode()
    assert mails("question_settled") == ["requests@aidorg.example"]


def test_an_answered_question_can_still_be_withheld(
    question: Question, focal_point: Any, expert: Any, foreign_notice: Notice
) -> None:
    services.reply_to_all(question, by=focal_point, wording="", reply="Two.")

    services.withhold(question, by=expert, note="The answer names a port.")

    assert not questions.answered_for(foreign_notice).exists()


def test_the_same_question_is_joined(
    question: Question, foreign_notice: Notice, other_provider_contact: Any, expert: Any
) -> None:
    twin = services.ask(foreign_notice, by=other_provider_contact, text="What scanners?")

    services.merge(twin, into=question, by=expert)

    assert (twin.status, twin.merged_into) == (QuestionStatus.MERGED, question)
    with pytest.raises(RuleBroken, match="another question"):
        services.merge(question, into=question, by=expert)
    with pytest.raises(RuleBroken, match="that stands"):
        services.merge(question, into=twin, by=expert)


def test_only_the_state_answers_and_only_once(
    question: Question, focal_point: Any, drafter: Any, expert: Any, provider_contact: Any, other_focal_point: Any
) -> None:  # fmt: skip
    services.save_reply(question, by=drafter, wording="", reply="Two.")
    for person in (drafter, expert, provider_contact, other_focal_point):
        with pytest.raises(NotAllowed):
            services.reply_to_all(question, by=person, wording="", reply="Two.")
    with pytest.raises(RuleBroken, match="Write the answer"):
        services.reply_to_all(question, by=focal_point, wording="", reply=" ")
    services.reply_to_all(question, by=focal_point, wording="", reply="Two.")

    with pytest.raises(Stale):
        services.decline(question, by=focal_point)
    with pytest.raises(Stale):
        services.save_reply(question, by=focal_point, wording="", reply="Three.")


def test_questions_end_with_the_request(
    question: Question, distributed: AssistanceRequest, notice: Notice, focal_point: Any, provider_contact: Any
) -> None:  # fmt: skip
    services.withdraw(distributed, by=focal_point, note="Met.")

    with pytest.raises(Stale):
        services.reply_to_all(question, by=focal_point, wording="", reply="Two.")
    with pytest.raises(Stale):
        services.ask(notice, by=provider_contact, text="And now?")
    assert not questions.questions_waiting().exists()


def test_an_expert_records_what_the_state_wrote_on_paper(
    expert: Any, arcadia: Any, provider_contact: Any, focal_point: Any
) -> None:
    record = make_paper_request(expert, arcadia, authentic=True)
    services.send_now(record, by=expert, note="NV/13/2026")
    services.distribute(record)
    asked = services.ask(
        record.notices.get(provider__code="AIDORG"), by=provider_contact, text="Which?"
    )

    with pytest.raises(RuleBroken, match="reference of the State's document"):
        services.reply_to_all(asked, by=expert, wording="", reply="Two.")
    services.reply_to_all(asked, by=expert, wording="", reply="Two.", document="NV/14/2026")

    assert (asked.status, asked.document) == (QuestionStatus.ANSWERED, "NV/14/2026")


def test_a_question_in_the_answer_form_is_one(
    sign_in: Any, notice: Notice, provider_contact: Any, distributed: AssistanceRequest
) -> None:
    sign_in(provider_contact).post(
        reverse("requests:answer", args=[notice.pk]),
        {"need-1-verdict": "question", "need-1-text": "How many officers?"},
    )

    asked = Question.objects.get()
    assert (asked.text, asked.need) == ("How many officers?", distributed.needs.get(number=1))
    assert Answer.objects.get().verdict == "question"


def test_pages_of_provider_state_and_desk(
    sign_in: Any, notice: Notice, provider_contact: Any, focal_point: Any, expert: Any, drafter: Any
) -> None:
    provider, state, desk = sign_in(provider_contact), sign_in(focal_point), sign_in(expert)
    address = reverse("requests:ask", args=[notice.pk])
    assert provider.post(address, {"question-text": " "}).status_code == 422
    provider.post(address, {"question-text": "Which scanners?", "question-need": ""})
    asked = Question.objects.get()

    home = state.get("/workspace/").content.decode()
    assert asked.get_absolute_url() in home
    assert (
        "Only a focal point sends"
        in sign_in(drafter).get(asked.get_absolute_url()).content.decode()
    )
    assert provider.get(asked.get_absolute_url()).status_code == 404
    page = desk.get(reverse("admin:desk_requests:question", args=[asked.pk])).content.decode()
    assert "Withhold the question" in page
    assert "on paper" not in page
    empty = state.post(asked.get_absolute_url(), {"verb": "reply", "wording": "W", "reply": ""})
    assert empty.status_code == 409
    state.post(asked.get_absolute_url(), {"verb": "reply", "wording": NEUTRAL, "reply": "Two."})
    asked.refresh_from_db()

    assert asked.status == QuestionStatus.ANSWERED
    assert "Two." in provider.get(notice.get_absolute_url()).content.decode()


def test_the_desk_withholds_and_members_do_not(
    sign_in: Any, question: Question, expert: Any, member: Any
) -> None:
    address = reverse("admin:desk_requests:question", args=[question.pk])
    words = {"verb": "withhold", "note": "It names a port."}

    assert sign_in(member).post(address, words).status_code == 403
    assert sign_in(expert).post(address, {"verb": "withhold", "note": ""}).status_code == 409
    assert sign_in(expert).post(address, words).status_code == 302

    question.refresh_from_db()
    assert (question.status, question.why) == (QuestionStatus.WITHHELD, "It names a port.")
