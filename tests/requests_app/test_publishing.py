"""A summary is public only while the State consents to exactly those words."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import DatabaseError, transaction

from clearinghouse.core import clock
from clearinghouse.core.errors import NotAllowed, RuleBroken, Stale
from clearinghouse.reference.models import Policy
from requests_app import services
from requests_app.models import (
    AssistanceRequest,
    PublicSummary,
    PublicWithdrawal,
    Summary,
    SummaryConsent,
)
from requests_app.services.publishing import consent_by_silence
from tests.factories import colleague, make_request, shift_request

pytestmark = pytest.mark.django_db

PUBLIC_FIELDS = {
    "id", "public_id", "language", "sha256", "title", "text", "requester_code", "requester_names", "region_codes",
    "areas", "categories", "kinds", "year", "received_date", "published_at", "is_demonstration", "is_rehearsal",
    "search",
}  # fmt: skip


@pytest.fixture
def request_(focal_point: Any, arcadia: Any) -> Any:
    return make_request(focal_point, arcadia)


@pytest.fixture
def summary(request_: Any, expert: Any) -> Summary:
    words = services.write_summary(
        request_,
        by=expert,
        language="en",
        title="Border controls",
        text="Arcadia seeks training of customs officers.",
    )
    return services.put_summary_to_state(words, by=colleague())


@pytest.fixture
def published(summary: Summary, focal_point: Any) -> Summary:
    services.consent(summary, by=focal_point, sha256=summary.sha256)
    return summary


def test_public_copy_has_exactly_these_fields() -> None:
    assert {field.name for field in PublicSummary._meta.get_fields()} == PUBLIC_FIELDS


def test_nothing_is_public_before_consent(summary: Summary) -> None:
    assert not PublicSummary.objects.exists()


def test_consent_publishes_exactly_these_words(published: Summary) -> None:
    public = PublicSummary.objects.get()
    assert (public.title, public.text, public.sha256) == (
        published.title,
        published.text,
        published.sha256,
    )
    assert (public.requester_code, public.areas) == ("XAA", ["3C"])


def test_consent_to_other_words_is_stale(summary: Summary, expert: Any, focal_point: Any) -> None:
    seen = summary.sha256
    services.write_summary(
        summary.assistance_request,
        by=expert,
        language="en",
        title=summary.title,
        text="Other words.",
    )
    summary.refresh_from_db()
    services.put_summary_to_state(summary, by=colleague())

    with pytest.raises(Stale):
        services.consent(summary, by=focal_point, sha256=seen)
    assert not PublicSummary.objects.exists()


@pytest.mark.parametrize(
    "who", ["expert", "drafter", "member", "other_focal_point", "provider_contact"]
)
def test_nobody_else_consents(summary: Summary, who: str, request: pytest.FixtureRequest) -> None:
    with pytest.raises(NotAllowed):
        services.consent(summary, by=request.getfixturevalue(who), sha256=summary.sha256)


def test_changed_word_takes_the_copy_off(published: Summary, expert: Any) -> None:
    services.write_summary(
        published.assistance_request,
        by=expert,
        language="en",
        title=published.title,
        text="One other word.",
    )

    assert not PublicSummary.objects.exists()
    assert PublicWithdrawal.objects.get().public_id == published.public_id
    assert not SummaryConsent.objects.filter(withdrawn_at__isnull=True).exists()


@pytest.mark.parametrize("field", ["title", "text", "language"])
def test_database_takes_changed_words_off_however_they_change(
    published: Summary, field: str
) -> None:
    Summary.objects.filter(pk=published.pk).update(**{field: "fr"})

    assert not PublicSummary.objects.exists()


def test_database_refuses_a_public_copy_without_consent(summary: Summary) -> None:
    from clearinghouse.core import clock
    from requests_app import publication

    with pytest.raises(DatabaseError, match="no consent"), transaction.atomic():
        publication.publish(summary, at=clock.now())


def test_database_takes_the_copy_off_when_consent_ends(
    published: Summary, focal_point: Any
) -> None:
    from clearinghouse.core import clock

    SummaryConsent.objects.update(withdrawn_at=clock.now(), withdrawn_by=focal_point)

    assert not PublicSummary.objects.exists()


def test_withdrawn_consent_leaves_an_empty_notice(published: Summary, focal_point: Any) -> None:
    services.withdraw_consent(published, by=focal_point)

    assert not PublicSummary.objects.exists()
    assert PublicWithdrawal.objects.get().public_id == published.public_id


def test_one_language_is_not_consent_for_another(published: Summary, expert: Any) -> None:
    french = services.write_summary(
        published.assistance_request,
        by=expert,
        language="fr",
        title="Frontières",
        text="Formation des douanes.",
    )
    services.put_summary_to_state(french, by=colleague())

    assert [public.language for public in PublicSummary.objects.all()] == ["en"]
    assert french.public_id == published.public_id


def test_withdrawn_request_is_off_the_site(published: Summary, focal_point: Any) -> None:
    services.withdraw(published.assistance_request, by=focal_point, note="Solved.")

    assert not PublicSummary.objects.exists()
    assert PublicWithdrawal.objects.count() == 1


def test_refusal_ends_every_consent(published: Summary, focal_point: Any) -> None:
    services.refuse_publication(published.assistance_request, by=focal_point)

    assert not PublicSummary.objects.exists()


def test_wish_for_nothing_is_respected(focal_point: Any, arcadia: Any, expert: Any) -> None:
    request = make_request(focal_point, arcadia, publication_wish="nothing")
    words = services.write_summary(request, by=expert, language="en", title="T", text="X.")

    with pytest.raises(RuleBroken, match="nothing may be published"):
        services.put_summary_to_state(words, by=colleague())


@pytest.fixture
def silence_consents(db: None) -> None:
    Policy.objects.update_or_create(
        key="publication_silence_consents", defaults={"value": 1, "unit": "0 or 1"}
    )


@pytest.fixture
def silent(summary: Summary, request_: Any) -> AssistanceRequest:
    """The window is over, and the State has had the words before it long enough."""
    Summary.objects.update(put_to_state_at=clock.now() - timedelta(days=5))
    return shift_request(request_, by=timedelta(days=8))


def test_silence_means_no_unless_the_policy_says_yes(silent: AssistanceRequest) -> None:
    services.tick()

    assert not PublicSummary.objects.exists()


@pytest.mark.usefixtures("silence_consents")
def test_silence_until_the_end_of_the_window_consents(silent: AssistanceRequest) -> None:
    assert consent_by_silence(silent) == 1
    assert consent_by_silence(silent) == 0
    assert SummaryConsent.objects.get().by_silence
    assert PublicSummary.objects.count() == 1


@pytest.mark.usefixtures("silence_consents", "summary")
def test_sending_now_does_not_cut_the_silence_short(request_: Any, focal_point: Any) -> None:
    Summary.objects.update(put_to_state_at=clock.now() - timedelta(days=5))
    services.send_now(request_, by=focal_point)

    services.tick()

    request_.refresh_from_db()
    assert request_.status == "distributed"
    assert not PublicSummary.objects.exists()

    shift_request(request_, by=timedelta(days=8))
    services.tick()
    assert PublicSummary.objects.count() == 1


@pytest.mark.usefixtures("silence_consents")
def test_words_put_late_in_the_window_wait(silent: AssistanceRequest) -> None:
    Summary.objects.update(put_to_state_at=clock.now() - timedelta(hours=1))

    assert consent_by_silence(silent) == 0


@pytest.mark.usefixtures("silence_consents")
def test_silence_says_nothing_while_held(silent: AssistanceRequest, focal_point: Any) -> None:
    services.place_hold(silent, by=focal_point, reason="Wait.")

    assert consent_by_silence(silent) == 0


@pytest.mark.usefixtures("silence_consents")
def test_silence_says_nothing_after_withdrawal(silent: AssistanceRequest, focal_point: Any) -> None:
    stale = AssistanceRequest.objects.get(pk=silent.pk)
    services.withdraw(silent, by=focal_point, note="Solved.")

    assert consent_by_silence(stale) == 0


def test_withdrawn_request_takes_no_words_to_the_state(
    request_: Any, expert: Any, focal_point: Any
) -> None:
    words = services.write_summary(request_, by=expert, language="en", title="T", text="X.")
    services.withdraw(request_, by=focal_point, note="Solved.")

    with pytest.raises(Stale):
        services.put_summary_to_state(words, by=colleague())


def test_other_words_than_the_expert_read_are_not_put(request_: Any, expert: Any) -> None:
    words = services.write_summary(request_, by=expert, language="en", title="T", text="X.")
    seen = words.sha256
    services.write_summary(request_, by=expert, language="en", title="T", text="Y.")

    with pytest.raises(Stale):
        services.put_summary_to_state(words, by=colleague(), sha256=seen)
    assert Summary.objects.get().put_to_state_at is None


def test_consent_is_to_the_facts_too(
    published: Summary, request_: Any, expert: Any, focal_point: Any
) -> None:
    request_.needs.update(areas=["3A"], kinds=["equipment"])

    assert PublicSummary.objects.get().kinds == ["training"]
    again = services.write_summary(
        request_, by=expert, language="en", title=published.title, text=published.text
    )
    assert again.sha256 != published.sha256
    assert not PublicSummary.objects.exists()

    services.put_summary_to_state(again, by=colleague())
    services.consent(again, by=focal_point, sha256=again.sha256)
    public = PublicSummary.objects.get()
    assert (public.areas, public.kinds) == (["3A", "3C"], ["equipment"])


def test_what_is_put_to_the_state_are_the_facts_of_the_day(request_: Any, expert: Any) -> None:
    words = services.write_summary(request_, by=expert, language="en", title="T", text="X.")
    request_.needs.update(kinds=["equipment"])

    put = services.put_summary_to_state(words, by=colleague(), sha256=words.sha256)

    assert put.kinds == ["equipment"]
    assert put.is_intact


def test_state_reads_every_published_fact_before_it_consents(
    summary: Summary, sign_in: Any, focal_point: Any, expert: Any
) -> None:
    at_home = sign_in(focal_point).get(f"/workspace/requests/{summary.assistance_request_id}/")
    at_desk = sign_in(expert).get(f"/desk/requests/{summary.assistance_request_id}/")

    for page in (at_home, at_desk):
        section = BeautifulSoup(page.content, "html.parser").find(id="publication")
        assert section is not None
        facts = section.select_one("article dl.facts")
        assert facts is not None
        assert [term.get_text() for term in facts.find_all("dt")] == [
            "Received",
            "Areas",
            "Kinds of assistance",
            "Weapon categories",
        ]
        assert "Training" in facts.get_text()


def test_desk_button_puts_only_the_words_that_were_read(
    request_: Any, expert: Any, sign_in: Any
) -> None:
    seen = services.write_summary(request_, by=expert, language="en", title="T", text="X.").sha256
    words = services.write_summary(request_, by=expert, language="en", title="T", text="Y.")
    client, address = sign_in(colleague()), f"/desk/requests/{request_.pk}/"
    button = BeautifulSoup(client.get(address).content, "html.parser").select_one("[name=sha256]")
    assert button is not None
    assert button["value"] == words.sha256

    client.post(f"{address}summary/en/put/", {"sha256": seen})
    assert Summary.objects.get().put_to_state_at is None
    client.post(f"{address}summary/en/put/", {"sha256": words.sha256})
    assert Summary.objects.get().put_to_state_at is not None


def test_words_wait_for_the_state_until_it_decides_on_exactly_them(
    summary: Summary, focal_point: Any, expert: Any
) -> None:
    from requests_app.selectors import awaiting_consent

    assert list(awaiting_consent()) == [summary]
    services.consent(summary, by=focal_point, sha256=summary.sha256)
    assert list(awaiting_consent()) == []
    services.withdraw_consent(summary, by=focal_point)
    assert list(awaiting_consent()) == []
    changed = services.write_summary(
        summary.assistance_request, by=expert, language="en", title="T", text="Other words."
    )
    services.put_summary_to_state(changed, by=colleague())
    assert list(awaiting_consent()) == [changed]
    services.withdraw(summary.assistance_request, by=focal_point, note="Solved.")
    assert list(awaiting_consent()) == []
