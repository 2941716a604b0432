from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from clearinghouse.audit.models import AuditEvent
from clearinghouse.core import clock
from clearinghouse.core.errors import NotAllowed, RuleBroken, Stale
from clearinghouse.desk import selectors, services
from clearinghouse.desk.models import WorkItem
from clearinghouse.desk.queues.procedure import ANSWERS, AUTHENTICATE
from clearinghouse.desk.selectors import Board, boards
from requests_app import services as requests
from requests_app.enums import RequestStatus
from tests import factories

pytestmark = pytest.mark.usefixtures("quiet")


def board_of(user: Any, key: str = "authenticate") -> Board:
    return next(board for board in boards(user) if board.kind.key == key)


def shares(user: Any) -> tuple[int, int, int, int]:
    board = board_of(user)
    return board.count, board.mine, board.unassigned, board.deferred


def take(record: Any, user: Any) -> int:
    return services.take(AUTHENTICATE, subjects=[record.pk], by=user)


def tomorrow() -> Any:
    return selectors.today() + timedelta(days=1)


def test_taken_row_is_mine_and_nobody_elses(expert: Any, colleague: Any, paper: Any) -> None:
    assert shares(expert) == (1, 0, 1, 0)

    take(paper, expert)

    assert (shares(expert), shares(colleague)) == ((1, 1, 0, 0), (1, 0, 0, 0))
    assert board_of(colleague).lines[0].worker == expert


def test_second_click_takes_nothing_more_and_a_colleague_is_told(
    expert: Any, colleague: Any, paper: Any
) -> None:
    take(paper, expert)
    take(paper, expert)

    with pytest.raises(Stale):
        take(paper, colleague)

    assert AuditEvent.objects.filter(event="WORK_TAKEN").count() == 1
    assert WorkItem.objects.get().assigned_to == expert


def test_row_of_a_closed_account_can_be_taken(expert: Any, colleague: Any, paper: Any) -> None:
    take(paper, colleague)
    type(colleague).objects.filter(pk=colleague.pk).update(is_active=False)
    assert shares(expert) == (1, 0, 1, 0)

    take(paper, expert)

    assert WorkItem.objects.get().assigned_to == expert


def test_assigned_to_a_colleague_and_given_back(expert: Any, colleague: Any, paper: Any) -> None:
    services.assign(AUTHENTICATE, subjects=[paper.pk], to=colleague, by=expert)
    assert shares(colleague) == (1, 1, 0, 0)

    services.give_back(AUTHENTICATE, subjects=[paper.pk], by=colleague)

    assert shares(colleague) == (1, 0, 1, 0)


def test_nothing_is_assigned_to_a_member(expert: Any, member: Any, paper: Any) -> None:
    with pytest.raises(RuleBroken):
        services.assign(AUTHENTICATE, subjects=[paper.pk], to=member, by=expert)


@pytest.mark.parametrize("verb", ["take", "give_back", "resume", "settle"])
def test_member_changes_nothing(verb: str, member: Any, paper: Any) -> None:
    with pytest.raises(NotAllowed):
        getattr(services, verb)(AUTHENTICATE, subjects=[paper.pk], by=member)

    assert not WorkItem.objects.exists()


def test_deferred_row_is_gone_until_its_day(expert: Any, colleague: Any, paper: Any) -> None:
    services.defer(
        AUTHENTICATE, subjects=[paper.pk], until=tomorrow(), reason="Mission called.", by=expert
    )
    assert shares(colleague) == (0, 0, 0, 1)

    with clock.shifted(timedelta(days=1)):
        assert shares(colleague) == (1, 0, 1, 0)


def test_deferred_row_is_taken_up_again(expert: Any, paper: Any) -> None:
    services.defer(
        AUTHENTICATE, subjects=[paper.pk], until=tomorrow(), reason="Mission called.", by=expert
    )

    services.resume(AUTHENTICATE, subjects=[paper.pk], by=expert)

    assert shares(expert) == (1, 0, 1, 0)


@pytest.mark.parametrize(("days", "reason"), [(0, "Later."), (-1, "Later."), (1, "  ")])
def test_deferring_wants_a_later_day_and_a_reason(
    days: int, reason: str, expert: Any, paper: Any
) -> None:
    day = selectors.today() + timedelta(days=days)

    with pytest.raises(RuleBroken):
        services.defer(AUTHENTICATE, subjects=[paper.pk], until=day, reason=reason, by=expert)


def test_resolved_row_leaves_by_itself(expert: Any, paper: Any) -> None:
    take(paper, expert)

    requests.authenticate(paper, by=expert, ground="Signed note.")

    assert shares(expert) == (0, 0, 0, 0)
    with pytest.raises(Stale):
        take(paper, expert)


def test_work_is_not_in_the_history_that_the_state_reads(expert: Any, paper: Any) -> None:
    take(paper, expert)
    services.take_case(paper.pk, by=expert)

    assert not AuditEvent.objects.filter(case_id=paper.pk, event__startswith="WORK").exists()


def test_lead_of_a_case_has_its_rows_that_nobody_took(
    expert: Any, colleague: Any, paper: Any
) -> None:
    services.take_case(paper.pk, by=colleague)
    assert (shares(colleague), shares(expert)) == ((1, 1, 0, 0), (1, 0, 0, 0))

    take(paper, expert)

    assert (shares(colleague), shares(expert)) == ((1, 0, 0, 0), (1, 1, 0, 0))


def test_case_is_led_by_one(expert: Any, colleague: Any, member: Any, paper: Any) -> None:
    services.take_case(paper.pk, by=expert)

    with pytest.raises(Stale):
        services.take_case(paper.pk, by=colleague)
    with pytest.raises(NotAllowed):
        services.take_case(paper.pk, by=member)

    assert selectors.lead_of(paper.pk).assigned_to == expert


def answered(focal_point: Any, arcadia: Any, contact: Any) -> Any:
    record = factories.make_request(focal_point, arcadia, at=RequestStatus.DISTRIBUTED)
    answer(record, contact, "yes")
    return record


def answer(record: Any, contact: Any, verdict: str) -> None:
    words = [{"need": record.needs.get().pk, "verdict": verdict, "text": "In May."}]
    requests.answer(record.notices.get(provider__code="AIDORG"), by=contact, answers=words)


def test_answer_stays_until_it_is_passed_on_and_comes_back_changed(
    expert: Any, focal_point: Any, arcadia: Any, provider_contact: Any
) -> None:
    record = answered(focal_point, arcadia, provider_contact)
    assert board_of(expert, "answers").count == 1
    subject = board_of(expert, "answers").lines[0].row.subject

    services.settle(ANSWERS, subjects=[subject], by=expert)
    assert board_of(expert, "answers").count == 0
    answer(record, provider_contact, "partly")

    assert board_of(expert, "answers").count == 1


def test_what_ends_by_itself_is_not_marked_as_done(expert: Any, paper: Any) -> None:
    with pytest.raises(RuleBroken):
        services.settle(AUTHENTICATE, subjects=[paper.pk], by=expert)


def test_opening_a_case_is_remembered_of_those_who_work(
    expert: Any, member: Any, paper: Any, sign_in: Any
) -> None:
    for person in (expert, member, expert):
        sign_in(person).get(f"/desk/requests/{paper.pk}/")

    assert [sighting.seen_by for sighting in selectors.sightings_of({paper.pk})] == [expert]
