"""Every provider that was told by every need, whatever it said or did not say."""

import csv
from io import StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clearinghouse.core import clock
from clearinghouse.core.spreadsheet import harmless
from clearinghouse.notifications.enums import DeliveryState
from clearinghouse.notifications.models import Delivery
from requests_app import services
from requests_app.answers_table import table_of
from requests_app.enums import RequestStatus, Standing
from requests_app.models import Notice, NoticeResponse
from tests.factories import NEED, make_organization, make_request

pytestmark = pytest.mark.django_db


@pytest.fixture
def record(focal_point, arcadia, provider, other_provider):
    needs = [NEED, {**NEED, "title": "A law on transit"}]
    return make_request(focal_point, arcadia, at=RequestStatus.DISTRIBUTED, needs=needs)


def say(record, contact, *verdicts, text="In May."):
    notice = record.notices.get(provider__code="AIDORG")
    rows = [
        {"need": need.pk, "verdict": verdict, "text": text}
        for need, verdict in zip(record.needs.all(), verdicts, strict=False)
    ]
    services.answer(notice, by=contact, answers=rows)


def line_of(table, party):
    return next(line for line in table.lines if line.provider == party)


def test_each_need_has_its_answer_or_its_silence(record, provider, provider_contact):
    say(record, provider_contact, "yes")

    line = line_of(table_of(record), provider)

    assert [cell.verdict for cell in line.cells] == [Standing.YES, Standing.SILENT]
    assert line.cells[0].text == "In May."
    assert line.cells[0].at is not None


def test_whoever_was_told_is_in_the_table_once(record, other_provider):
    first = record.notices.get(provider=other_provider)
    Notice.objects.create(
        run=first.run, assistance_request=record, provider=other_provider, kind="reminder",
        visible_at=first.visible_at, due_at=first.due_at,
    )  # fmt: skip

    table = table_of(record)

    assert len(table.lines) == record.run.recipient_count
    assert line_of(table, other_provider) in table.silent


def test_a_provider_whose_every_mail_failed_is_not_called_silent(record, other_provider):
    message = record.notices.get(provider=other_provider).message
    Delivery.objects.filter(message=message).update(
        state=DeliveryState.REJECTED, final_at=clock.now()
    )

    table = table_of(record)

    assert [line.provider for line in table.undelivered if line.provider == other_provider]
    assert other_provider not in [line.provider for line in table.silent]


@pytest.mark.parametrize("kind", ["received", "not_for_us"])
def test_what_was_said_of_the_request_as_a_whole_stands_at_every_need(
    record, provider, provider_contact, kind
):
    notice = record.notices.get(provider=provider)
    NoticeResponse.objects.create(
        notice=notice, kind=kind, responded_at=clock.now(), responded_by=provider_contact
    )
    assert {cell.verdict for cell in line_of(table_of(record), provider).cells} == {kind}

    say(record, provider_contact, "yes")

    assert [c.verdict for c in line_of(table_of(record), provider).cells] == ["yes", "silent"]


def test_those_that_help_come_first_and_are_counted(record, provider, provider_contact):
    say(record, provider_contact, "yes", "partly")

    table = table_of(record)

    assert table.lines[0].provider == provider
    assert [(t.of(Standing.YES), t.of(Standing.PARTLY)) for t in table.totals] == [(1, 0), (0, 1)]
    assert sum(number for _, number in table.totals[0].counts) == len(table.lines)


def test_two_hundred_providers_cost_no_more_questions(focal_point, arcadia, record):
    with CaptureQueriesContext(
        connection,
    ) as few:
        table_of(record)
    for number in range(200):
        make_organization(f"ORG{number}", f"Organization {number}", is_provider=True)
    large = make_request(focal_point, arcadia, at=RequestStatus.DISTRIBUTED)

    with CaptureQueriesContext(connection) as many:
        table = table_of(large)

    assert len(table.lines) >= 200
    assert len(many) == len(few)


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_calculated(begin):
    assert harmless(f"{begin}1+1") == f"'{begin}1+1"


def test_the_file_has_every_provider_and_no_formula(record, provider_contact, focal_point, sign_in):
    say(record, provider_contact, "yes", text='=HYPERLINK("http://evil.example")')

    response = sign_in(focal_point).get(reverse("requests:answers-file", args=[record.pk]))

    rows = list(csv.reader(StringIO(response.content.decode("utf-8-sig"))))
    assert len(rows) == record.run.recipient_count + 1
    assert rows[1][:3] == ["Aid Organization", "Yes", '\'=HYPERLINK("http://evil.example")']
    assert "attachment" in response["Content-Disposition"]


@pytest.mark.parametrize("who", ["other_focal_point", "provider_contact", "administrator"])
def test_others_read_no_answers(record, who, sign_in, request):
    client = sign_in(request.getfixturevalue(who))

    for name in ("requests:answers", "requests:answers-file"):
        assert client.get(reverse(name, args=[record.pk])).status_code == 404


def test_the_mission_reads_the_table(record, provider_contact, focal_point, sign_in):
    say(record, provider_contact, "question", text="Which posts?")

    page = sign_in(focal_point).get(reverse("requests:answers", args=[record.pk])).content.decode()

    assert "Which posts?" in page
    assert "Other Organization" in page


def test_nothing_is_shown_before_it_went_out(focal_point, arcadia, sign_in):
    waiting = make_request(focal_point, arcadia)

    for name in ("requests:answers", "requests:answers-file"):
        answer = sign_in(focal_point).get(reverse(name, args=[waiting.pk]))
        assert answer.url == waiting.get_absolute_url()
