"""What the database keeps from the public whoever writes: raw SQL in the application's role."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from clearinghouse.core import clock
from clearinghouse.core.errors import Stale
from requests_app import publication, services
from requests_app.models import PublicSummary, PublicWithdrawal, Summary, SummaryConsent
from tests.factories import colleague, make_request

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(focal_point: Any, arcadia: Any, expert: Any) -> Summary:
    words = services.write_summary(
        make_request(focal_point, arcadia),
        by=expert,
        language="en",
        title="Contrôles – 边境 “é”",
        text='Line one\nline "two" \\ three.',
    )
    summary = services.put_summary_to_state(words, by=colleague())
    services.consent(summary, by=focal_point, sha256=summary.sha256)
    assert PublicSummary.objects.count() == 1
    return summary


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("portal_app",)
        cursor.execute(statement, values)


def publish_anyway(summary: Summary) -> None:
    """Publish past the services; the savepoint keeps the test's transaction."""
    with transaction.atomic():
        publication.publish(Summary.objects.get(pk=summary.pk), at=clock.now())


@pytest.mark.parametrize(
    "change",
    [
        "text = 'Never consented.'",
        "title = 'Never consented'",
        "areas = '{3A}'",
        "categories = '{}'",
        "kinds = '{equipment}'",
        "received_date = received_date - 1",
    ],
)
def test_changed_words_end_the_consent(published: Summary, focal_point: Any, change: str) -> None:
    sql(f"UPDATE requests_app_summary SET {change} WHERE id = %s", published.pk)

    assert not PublicSummary.objects.exists()
    assert PublicWithdrawal.objects.get().public_id == published.public_id
    assert not SummaryConsent.objects.filter(withdrawn_at__isnull=True).exists()
    assert Summary.objects.get().put_to_state_at is None
    with pytest.raises(DatabaseError, match="no consent"):
        publish_anyway(published)
    with pytest.raises(Stale):
        services.consent(published, by=focal_point, sha256=published.sha256)
    with pytest.raises(Stale):
        services.withdraw_consent(published, by=focal_point)


def test_hash_is_computed_and_not_believed(published: Summary) -> None:
    sql("UPDATE requests_app_summary SET text = 'Other.' WHERE id = %s", published.pk)
    sql("UPDATE requests_app_summaryconsent SET withdrawn_at = NULL")

    with pytest.raises(DatabaseError, match="no consent"):
        publish_anyway(published)


def test_expert_can_mend_words_that_were_changed(
    published: Summary, expert: Any, focal_point: Any
) -> None:
    sql("UPDATE requests_app_summary SET text = 'Other.' WHERE id = %s", published.pk)

    mended = services.write_summary(
        published.assistance_request,
        by=expert,
        language="en",
        title=published.title,
        text=published.text,
    )
    services.put_summary_to_state(mended, by=colleague())
    services.consent(mended, by=focal_point, sha256=mended.sha256)

    assert PublicSummary.objects.get().text == published.text
    assert not PublicWithdrawal.objects.exists()


@pytest.mark.parametrize("column", ["areas", "kinds", "categories"])
def test_public_copy_has_no_other_facts(published: Summary, column: str) -> None:
    with pytest.raises(DatabaseError, match="no consent"), transaction.atomic():
        sql(f"UPDATE requests_app_publicsummary SET {column} = '{{other}}'")


def test_consent_moved_to_other_words_takes_the_copy_off(published: Summary, expert: Any) -> None:
    other = services.write_summary(
        published.assistance_request, by=expert, language="fr", title="T", text="X."
    )

    sql("UPDATE requests_app_summaryconsent SET summary_id = %s", other.pk)

    assert not PublicSummary.objects.exists()


def test_deleted_summary_takes_the_copy_off(published: Summary) -> None:
    # Foreign keys are checked at commit: the consent may go after the words.
    sql("DELETE FROM requests_app_summary WHERE id = %s", published.pk)
    sql("DELETE FROM requests_app_summaryconsent")

    assert not PublicSummary.objects.exists()


@pytest.mark.parametrize("status", ["withdrawn", "draft", "returned", "submitted"])
def test_request_that_ends_takes_its_copies_off(published: Summary, status: str) -> None:
    sql(
        "UPDATE requests_app_assistancerequest SET status = %s WHERE id = %s",
        status,
        published.assistance_request_id,
    )

    assert not PublicSummary.objects.exists()
    assert PublicWithdrawal.objects.count() == 1
    with pytest.raises(DatabaseError, match="no consent"):
        publish_anyway(published)


def test_request_that_goes_on_keeps_its_copies(published: Summary, focal_point: Any) -> None:
    services.send_now(published.assistance_request, by=focal_point)
    services.distribute(published.assistance_request)
    request = published.assistance_request
    services.close(request, by=focal_point, outcomes={n.pk: "met" for n in request.needs.all()})

    assert PublicSummary.objects.count() == 1
