from __future__ import annotations

from typing import Any

import pytest

from requests_app import services
from requests_app.models import PublicSummary, Summary
from tests import factories
from tests.factories import colleague

WORDS = {
    "title": "Arcadia asks for training",
    "text": "Arcadia asks for the training of thirty customs officers.",
}


@pytest.fixture
def record(focal_point: Any, arcadia: Any) -> Any:
    return factories.make_request(focal_point, arcadia)


@pytest.fixture
def published(record: Any, expert: Any, focal_point: Any) -> Summary:
    """Words to which the State consented."""
    summary = services.write_summary(record, by=expert, language="en", **WORDS)
    services.put_summary_to_state(summary, by=colleague())
    services.consent(summary, by=focal_point, sha256=summary.sha256)
    return summary


def write(record: Any, language: str = "en", *rest: str) -> str:
    return "/".join(["/desk/requests", str(record.pk), "summary", language, *rest]) + "/"


def test_expert_writes_and_puts_to_the_state(sign_in: Any, expert: Any, record: Any) -> None:
    client = sign_in(expert)

    client.post(write(record), WORDS)
    alone = client.post(write(record, "en", "put"))
    client.post(write(record, "en", "ask"), {"note": "Ready."})
    assert Summary.objects.get().put_to_state_at is None
    sign_in(colleague()).post(write(record, "en", "put"))

    assert alone.status_code == 403
    summary = Summary.objects.get()
    assert (summary.title, summary.text, summary.written_by) == (
        WORDS["title"],
        WORDS["text"],
        expert,
    )
    assert summary.put_to_state_at is not None
    assert not PublicSummary.objects.exists()


@pytest.mark.parametrize(
    "person",
    ["member", "secretariat", "administrator", "focal_point", "provider_contact", "nobody"],
)
def test_only_experts_write(
    person: str, sign_in: Any, record: Any, request: pytest.FixtureRequest
) -> None:
    client = sign_in(request.getfixturevalue(person))

    codes = [
        client.get(write(record)).status_code,
        client.post(write(record), WORDS).status_code,
        client.post(write(record, "en", "put")).status_code,
    ]

    assert codes == [403, 403, 403]
    assert not Summary.objects.exists()


def test_page_warns_before_public_words_are_changed(
    sign_in: Any, expert: Any, record: Any, published: Summary
) -> None:
    page = sign_in(expert).get(write(record)).content.decode()

    assert "taken off at once" in page


def test_changed_word_takes_the_public_copy_off(
    sign_in: Any, expert: Any, record: Any, published: Summary
) -> None:
    assert PublicSummary.objects.count() == 1

    sign_in(expert).post(write(record), WORDS | {"title": "Arcadia asks for more training"})

    assert PublicSummary.objects.count() == 0
    page = sign_in(expert).get(f"/desk/requests/{record.pk}/").content.decode()
    assert "An earlier consent ended" in page


def test_same_words_leave_everything_as_it_is(
    sign_in: Any, expert: Any, record: Any, published: Summary
) -> None:
    sign_in(expert).post(write(record), WORDS | {"text": f"  {WORDS['text']}\r\n"})

    assert PublicSummary.objects.count() == 1


def test_bad_input_keeps_the_text(sign_in: Any, expert: Any, record: Any) -> None:
    response = sign_in(expert).post(write(record), WORDS | {"title": ""})

    assert response.status_code == 422
    assert WORDS["text"] in response.content.decode()


def test_seventh_language_is_not_there(sign_in: Any, expert: Any, record: Any) -> None:
    assert sign_in(expert).get(write(record, "de")).status_code == 404


def test_refused_publication_shows_on_the_button(
    sign_in: Any, expert: Any, focal_point: Any, arcadia: Any
) -> None:
    record = factories.make_request(focal_point, arcadia, publication_wish="nothing")
    client = sign_in(expert)
    client.post(write(record), WORDS)

    page = client.get(f"/desk/requests/{record.pk}/").content.decode()
    sign_in(colleague()).post(write(record, "en", "put"))

    assert "The requester said that nothing may be published." in page
    assert Summary.objects.get().put_to_state_at is None
