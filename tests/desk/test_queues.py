from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from clearinghouse.core import clock
from clearinghouse.desk.selectors import Board, boards
from clearinghouse.parties.models import Party
from clearinghouse.reference.models import Holiday
from matching.models import Ranking
from requests_app import services
from requests_app.enums import RequestStatus
from requests_app.models import FollowUp
from tests import factories
from tests.factories import colleague


def counts(user: Any) -> dict[str, int]:
    return {board.kind.key: board.count for board in boards(user) if board.count}


def board_of(user: Any, key: str) -> Board:
    return next(board for board in boards(user) if board.kind.key == key)


@pytest.fixture(autouse=True)
def _quiet(db: None) -> None:
    """No warning about holidays and no provider that is not in the story."""
    Party.objects.update(is_provider=False)
    today = clock.now().date()
    for year in (today.year, today.year + 1):
        Holiday.objects.get_or_create(
            date=today.replace(year=year, month=1, day=1), defaults={"name": "New Year"}
        )


def test_paper_waits_for_authentication_with_its_deadline(expert: Any, arcadia: Any) -> None:
    record = factories.make_paper_request(expert, arcadia)

    board = board_of(expert, "authenticate")

    assert (board.count, board.oldest, board.next_due) == (1, record.received_at, record.due_at)
    assert record.reference in board.lines[0].row.label
    assert board.lines[0].row.href == f"/desk/requests/{record.pk}/"


def test_empty_queues_say_so(expert: Any) -> None:
    for board in boards(expert):
        assert board.count == 0
        assert str(board.kind.empty).endswith(".")


def test_window_that_ends_soon(expert: Any, focal_point: Any, arcadia: Any) -> None:
    record = factories.make_request(focal_point, arcadia)
    assert "windows" not in counts(expert)

    factories.shift_request(record, by=timedelta(days=5))

    assert counts(expert)["windows"] == 1


def test_due_and_held(expert: Any, focal_point: Any, arcadia: Any) -> None:
    due = factories.make_request(focal_point, arcadia)
    held = factories.make_request(focal_point, arcadia)
    factories.shift_request(due, by=timedelta(days=8))
    services.place_hold(held, by=expert, reason="To check.")

    found = counts(expert)

    assert (found["distribution"], found["held"]) == (1, 1)


def test_summary_answer_and_silence(
    expert: Any, focal_point: Any, arcadia: Any, provider_contact: Any, other_provider: Any
) -> None:
    record = factories.make_request(focal_point, arcadia, at=RequestStatus.DISTRIBUTED)
    notice = record.notices.get(provider__code="AIDORG")
    services.answer(
        notice,
        by=provider_contact,
        answers=[{"need": record.needs.get().pk, "verdict": "yes", "text": ""}],
    )
    summary = services.write_summary(record, by=expert, language="en", title="T", text="Words.")
    services.put_summary_to_state(summary, by=colleague())
    assert "silent" not in counts(expert)
    record.notices.update(visible_at=clock.now() - timedelta(days=15))

    found = counts(expert)

    assert (found["answers"], found["silent"], found["consent"]) == (1, 1, 1)


def test_missing_holidays_are_named(expert: Any) -> None:
    Holiday.objects.all().delete()

    assert counts(expert)["holidays"] == 2


def test_provider_without_address(expert: Any, provider: Any) -> None:
    provider.contacts.all().delete()

    assert counts(expert)["unreachable"] == 1


@pytest.mark.parametrize(
    ("person", "keys"),
    [
        (
            "member",
            {
                "authenticate",
                "windows",
                "distribution",
                "held",
                "second",
                "consent",
                "match-questions",
                "review",
                "needs",
                "answers",
                "follow-ups",
                "letters",
                "consolidate",
                "contacts",
                "questions",
                "silent",
                "offers",
            },
        ),
        ("administrator", {"holidays", "invitations"}),
        ("focal_point", set()),
        ("nobody", set()),
    ],
)
def test_queues_follow_the_role(
    person: str, keys: set[str], request: pytest.FixtureRequest
) -> None:
    found = {board.kind.key for board in boards(request.getfixturevalue(person))}

    assert found == keys


def test_ranked_need_without_an_offer_that_fits(
    expert: Any, focal_point: Any, arcadia: Any
) -> None:
    need = factories.make_request(focal_point, arcadia).needs.get()
    assert "needs" not in counts(expert)  # nobody knows yet: it has not been ranked

    Ranking.objects.create(
        need=need, fingerprint="0", computed_at=clock.now(), embedder_version="0"
    )

    found = {board.kind.key: board for board in boards(expert)}
    assert (found["needs"].count, found["review"].count) == (1, 0)
    assert found["needs"].lines[0].row.href == f"/desk/matching/needs/{need.pk}/"


def test_returned_paper_waits_for_the_expert(expert: Any, arcadia: Any) -> None:
    record = factories.make_paper_request(expert, arcadia)
    assert "paper" not in counts(expert)

    services.send_back(record, by=expert, note="The note is not signed.")

    assert counts(expert)["paper"] == 1


def test_question_of_one_year_waits_for_the_state(
    expert: Any, focal_point: Any, arcadia: Any
) -> None:
    record = factories.make_request(focal_point, arcadia, at=RequestStatus.DISTRIBUTED)
    now = clock.now()
    FollowUp.objects.create(assistance_request=record, number=1, due_on=now.date(), opened_at=now)

    board = board_of(expert, "follow-ups")

    assert (board.count, board.oldest) == (1, now)
    assert board.lines[0].row.case == record.pk
