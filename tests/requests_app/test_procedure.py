"""From submission to distribution, through the real services."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from clearinghouse.audit.models import AuditEvent
from clearinghouse.core import clock
from clearinghouse.core.errors import NotAllowed, RuleBroken, Stale
from clearinghouse.notifications.models import Message
from clearinghouse.notifications.render import render
from clearinghouse.parties.models import Party
from clearinghouse.reference.models import Policy
from requests_app import services
from requests_app.enums import HoldKind, RequestStatus
from requests_app.models import AssistanceRequest, Notice, Run
from requests_app.selectors import (
    awaiting_authentication,
    due_for_distribution,
    own,
    visible_to,
)
from tests.factories import (
    make_draft,
    make_organization,
    make_paper_request,
    make_request,
    shift_request,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def only_these_providers() -> None:
    """The providers of the reference data stay out, so that recipients can be compared whole."""
    Party.objects.filter(is_fictitious=False).update(is_provider=False)


def test_submission_of_a_focal_point_is_acknowledged_at_once(
    focal_point: Any, arcadia: Any
) -> None:
    request = make_request(focal_point, arcadia)

    assert request.status == RequestStatus.ACKNOWLEDGED
    assert request.reference == f"AR/{clock.now().astimezone(clock.NEW_YORK).year}/0001"
    assert request.due_at == request.received_at + timedelta(hours=168)
    assert request.authentications.get().basis == "account"
    assert request.versions.get().number == 1
    assert set(Message.objects.values_list("kind", flat=True)) == {
        "request_receipt",
        "acknowledgement",
    }


def test_submit_refused_without_needs(focal_point: Any, arcadia: Any) -> None:
    draft = make_draft(focal_point, arcadia, needs=[])

    with pytest.raises(RuleBroken) as refusal:
        services.submit(draft, by=focal_point)

    assert [broken.number for broken in refusal.value.details] == ["R-02"]
    draft.refresh_from_db()
    assert (draft.status, draft.reference) == (RequestStatus.DRAFT, None)


def test_drafter_cannot_submit(focal_point: Any, drafter: Any, arcadia: Any) -> None:
    draft = make_draft(focal_point, arcadia)

    with pytest.raises(NotAllowed, match="focal point"):
        services.submit(draft, by=drafter)


def test_second_click_is_stale_and_makes_no_second_version(focal_point: Any, arcadia: Any) -> None:
    request = make_request(focal_point, arcadia)

    with pytest.raises(Stale):
        services.submit(request, by=focal_point)

    assert request.versions.count() == 1


def test_references_have_no_gaps_and_rehearsals_their_own_series(
    focal_point: Any, arcadia: Any
) -> None:
    first = make_request(focal_point, arcadia)
    rehearsal = make_draft(focal_point, arcadia)
    AssistanceRequest.objects.filter(pk=rehearsal.pk).update(is_rehearsal=True)
    rehearsal.refresh_from_db()
    services.submit(rehearsal, by=focal_point)
    second = make_request(focal_point, arcadia)

    numbers = [each.reference[-4:] for each in (first, second)]
    assert numbers == ["0001", "0002"]
    assert rehearsal.reference.startswith("RH/")


def test_paper_waits_for_authentication_and_its_true_receipt_sets_the_week(
    expert: Any, arcadia: Any
) -> None:
    request = make_paper_request(expert, arcadia, received_days_ago=2)

    assert request.status == RequestStatus.SUBMITTED
    assert request.due_at - request.received_at == timedelta(hours=168)
    assert clock.now() - request.received_at > timedelta(days=1.9)
    assert list(awaiting_authentication()) == [request]

    services.authenticate(request, by=expert, ground="Signature known.")
    request.refresh_from_db()
    assert request.status == RequestStatus.ACKNOWLEDGED
    assert request.window_ends_at < request.due_at


def test_authentication_needs_a_ground(expert: Any, arcadia: Any) -> None:
    request = make_paper_request(expert, arcadia)

    with pytest.raises(RuleBroken, match="rests on"):
        services.authenticate(request, by=expert, ground=" ")


def test_receipt_in_the_future_is_refused(expert: Any, arcadia: Any) -> None:
    with pytest.raises(RuleBroken, match="future"):
        make_paper_request(expert, arcadia, received_days_ago=-1)


def test_returned_request_restarts_its_clock(expert: Any, arcadia: Any) -> None:
    request = make_paper_request(expert, arcadia, received_days_ago=3)
    reference = request.reference
    services.send_back(request, by=expert, note="The note is not signed.")

    services.submit(request, by=expert, received_at=clock.now())
    request.refresh_from_db()

    assert request.reference == reference
    assert clock.now() - request.received_at < timedelta(minutes=1)
    assert request.due_at == request.received_at + timedelta(hours=168)


def test_silence_means_send_at_the_end_of_the_window(
    focal_point: Any, arcadia: Any, provider: Any
) -> None:
    request = make_request(focal_point, arcadia)
    assert due_for_distribution() == []

    shift_request(request, by=timedelta(hours=157))
    assert services.tick().distributed == 1

    request.refresh_from_db()
    assert request.status == RequestStatus.DISTRIBUTED
    assert request.distributed_at <= request.due_at


def test_send_now_is_done_by_the_next_tick(focal_point: Any, arcadia: Any, provider: Any) -> None:
    request = make_request(focal_point, arcadia)
    services.send_now(request, by=focal_point)

    assert services.tick().distributed == 1
    assert services.tick().distributed == 0


def test_a_hold_stops_the_clock_and_is_added(focal_point: Any, member: Any, arcadia: Any) -> None:
    request = make_request(focal_point, arcadia)
    hold = services.place_hold(request, by=member, reason="For the working group.")
    assert hold.kind == HoldKind.MEMBER
    shift_request(request, by=timedelta(hours=160))
    type(hold).objects.filter(pk=hold.pk).update(placed_at=clock.now() - timedelta(hours=100))

    assert due_for_distribution() == []
    services.release_hold(hold, by=member)

    from requests_app.clocks import effective_due_at

    assert due_for_distribution() == []
    extended = effective_due_at(request, at=clock.now()) - request.due_at
    assert timedelta(hours=99.9) < extended < timedelta(hours=100.1)


def test_hold_ends_by_itself_at_its_time(focal_point: Any, arcadia: Any) -> None:
    request = make_request(focal_point, arcadia)
    until = clock.now() + timedelta(hours=2)
    hold = services.place_hold(request, by=focal_point, reason="Capital is consulted.", until=until)

    with clock.shifted(timedelta(hours=3)):
        assert services.expire_holds() == 1
        assert services.expire_holds() == 0

    hold.refresh_from_db()
    assert (hold.released_at, hold.released_by_expiry) == (until, True)


def test_only_the_side_that_placed_a_hold_releases_it(
    focal_point: Any, expert: Any, arcadia: Any
) -> None:
    request = make_request(focal_point, arcadia)
    hold = services.place_hold(request, by=focal_point, reason="Capital is consulted.")

    with pytest.raises(NotAllowed):
        services.release_hold(hold, by=expert)


def test_hold_after_send_now_wins(focal_point: Any, arcadia: Any) -> None:
    request = make_request(focal_point, arcadia)
    services.send_now(request, by=focal_point)
    services.place_hold(request, by=focal_point, reason="A mistake.")

    assert due_for_distribution() == []


def test_wish_to_hold_in_the_form_is_a_hold_of_the_state(focal_point: Any, arcadia: Any) -> None:
    request = make_request(focal_point, arcadia, distribution_wish="hold")

    assert request.holds.get().kind == HoldKind.STATE


def test_distribution_freezes_recipients_and_writes_one_notice_each(
    only_these_providers: None, focal_point: Any, arcadia: Any, provider: Any, other_provider: Any
) -> None:
    draft = make_draft(focal_point, arcadia, excluded_providers=[other_provider])
    services.submit(draft, by=focal_point)
    services.send_now(draft, by=focal_point)
    run = services.distribute(draft)

    assert [notice.provider for notice in run.notices.all()] == [provider]
    assert run.recipient_count == 1
    message = run.notices.get().message
    assert message.kind == "distribution_notice"
    assert set(message.context) == {"reference", "path"}
    with pytest.raises(Stale):
        services.distribute(draft)
    assert (Run.objects.count(), Notice.objects.count()) == (1, 1)


def test_withdrawn_request_is_never_distributed(focal_point: Any, arcadia: Any) -> None:
    request = make_request(focal_point, arcadia)
    services.withdraw(request, by=focal_point, note="Solved otherwise.")
    shift_request(request, by=timedelta(hours=160))

    assert services.tick().distributed == 0


def test_week_follows_the_policy_table(focal_point: Any, arcadia: Any) -> None:
    Policy.objects.update_or_create(
        key="distribute_within_hours", defaults={"value": 100, "unit": "hours"}
    )

    request = make_request(focal_point, arcadia)

    assert request.due_at - request.received_at == timedelta(hours=100)


def test_every_step_leaves_an_audit_event(focal_point: Any, arcadia: Any) -> None:
    request = make_request(focal_point, arcadia, at=RequestStatus.DISTRIBUTED)

    events = list(AuditEvent.objects.filter(case_id=request.pk).values_list("event", flat=True))
    assert events == [
        "REQUEST_DRAFTED",
        "REQUEST_SUBMITTED",
        "REQUEST_AUTHENTICATED",
        "REQUEST_ACKNOWLEDGED",
        "SEND_NOW_DECIDED",
        "REQUEST_DISTRIBUTED",
    ]


def test_demonstration_and_real_parties_never_meet(
    only_these_providers: None, focal_point: Any, arcadia: Any, provider: Any
) -> None:
    shown = make_organization("DEMOORG", "Demonstration", is_provider=True, is_demonstration=True)
    request = make_request(focal_point, arcadia, at=RequestStatus.DISTRIBUTED)

    recipients = {notice.provider for notice in request.notices.all()}
    assert recipients == {provider}
    assert shown not in recipients


# --- The words that were read -----------------------------------------------------------------------------------


def test_submit_refuses_words_that_the_focal_point_never_saw(
    focal_point: Any, drafter: Any, arcadia: Any
) -> None:
    draft = make_draft(focal_point, arcadia)
    read = draft.edition
    services.save_draft(draft, by=drafter, edition=read, fields={"title": "Other words"})

    with pytest.raises(Stale, match="Read them again"):
        services.submit(draft, by=focal_point, edition=read)

    draft.refresh_from_db()
    assert draft.status == RequestStatus.DRAFT
    services.submit(draft, by=focal_point, edition=draft.edition)
    assert draft.status == RequestStatus.ACKNOWLEDGED


# --- Holds at the acknowledgement -------------------------------------------------------------------------------


def wishing_to_hold(expert: Any, arcadia: Any) -> AssistanceRequest:
    """A request on paper that asks to be held and waits for authentication."""
    request = make_paper_request(expert, arcadia)
    AssistanceRequest.objects.filter(pk=request.pk).update(distribution_wish="hold")
    request.refresh_from_db()
    return request


def test_wish_to_hold_is_met_by_a_hold_that_the_state_placed_before(
    expert: Any, focal_point: Any, arcadia: Any
) -> None:
    request = wishing_to_hold(expert, arcadia)
    hold = services.place_hold(request, by=focal_point, reason="Capital is consulted.")

    services.authenticate(request, by=expert, ground="Signature known.")

    request.refresh_from_db()
    assert request.status == RequestStatus.ACKNOWLEDGED
    assert request.holds.get() == hold


@pytest.mark.parametrize("wish", ["hold", "silence"])
def test_letter_of_acknowledgement_knows_of_the_hold(
    wish: str, focal_point: Any, arcadia: Any
) -> None:
    fields = {"distribution_wish": "hold"} if wish == "hold" else {}
    make_request(focal_point, arcadia, **fields)

    letter = Message.objects.get(kind="acknowledgement")
    assert letter.context["held"] is (wish == "hold")
    delivery = letter.deliveries.get()
    delivery.smtp_message_id = "<letter@x>"
    text = render(delivery, at=clock.now()).get_content()
    assert ("The clocks go on when the hold is released." in text) is (wish == "hold")
    assert ("goes out to the providers of assistance at this moment" in text) is (wish != "hold")
    assert ("it is sent at the moment above" in text) is (wish != "hold")
    assert "\n\n\n" not in text


# --- What a State writes on paper -------------------------------------------------------------------------------


def test_expert_releases_the_hold_of_a_paper_request_on_the_written_word(
    expert: Any, arcadia: Any
) -> None:
    request = wishing_to_hold(expert, arcadia)
    services.authenticate(request, by=expert, ground="Signature known.")
    hold = request.holds.get()

    with pytest.raises(RuleBroken, match="reference of the document"):
        services.release_hold(hold, by=expert, note=" ")
    services.release_hold(hold, by=expert, note="NV/13/2026")

    assert hold.released_by == expert
    assert AuditEvent.objects.get(event="HOLD_RELEASED").note == "NV/13/2026"


def test_expert_sends_a_paper_request_now_on_the_written_word(expert: Any, arcadia: Any) -> None:
    request = wishing_to_hold(expert, arcadia)
    services.authenticate(request, by=expert, ground="Signature known.")

    with pytest.raises(RuleBroken, match="reference of the document"):
        services.send_now(request, by=expert)
    decision = services.send_now(request, by=expert, note="NV/14/2026")

    assert decision.note == "NV/14/2026"
    assert due_for_distribution() == [request]


def test_expert_withdraws_a_paper_request_on_the_written_word(expert: Any, arcadia: Any) -> None:
    request = make_paper_request(expert, arcadia, authentic=True)

    with pytest.raises(RuleBroken, match="reference of the document"):
        services.withdraw(request, by=expert)
    services.withdraw(request, by=expert, note="NV/15/2026")

    assert request.status == RequestStatus.WITHDRAWN
    assert AuditEvent.objects.get(event="REQUEST_WITHDRAWN").note == "NV/15/2026"


@pytest.mark.parametrize("person", ["member", "secretariat", "administrator", "nobody", "drafter"])
def test_only_an_expert_records_the_written_word(
    person: str, expert: Any, arcadia: Any, request: pytest.FixtureRequest
) -> None:
    paper = wishing_to_hold(expert, arcadia)
    services.authenticate(paper, by=expert, ground="Signature known.")
    user = request.getfixturevalue(person)

    with pytest.raises(NotAllowed):
        services.release_hold(paper.holds.get(), by=user, note="NV/13/2026")
    for step in (services.send_now, services.withdraw):
        with pytest.raises(NotAllowed):
            step(paper, by=user, note="NV/13/2026")


def test_nobody_but_the_state_decides_on_a_request_of_the_portal(
    expert: Any, focal_point: Any, arcadia: Any
) -> None:
    request = make_request(focal_point, arcadia, distribution_wish="hold")

    with pytest.raises(NotAllowed):
        services.release_hold(request.holds.get(), by=expert, note="NV/13/2026")
    for step in (services.send_now, services.withdraw):
        with pytest.raises(NotAllowed):
            step(request, by=expert, note="NV/13/2026")


# --- What the State's people read -------------------------------------------------------------------------------


def test_unfinished_entry_from_paper_is_not_shown_to_the_state(
    expert: Any, focal_point: Any, arcadia: Any
) -> None:
    entry = services.enter_on_behalf(
        party=arcadia, by=expert, channel="note_verbale", channel_reference="NV/12/2026",
        document_date=None, language="en", fields={"title": "Half typed"}, needs=[], contacts=[],
    )  # fmt: skip
    submitted = make_paper_request(expert, arcadia)
    services.send_back(submitted, by=expert, note="The note is not signed.")

    assert list(own(focal_point)) == [submitted]
    assert list(visible_to(focal_point)) == [submitted]
    assert set(visible_to(expert)) == {entry, submitted}


def test_withdrawal_ends_the_holds(focal_point: Any, member: Any, arcadia: Any) -> None:
    request = make_request(focal_point, arcadia)
    hold = services.place_hold(request, by=member, reason="For the working group.")

    services.withdraw(request, by=focal_point, note="Solved.")

    hold.refresh_from_db()
    assert hold.released_by == focal_point
