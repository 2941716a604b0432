"""The desk's pages for four eyes and deputies."""

from __future__ import annotations

from typing import Any

import pytest

from clearinghouse.approvals.models import Approval, Deputy
from clearinghouse.core import clock
from requests_app import four_eyes
from requests_app.models import ProviderSkip
from tests import factories
from tests.factories import colleague

pytestmark = pytest.mark.django_db


@pytest.fixture
def approval(focal_point: Any, arcadia: Any, provider: Any, expert: Any) -> Approval:
    record = factories.make_request(focal_point, arcadia, at="acknowledged")
    colleague()
    return four_eyes.ask_to_skip(record, provider, by=expert, reason="A conflict of interest.")


def test_an_expert_asks_from_the_case_and_the_requester_reads_it(
    sign_in: Any, expert: Any, focal_point: Any, arcadia: Any, provider: Any
) -> None:
    record = factories.make_request(focal_point, arcadia, at="acknowledged")
    sign_in(expert).post(
        f"/desk/requests/{record.pk}/leave-out/",
        {"provider": str(provider.pk), "note": "A conflict of interest."},
    )
    asked = Approval.objects.get()

    answer = sign_in(colleague()).post(f"/desk/approvals/{asked.pk}/approve/", {"note": ""})

    assert answer.status_code == 302
    assert ProviderSkip.objects.get().provider == provider
    page = sign_in(focal_point).get(record.get_absolute_url()).content.decode()
    assert "A conflict of interest." in page
    assert str(colleague()) not in page


def test_choosing_no_provider_is_a_sentence(
    sign_in: Any, expert: Any, focal_point: Any, arcadia: Any
) -> None:
    record = factories.make_request(focal_point, arcadia, at="acknowledged")

    answer = sign_in(expert).post(
        f"/desk/requests/{record.pk}/leave-out/", {"provider": "x", "note": "y"}, follow=True
    )

    assert "Choose the provider" in answer.content.decode()
    assert not Approval.objects.exists()


def test_the_asker_reads_why_they_cannot_decide(
    sign_in: Any, expert: Any, approval: Approval
) -> None:
    page = sign_in(expert).get(approval.get_absolute_url()).content.decode()

    assert "a second person decides" in page
    assert "Take back" in page
    assert f"/desk/approvals/{approval.pk}/approve/" not in page


def test_a_member_reads_and_decides_nothing(sign_in: Any, member: Any, approval: Approval) -> None:
    client = sign_in(member)

    assert client.get(approval.get_absolute_url()).status_code == 200
    assert client.post(f"/desk/approvals/{approval.pk}/approve/").status_code == 403
    approval.refresh_from_db()
    assert approval.status == "waiting"


@pytest.mark.parametrize("person", ["focal_point", "provider_contact", "administrator", "nobody"])
def test_others_see_nothing(
    person: str, sign_in: Any, approval: Approval, request: pytest.FixtureRequest
) -> None:
    client = sign_in(request.getfixturevalue(person))

    assert client.get(approval.get_absolute_url()).status_code in {302, 403, 404}


def test_a_deputy_is_named_and_ended(sign_in: Any, expert: Any, secretariat: Any) -> None:
    today = clock.new_york_day().isoformat()
    client = sign_in(expert)
    form = {
        "person": str(expert.pk),
        "deputy": str(secretariat.pk),
        "from_date": today,
        "until_date": today,
    }

    client.post("/desk/approvals/deputies/", form)
    deputy = Deputy.objects.get()
    assert str(secretariat) in client.get("/desk/approvals/deputies/").content.decode()
    client.post(f"/desk/approvals/deputies/{deputy.pk}/end/")

    deputy.refresh_from_db()
    assert deputy.ended_by == expert


def test_wrong_days_come_back_with_what_was_typed(
    sign_in: Any, expert: Any, secretariat: Any
) -> None:
    form = {
        "person": str(expert.pk),
        "deputy": str(secretariat.pk),
        "from_date": "2030-02-02",
        "until_date": "2030-02-01",
    }

    answer = sign_in(expert).post("/desk/approvals/deputies/", form)

    assert answer.status_code == 422
    assert "2030-02-02" in answer.content.decode()
    assert not Deputy.objects.exists()
