"""What the State says of its needs, what follows from answers, and what becomes of them when a request ends."""

import pytest

from clearinghouse.audit.models import AuditEvent
from clearinghouse.core.errors import NotAllowed, RuleBroken, Stale
from requests_app import services
from requests_app.enums import NeedStatus, Outcome, RequestStatus
from requests_app.models import Need
from requests_app.services.closing import of_the_whole
from requests_app.services.needs import follow
from tests.factories import NEED, make_draft, make_paper_request, make_request

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_out(focal_point, arcadia, provider):
    return make_request(
        focal_point,
        arcadia,
        at=RequestStatus.DISTRIBUTED,
        needs=[NEED, {**NEED, "title": "A law on transit"}],
    )


@pytest.fixture
def need(request_out):
    return request_out.needs.get(number=1)


def answer(need, provider_contact, verdict):
    notice = need.assistance_request.notices.get(provider__code="AIDORG")
    rows = [{"need": need.pk, "verdict": verdict, "text": "In May."}]
    services.answer(notice, by=provider_contact, answers=rows)
    need.refresh_from_db()


@pytest.mark.parametrize(
    ("verb", "status"), [("meet", "met"), ("meet_partly", "partly_met"), ("drop", "no_longer_needed")]
)  # fmt: skip
def test_the_state_says_how_its_need_stands(need, focal_point, verb, status):
    getattr(services, verb)(need, by=focal_point, note="Twelve officers were trained.")

    assert (need.status, need.said_by) == (status, focal_point)
    event = AuditEvent.objects.get(about_id=need.pk, case_id=need.assistance_request_id)
    assert event.note == f"1. {need.title}\nTwelve officers were trained."


def test_a_word_said_too_early_is_taken_back(need, focal_point):
    services.meet(need, by=focal_point)

    services.stand_again(need, by=focal_point)

    assert need.status == NeedStatus.OPEN
    with pytest.raises(Stale):
        services.stand_again(need, by=focal_point)


def test_a_need_that_stands_again_keeps_its_answers(need, focal_point, provider_contact):
    answer(need, provider_contact, "yes")
    services.drop(need, by=focal_point)

    services.stand_again(need, by=focal_point)

    assert need.status == NeedStatus.ANSWERED


def test_an_answer_that_is_taken_back_opens_the_need(need, provider_contact):
    answer(need, provider_contact, "partly")
    assert need.status == NeedStatus.ANSWERED

    answer(need, provider_contact, "no")

    assert need.status == NeedStatus.OPEN


def test_paper_needs_the_document_and_the_expert(arcadia, expert, member, focal_point):
    need = make_paper_request(expert, arcadia, authentic=True).needs.get()

    with pytest.raises(RuleBroken, match="document"):
        services.meet(need, by=expert, note=" ")
    with pytest.raises(NotAllowed):
        services.meet(need, by=member, note="NV/20/2026")
    services.meet(need, by=expert, note="NV/20/2026")

    assert (need.status, need.said_by) == (NeedStatus.MET, expert)


def test_nothing_is_said_of_a_need_in_a_draft(focal_point, arcadia):
    need = make_draft(focal_point, arcadia).needs.get()

    with pytest.raises(RuleBroken) as refusal:
        services.meet(need, by=focal_point)

    assert [each.number for each in refusal.value.details] == ["N-01"]


@pytest.mark.parametrize(
    ("agreed", "delivering", "status"),
    [(True, False, "matched"), (True, True, "delivering"), (False, True, "delivering"), (False, False, "open")],
)  # fmt: skip
def test_a_need_follows_its_matches(need, agreed, delivering, status):
    for _ in range(2):
        follow(need, agreed=agreed, delivering=delivering)

    assert need.status == status


def test_a_failed_match_falls_back_to_what_was_partly_met(need, focal_point):
    services.meet_partly(need, by=focal_point)
    follow(need, agreed=True, delivering=False)
    assert need.status == NeedStatus.MATCHED

    follow(need, agreed=False, delivering=False)

    assert need.status == NeedStatus.PARTLY_MET


@pytest.mark.parametrize("verb", ["meet", "drop"])
def test_what_the_state_settled_follows_no_match(need, focal_point, verb):
    getattr(services, verb)(need, by=focal_point)
    settled = need.status

    follow(need, agreed=True, delivering=True)

    assert need.status == settled


def test_a_withdrawn_request_withdraws_its_live_needs(request_out, focal_point):
    first, second = request_out.needs.all()
    services.meet(first, by=focal_point)

    services.withdraw(request_out, by=focal_point, note="Not needed any more.")

    assert list(request_out.needs.values_list("status", flat=True)) == ["met", "withdrawn"]


def test_a_state_closes_only_with_an_outcome_for_each_need(request_out, focal_point):
    first, second = request_out.needs.all()

    with pytest.raises(RuleBroken, match="need 2"):
        services.close(request_out, by=focal_point, outcomes={first.pk: "met"})
    first.refresh_from_db()
    assert first.status == NeedStatus.OPEN

    services.close(
        request_out, by=focal_point, outcomes={first.pk: "met", second.pk: "no_longer_needed"}
    )

    assert (request_out.status, request_out.outcome) == (RequestStatus.CLOSED, Outcome.MET)
    assert list(request_out.needs.values_list("status", "outcome")) == [
        ("met", "met"),
        ("no_longer_needed", "no_longer_needed"),
    ]


def test_what_the_state_never_spoke_of_lapses_with_the_experts_reason(request_out, expert):
    with pytest.raises(RuleBroken, match="reason"):
        services.close(request_out, by=expert)

    services.close(request_out, by=expert, note="No word for three years.")

    assert request_out.outcome == Outcome.LAPSED
    assert set(request_out.needs.values_list("status", "outcome")) == {("open", "lapsed")}
    assert AuditEvent.objects.filter(event="NEED_LAPSED", case_id=request_out.pk).count() == 2


def test_an_expert_does_not_say_for_a_mission_that_a_need_is_met(request_out, expert):
    outcomes = dict.fromkeys(request_out.needs.values_list("pk", flat=True), "met")

    with pytest.raises(NotAllowed):
        services.close(request_out, by=expert, note="They told me.", outcomes=outcomes)

    assert not Need.objects.filter(status=NeedStatus.MET).exists()


def test_a_need_of_a_closed_request_does_not_stand_again(request_out, focal_point):
    outcomes = dict.fromkeys(request_out.needs.values_list("pk", flat=True), "met")
    services.close(request_out, by=focal_point, outcomes=outcomes)

    with pytest.raises(RuleBroken) as refusal:
        services.stand_again(request_out.needs.first(), by=focal_point)

    assert [each.number for each in refusal.value.details] == ["N-02"]


@pytest.mark.parametrize(
    ("found", "whole"),
    [
        (["met", "met"], "met"),
        (["met", "no_longer_needed"], "met"),
        (["met", "lapsed"], "partly_met"),
        (["partly_met", "no_longer_needed"], "partly_met"),
        (["no_longer_needed"], "no_longer_needed"),
        (["no_longer_needed", "lapsed"], "lapsed"),
        ([], "lapsed"),
    ],
)
def test_the_whole_follows_from_its_needs(found, whole):
    assert of_the_whole([Outcome(each) for each in found]) == whole
