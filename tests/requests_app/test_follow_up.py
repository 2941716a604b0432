"""The question of one year: asked once on its day, once more a month later, answered need by need."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from clearinghouse.core import clock
from clearinghouse.core.errors import NotAllowed, RuleBroken, Stale
from clearinghouse.notifications.models import Message
from requests_app import selectors, services
from requests_app.anniversaries import date_of, months_after
from requests_app.enums import RequestStatus
from requests_app.models import AssistanceRequest, FollowUp
from requests_app.services.follow_up import tick_follow_ups
from tests.factories import NEED, make_paper_request, make_request

pytestmark = pytest.mark.django_db

YEAR = timedelta(days=366)


@pytest.fixture
def record(focal_point, arcadia, provider):
    needs = [NEED, {**NEED, "title": "A law on transit"}]
    return make_request(focal_point, arcadia, at=RequestStatus.DISTRIBUTED, needs=needs)


@pytest.fixture
def asked(record):
    with clock.shifted(YEAR):
        tick_follow_ups()
    return record.follow_ups.get()


def words(record, *said):
    return {
        need.pk: (word, "Twelve officers.")
        for need, word in zip(record.needs.all(), said, strict=False)
    }


def mails(record):
    return list(
        Message.objects.filter(kind="follow_up_question").values_list(
            "context__is_second", flat=True
        )
    )


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 11, 23), 12, date(2027, 11, 23)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 1), 13, date(2028, 1, 1)),
    ],
)
def test_a_year_later_is_the_same_day_or_the_last_of_its_month(day, months, then):
    assert months_after(day, months=months) == then


def test_the_date_of_a_request_is_a_day_of_new_york(record):
    record.received_at = datetime(2026, 3, 1, 3, 30, tzinfo=UTC)

    assert date_of(record) == date(2026, 2, 28)


def test_the_date_of_paper_is_that_of_its_document(expert, arcadia):
    assert date_of(make_paper_request(expert, arcadia)) == date(2026, 1, 5)


def test_nothing_is_asked_before_the_year_is_over(record):
    with clock.shifted(timedelta(days=360)):
        assert tick_follow_ups() == 0

    assert not FollowUp.objects.exists()


def test_a_state_is_asked_once(record):
    with clock.shifted(YEAR):
        assert (tick_follow_ups(), tick_follow_ups()) == (1, 0)

    assert record.follow_ups.count() == 1
    assert mails(record) == [False]
    message = Message.objects.get(kind="follow_up_question")
    assert message.context["path"] == f"/workspace/follow-up/{record.follow_ups.get().pk}/"


@pytest.mark.parametrize("ended", ["withdrawn", "closed", "settled"])
def test_what_is_over_is_not_asked_about(record, focal_point, ended):
    outcomes = dict.fromkeys(record.needs.values_list("pk", flat=True), "met")
    if ended == "withdrawn":
        services.withdraw(record, by=focal_point, note="Not needed.")
    elif ended == "closed":
        services.close(record, by=focal_point, outcomes=outcomes)
    else:
        for need in record.needs.all():
            services.meet(need, by=focal_point)

    with clock.shifted(YEAR):
        assert tick_follow_ups() == 0


def test_one_reminder_then_an_expert_takes_over(asked, record):
    with clock.shifted(YEAR + timedelta(days=31)):
        assert (tick_follow_ups(), tick_follow_ups()) == (1, 0)
        assert mails(record) == [False, True]
        assert not selectors.follow_ups_unanswered().exists()

    with clock.shifted(YEAR + timedelta(days=62)):
        assert tick_follow_ups() == 0
        assert list(selectors.follow_ups_unanswered()) == [asked]
        assert list(selectors.follow_ups_due()) == [asked]


def test_the_answer_moves_the_needs(asked, record, focal_point):
    services.answer_follow_up(asked, by=focal_point, words=words(record, "met", "still_needed"))

    assert list(record.needs.values_list("status", flat=True)) == ["met", "open"]
    assert list(asked.answers.values_list("word", "text")) == [
        ("met", "Twelve officers."),
        ("still_needed", "Twelve officers."),
    ]
    assert not selectors.follow_ups_due().exists()
    with pytest.raises(Stale):
        services.answer_follow_up(asked, by=focal_point, words=words(record, "met", "met"))


def test_a_question_ends_with_its_request(asked, record, focal_point, expert):
    services.close(record, by=expert, note="Nothing more was heard.")

    with pytest.raises(Stale, match="withdrawn or closed"):
        services.answer_follow_up(asked, by=focal_point, words=words(record, "met", "met"))

    asked.refresh_from_db()
    assert (asked.answered_at, {need.status for need in record.needs.all()}) == (None, {"open"})


def test_every_need_wants_a_word(asked, record, focal_point):
    with pytest.raises(RuleBroken, match="need 2"):
        services.answer_follow_up(asked, by=focal_point, words=words(record, "met"))

    asked.refresh_from_db()
    assert asked.answered_at is None
    assert list(record.needs.values_list("status", flat=True)) == ["open", "open"]


@pytest.mark.parametrize(
    "who", ["drafter", "other_focal_point", "provider_contact", "expert", "member"]
)
def test_only_the_states_focal_point_answers(asked, record, who, request):
    with pytest.raises(NotAllowed):
        services.answer_follow_up(
            asked, by=request.getfixturevalue(who), words=words(record, "met", "met")
        )


def test_while_something_is_needed_it_is_asked_again_a_year_later(asked, record, focal_point):
    services.answer_follow_up(asked, by=focal_point, words=words(record, "partly_met", "met"))

    with clock.shifted(YEAR + timedelta(days=300)):
        assert tick_follow_ups() == 0
    with clock.shifted(2 * YEAR):
        assert tick_follow_ups() == 1

    assert list(record.follow_ups.values_list("number", flat=True)) == [1, 2]


def test_for_paper_an_expert_records_the_document(expert, arcadia, provider):
    record = make_paper_request(expert, arcadia, authentic=True)
    AssistanceRequest.objects.filter(pk=record.pk).update(
        status=RequestStatus.DISTRIBUTED, distributed_at=clock.now()
    )
    with clock.shifted(YEAR):
        tick_follow_ups()
    follow_up = record.follow_ups.get()

    with pytest.raises(RuleBroken, match="document"):
        services.answer_follow_up(follow_up, by=expert, words=words(record, "met"))
    services.answer_follow_up(
        follow_up, by=expert, words=words(record, "met"), document="NV/44/2027"
    )

    assert follow_up.document == "NV/44/2027"


def test_the_page_asks_and_then_shows_the_answer(asked, record, focal_point, sign_in):
    client = sign_in(focal_point)
    assert record.reference in client.get(reverse("requests:home")).content.decode()
    assert "Have your needs been met?" in client.get(asked.get_absolute_url()).content.decode()

    refused = client.post(asked.get_absolute_url(), {"need-1": "met", "text-1": "Kept words"})
    assert refused.status_code == 422
    assert "Kept words" in refused.content.decode()

    done = client.post(
        asked.get_absolute_url(), {"need-1": "met", "need-2": "still_needed"}, follow=True
    )
    assert "Still needed" in done.content.decode()
    assert (
        client.post(asked.get_absolute_url(), {"need-1": "met", "need-2": "met"}).status_code == 422
    )


def test_the_question_stands_on_the_pages_of_the_request(
    asked, record, focal_point, expert, sign_in
):
    desk = reverse("admin:desk_requests:detail", args=[record.pk])

    for person, address in ((focal_point, record.get_absolute_url()), (expert, desk)):
        page = sign_in(person).get(address).content.decode()
        assert asked.get_absolute_url() in page


def test_the_mission_settles_and_closes_in_one_step(record, focal_point, sign_in):
    client = sign_in(focal_point)
    address = reverse("requests:close", args=[record.pk])
    assert address in client.get(record.get_absolute_url()).content.decode()

    assert client.post(address, {"need-1": "met"}).status_code == 422
    done = client.post(address, {"need-1": "met", "need-2": "lapsed"}, follow=True)

    assert "has been closed" in done.content.decode()
    record.refresh_from_db()
    assert (record.status, record.outcome) == (RequestStatus.CLOSED, "partly_met")
    assert client.get(address).status_code == 302


def test_the_mission_says_of_one_need_that_it_is_met(record, focal_point, drafter, sign_in):
    need = record.needs.first()
    address = reverse("requests:need-step", args=[need.pk, "meet"])
    assert address in sign_in(focal_point).get(record.get_absolute_url()).content.decode()
    assert address not in sign_in(drafter).get(record.get_absolute_url()).content.decode()

    sign_in(focal_point).post(address, {"note": ""})

    need.refresh_from_db()
    assert need.status == "met"


def test_the_page_of_ten_needs_asks_no_more_questions_than_that_of_one(
    focal_point, arcadia, sign_in, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, counted = sign_in(focal_point), []
    for number in (1, 10):
        record = make_request(focal_point, arcadia, needs=[NEED] * number)
        client.get(record.get_absolute_url())
        with CaptureQueriesContext(connection) as queries:
            client.get(record.get_absolute_url())
        counted.append(len(queries))

    assert counted[0] == counted[1]
