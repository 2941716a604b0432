"""Four eyes: asked by one, approved by another, done in the same transaction."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction

from clearinghouse.approvals import selectors, services
from clearinghouse.approvals.enums import ApprovalStatus
from clearinghouse.approvals.models import Approval
from clearinghouse.audit.timeline import timeline
from clearinghouse.core import clock
from clearinghouse.core.errors import NotAllowed, RuleBroken, Stale
from clearinghouse.notifications.models import Delivery
from requests_app import four_eyes, recipients
from requests_app import services as requests
from requests_app.models import AssistanceRequest, ProviderSkip, Summary
from requests_app.selectors import attachments_visible_to
from tests import factories
from tests.factories import colleague

pytestmark = pytest.mark.django_db


@pytest.fixture
def record(focal_point: Any, arcadia: Any, provider: Any, other_provider: Any) -> AssistanceRequest:
    return factories.make_request(focal_point, arcadia, at="acknowledged")


@pytest.fixture
def skip(record: AssistanceRequest, expert: Any, provider: Any) -> Approval:
    colleague()
    return four_eyes.ask_to_skip(
        record, provider, by=expert, reason="A conflict of interest was pointed out."
    )


def days(count: int) -> timedelta:
    return timedelta(days=count)


def test_the_question_tells_every_other_expert(skip: Approval, secretariat: Any) -> None:
    told = Delivery.objects.filter(message__kind="approval_asked")

    assert [each.address for each in told] == [colleague().email]


def test_asked_twice_is_one_question(skip: Approval, record: Any, provider: Any) -> None:
    again = four_eyes.ask_to_skip(record, provider, by=colleague(), reason="The same.")

    assert again == skip
    assert Delivery.objects.filter(message__kind="approval_asked").count() == 1


def test_nobody_approves_what_they_asked_for(skip: Approval, expert: Any) -> None:
    with pytest.raises(NotAllowed, match="second person"):
        services.approve(skip, by=expert)

    assert not ProviderSkip.objects.exists()


def test_the_database_knows_it_too(skip: Approval, expert: Any) -> None:
    decided = {"decided_at": clock.now(), "decided_by": expert}
    with pytest.raises(IntegrityError, match="approval_by_a_second_person"), transaction.atomic():
        Approval.objects.filter(pk=skip.pk).update(status="approved", **decided)


def test_approval_leaves_the_provider_out(
    skip: Approval, record: Any, provider: Any, other_provider: Any
) -> None:
    services.approve(skip, by=colleague())

    assert skip.status == ApprovalStatus.APPROVED
    assert provider not in recipients.recipients_of(record)
    assert other_provider in recipients.recipients_of(record)


def test_approval_after_distribution_is_refused_and_stays_open(
    skip: Approval, record: Any, focal_point: Any
) -> None:
    requests.send_now(record, by=focal_point)
    requests.distribute(record)

    with pytest.raises(Stale, match="gone out"):
        services.approve(skip, by=colleague())

    skip.refresh_from_db()
    assert skip.status == ApprovalStatus.WAITING


def test_a_second_click_is_stale(skip: Approval) -> None:
    services.approve(skip, by=colleague())

    with pytest.raises(Stale):
        services.approve(skip, by=colleague())

    assert ProviderSkip.objects.count() == 1


def test_decline_needs_a_reason_and_does_nothing(skip: Approval) -> None:
    with pytest.raises(RuleBroken, match="Say why"):
        services.decline(skip, by=colleague(), note=" ")

    services.decline(skip, by=colleague(), note="They are the only ones who offer this.")

    assert not ProviderSkip.objects.exists()


def test_only_the_asker_takes_back(skip: Approval, expert: Any) -> None:
    with pytest.raises(NotAllowed):
        services.take_back(skip, by=colleague())

    services.take_back(skip, by=expert)

    assert skip.status == ApprovalStatus.TAKEN_BACK


def test_words_go_to_the_state_by_the_second_person(record: Any, expert: Any) -> None:
    words = requests.write_summary(record, by=expert, language="en", title="Courses", text="Words.")
    approval = four_eyes.ask_to_put_summary(words, by=expert)

    services.approve(approval, by=colleague())

    assert Summary.objects.get().put_to_state_at is not None


def test_words_changed_after_the_question_are_not_put(record: Any, expert: Any) -> None:
    words = requests.write_summary(record, by=expert, language="en", title="Courses", text="Words.")
    approval = four_eyes.ask_to_put_summary(words, by=expert)
    requests.write_summary(record, by=expert, language="en", title="Courses", text="Other words.")

    with pytest.raises(Stale, match="changed after you read"):
        services.approve(approval, by=colleague())


def test_the_state_never_reads_what_colleagues_ask_one_another(
    record: Any, expert: Any, provider: Any
) -> None:
    question = four_eyes.ask_to_skip(record, provider, by=expert, reason="Doubts about them.")
    services.decline(question, by=colleague(), note="I have none.")

    notes = [line.note for line in timeline(record.pk, hide_names=True)]
    assert "Doubts about them." not in notes
    assert "I have none." not in notes


def test_a_document_is_erased_for_good(
    focal_point: Any, arcadia: Any, expert: Any, django_capture_on_commit_callbacks: Any
) -> None:
    draft = factories.make_draft(focal_point, arcadia)
    upload = SimpleUploadedFile("note.pdf", b"%PDF-1.7\n%%EOF\n")
    attachment = requests.attach(draft, by=focal_point, upload=upload, kind="other")
    requests.submit(draft, by=focal_point)
    attachment = draft.attachments.get()
    approval = four_eyes.ask_to_erase(attachment, by=expert, reason="It names a facility.")

    with django_capture_on_commit_callbacks(execute=True):
        services.approve(approval, by=colleague())

    assert not attachment.file.storage.exists(str(attachment.file.name))
    assert not attachments_visible_to(expert).exists()
    attachment.refresh_from_db()
    assert (attachment.name, attachment.erased_by) == ("note.pdf", colleague())


def test_a_deputy_of_the_secretariat_decides_for_an_absent_expert(
    record: Any, expert: Any, secretariat: Any, provider: Any
) -> None:
    question = four_eyes.ask_to_skip(record, provider, by=expert, reason="A conflict.")
    with pytest.raises(NotAllowed, match="Another expert"):
        services.approve(question, by=secretariat)
    today = clock.new_york_day()

    services.name_deputy(
        colleague(), secretariat, from_date=today, until_date=today + days(7), by=secretariat
    )

    assert selectors.covered_by(secretariat) == [colleague().pk]
    services.approve(question, by=secretariat)
    assert ProviderSkip.objects.get().approved_by == secretariat


def test_a_deputy_approves_words_without_an_experts_rights(
    record: Any, expert: Any, secretariat: Any
) -> None:
    words = requests.write_summary(record, by=expert, language="en", title="Courses", text="Words.")
    question = four_eyes.ask_to_put_summary(words, by=expert)
    today = clock.new_york_day()
    services.name_deputy(
        colleague(), secretariat, from_date=today, until_date=today, by=secretariat
    )

    with pytest.raises(NotAllowed):
        requests.put_summary_to_state(words, by=secretariat)
    services.approve(question, by=secretariat)

    assert Summary.objects.get().put_to_state_at is not None


def test_a_deputy_ends_by_itself_and_at_once_when_told(expert: Any, secretariat: Any) -> None:
    today = clock.new_york_day()
    named = services.name_deputy(
        expert, secretariat, from_date=today, until_date=today + days(2), by=expert
    )

    with clock.shifted(days(4)):
        assert selectors.covered_by(secretariat) == []
    services.end_deputy(named, by=expert)

    assert selectors.covered_by(secretariat) == []


@pytest.mark.parametrize(("first", "last"), [(3, 1), (-9, -2)])
def test_days_that_cannot_be_are_refused(
    expert: Any, secretariat: Any, first: int, last: int
) -> None:
    today = clock.new_york_day()

    with pytest.raises(RuleBroken, match="Correct the dates"):
        services.name_deputy(
            expert,
            secretariat,
            from_date=today + days(first),
            until_date=today + days(last),
            by=expert,
        )


def test_nobody_names_the_deputy_of_a_colleague(expert: Any, secretariat: Any) -> None:
    today = clock.new_york_day()

    with pytest.raises(NotAllowed):
        services.name_deputy(colleague(), secretariat, from_date=today, until_date=today, by=expert)


def test_who_was_left_out_stands_for_ever(skip: Approval) -> None:
    services.approve(skip, by=colleague())

    with connection.cursor() as cursor, pytest.raises(Exception, match="permission denied"):
        cursor.execute("UPDATE requests_app_providerskip SET reason = 'other'")
