"""Submit, send now, withdraw; hold and release; consent, take back, refuse."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from clearinghouse.core import clock
from requests_app import services
from requests_app.clocks import asked_to_send_now
from requests_app.enums import HoldKind, RequestStatus
from requests_app.models import AssistanceRequest, PublicSummary, Summary
from tests.browser_forms import read, typed_in
from tests.factories import colleague, make_draft, make_request

pytestmark = pytest.mark.django_db


@pytest.fixture
def acknowledged(focal_point: Any, arcadia: Any) -> AssistanceRequest:
    return make_request(focal_point, arcadia)


@pytest.fixture
def summary(acknowledged: AssistanceRequest, expert: Any) -> Summary:
    """Words that wait for the State's consent."""
    written = services.write_summary(
        acknowledged,
        by=expert,
        language="en",
        title="Border controls",
        text="Training is asked for.",
    )
    return services.put_summary_to_state(written, by=colleague())


def do(record: AssistanceRequest, verb: str) -> str:
    return reverse("requests:transition", args=[record.pk, verb])


def seen(record: AssistanceRequest) -> dict[str, int]:
    """What the review's form says about the words that it showed."""
    return {"edition": record.edition}


def page_of(record: AssistanceRequest) -> str:
    return reverse("requests:detail", args=[record.pk])


def decide(record: AssistanceRequest) -> str:
    return reverse("requests:decide", args=[record.pk])


# --- Submit -----------------------------------------------------------------------------------------------------


def test_submit_by_the_button_of_the_review_leads_to_the_receipt(
    sign_in: Any, focal_point: Any, arcadia: Any
) -> None:
    draft, client = make_draft(focal_point, arcadia), sign_in(focal_point)
    review = client.get(reverse("requests:review", args=[draft.pk]))

    response = client.post(
        do(draft, "submit"), typed_in(review, action=do(draft, "submit")), follow=True
    )

    assert response.redirect_chain == [(reverse("requests:receipt", args=[draft.pk]), 302)]
    draft.refresh_from_db()
    assert draft.reference in read(response).h1.text


def test_second_click_and_back_button_lead_to_the_same_receipt(
    sign_in: Any, focal_point: Any, arcadia: Any
) -> None:
    draft, client = make_draft(focal_point, arcadia), sign_in(focal_point)
    receipt = reverse("requests:receipt", args=[draft.pk])

    clicks = [client.post(do(draft, "submit"), seen(draft)) for _click in range(2)]
    back = client.get(reverse("requests:review", args=[draft.pk]))

    assert [response["Location"] for response in (*clicks, back)] == [receipt] * 3
    assert draft.versions.count() == 1
    assert not read(client.get(receipt)).select(".message")


def test_words_saved_after_the_review_are_shown_and_not_submitted(
    sign_in: Any, focal_point: Any, drafter: Any, arcadia: Any
) -> None:
    draft, client = make_draft(focal_point, arcadia), sign_in(focal_point)
    typed = typed_in(
        client.get(reverse("requests:review", args=[draft.pk])), action=do(draft, "submit")
    )
    services.save_draft(draft, by=drafter, edition=draft.edition, fields={"title": "NEVER-SEEN"})

    overtaken = client.post(do(draft, "submit"), typed, follow=True)

    draft.refresh_from_db()
    assert (draft.status, draft.versions.count()) == (RequestStatus.DRAFT, 0)
    page = read(overtaken)
    assert "Read them again before you decide." in page.select_one(".message").text
    assert "NEVER-SEEN" in page.text
    client.post(do(draft, "submit"), typed_in(overtaken, action=do(draft, "submit")))
    draft.refresh_from_db()
    assert draft.status == RequestStatus.ACKNOWLEDGED


def test_submit_without_a_word_of_what_was_read_is_refused(
    sign_in: Any, focal_point: Any, arcadia: Any
) -> None:
    draft = make_draft(focal_point, arcadia)

    sign_in(focal_point).post(do(draft, "submit"))

    draft.refresh_from_db()
    assert draft.status == RequestStatus.DRAFT


def test_submit_refused_says_everything_that_is_missing(
    sign_in: Any, focal_point: Any, arcadia: Any
) -> None:
    draft = services.create_draft(party=arcadia, by=focal_point)

    response = sign_in(focal_point).post(do(draft, "submit"), seen(draft), follow=True)

    assert response.redirect_chain[0][0] == reverse("requests:review", args=[draft.pk])
    assert len(read(response).select(".message")) == 3


def test_drafter_does_not_submit(
    sign_in: Any, drafter: Any, focal_point: Any, arcadia: Any
) -> None:
    draft = make_draft(focal_point, arcadia)

    assert sign_in(drafter).post(do(draft, "submit")).status_code == 403
    draft.refresh_from_db()
    assert draft.status == RequestStatus.DRAFT


# --- Distribution -----------------------------------------------------------------------------------------------


def test_send_now(sign_in: Any, focal_point: Any, acknowledged: AssistanceRequest) -> None:
    response = sign_in(focal_point).post(do(acknowledged, "send-now"), follow=True)

    assert asked_to_send_now(acknowledged)
    assert "It leaves within a minute" in read(response).find(id="distribution").text
    assert not read(response).select(f"form[action='{do(acknowledged, 'send-now')}']")


def test_hold_until_and_release(
    sign_in: Any, focal_point: Any, acknowledged: AssistanceRequest
) -> None:
    client, address = sign_in(focal_point), reverse("requests:hold", args=[acknowledged.pk])
    until = (clock.now() + timedelta(days=2)).astimezone(clock.NEW_YORK)
    client.get(address)

    client.post(address, {"reason": "Talks in the capital.", "until": f"{until:%Y-%m-%dT%H:%M}"})

    hold = acknowledged.holds.get()
    assert (hold.kind, hold.reason) == (HoldKind.STATE, "Talks in the capital.")
    assert hold.until == until.replace(second=0, microsecond=0)
    page = read(client.get(page_of(acknowledged)))
    assert "Talks in the capital." in page.find(id="distribution").text
    release = reverse("requests:release", args=[acknowledged.pk, hold.pk])
    assert page.select(f"form[action='{release}']")
    client.post(release)
    hold.refresh_from_db()
    assert hold.released_by == focal_point


def test_hold_to_be_mended_keeps_what_was_typed(
    sign_in: Any, focal_point: Any, acknowledged: AssistanceRequest
) -> None:
    address = reverse("requests:hold", args=[acknowledged.pk])

    response = sign_in(focal_point).post(address, {"reason": "Talks.", "until": "2020-01-01T00:00"})

    page = read(response)
    assert page.find(id="id_reason").text.strip() == "Talks."
    assert "This moment has passed." in page.select_one(".error-summary").text
    assert not acknowledged.holds.exists()


def test_hold_after_distribution_is_refused_on_the_page(
    sign_in: Any, focal_point: Any, arcadia: Any
) -> None:
    record = make_request(focal_point, arcadia, at=RequestStatus.DISTRIBUTED)

    response = sign_in(focal_point).post(
        reverse("requests:hold", args=[record.pk]), {"reason": "Too late."}
    )

    assert "it has already gone out" in read(response).select_one(".error-summary").text


def test_hold_of_a_member_is_not_the_states_to_release(
    sign_in: Any, focal_point: Any, member: Any, acknowledged: AssistanceRequest
) -> None:
    hold = services.place_hold(acknowledged, by=member, reason="For the working group.")
    client, address = (
        sign_in(focal_point),
        reverse("requests:release", args=[acknowledged.pk, hold.pk]),
    )

    assert not read(client.get(page_of(acknowledged))).select(f"form[action='{address}']")
    assert client.post(address).status_code == 403
    hold.refresh_from_db()
    assert hold.released_at is None


def test_release_twice(sign_in: Any, focal_point: Any, acknowledged: AssistanceRequest) -> None:
    hold = services.place_hold(acknowledged, by=focal_point, reason="Talks.")
    client, address = (
        sign_in(focal_point),
        reverse("requests:release", args=[acknowledged.pk, hold.pk]),
    )
    client.post(address)

    response = client.post(address, follow=True)

    assert "This hold was released already." in response.content.decode()


# --- Withdraw ---------------------------------------------------------------------------------------------------


def test_withdraw_needs_a_reason(
    sign_in: Any, focal_point: Any, acknowledged: AssistanceRequest
) -> None:
    client = sign_in(focal_point)

    refused = client.post(do(acknowledged, "withdraw"), {"note": " "}, follow=True)
    client.post(do(acknowledged, "withdraw"), {"note": "Met bilaterally."})

    assert "Write why the request is withdrawn." in refused.content.decode()
    acknowledged.refresh_from_db()
    assert acknowledged.status == RequestStatus.WITHDRAWN
    assert "Met bilaterally." in client.get(page_of(acknowledged)).content.decode()


def test_draft_is_discarded_without_a_reason(
    sign_in: Any, drafter: Any, focal_point: Any, arcadia: Any
) -> None:
    draft = make_draft(focal_point, arcadia)

    response = sign_in(drafter).post(do(draft, "withdraw"), follow=True)

    assert response.status_code == 200
    draft.refresh_from_db()
    assert draft.status == RequestStatus.WITHDRAWN


def test_unknown_verb_does_nothing(
    sign_in: Any, focal_point: Any, acknowledged: AssistanceRequest
) -> None:
    assert sign_in(focal_point).post(do(acknowledged, "distribute")).status_code == 302
    acknowledged.refresh_from_db()
    assert acknowledged.status == RequestStatus.ACKNOWLEDGED


# --- Publication ------------------------------------------------------------------------------------------------


def forms_of(client: Any, record: AssistanceRequest) -> dict[str, dict[str, str]]:
    """The decisions that the page offers, each with its hidden fields."""
    page = read(client.get(page_of(record)))
    forms = page.select(f"#publication form[action='{decide(record)}']")
    fields = [
        {each["name"]: each["value"] for each in form.select("input[type=hidden]")}
        for form in forms
    ]
    return {each["decision"]: each for each in fields}


def test_words_are_shown_with_their_fingerprint_and_consented_to(
    sign_in: Any, focal_point: Any, summary: Summary
) -> None:
    client, record = sign_in(focal_point), summary.assistance_request
    page = read(client.get(page_of(record))).find(id="publication").text
    offered = forms_of(client, record)

    client.post(decide(record), offered["consent"])

    assert "Training is asked for." in page
    assert summary.sha256[:12] in page
    assert set(offered) == {"consent", "refuse"}
    assert PublicSummary.objects.get().text == "Training is asked for."


def test_consent_to_changed_words_is_refused(
    sign_in: Any, focal_point: Any, expert: Any, summary: Summary
) -> None:
    client, record = sign_in(focal_point), summary.assistance_request
    offered = forms_of(client, record)
    changed = services.write_summary(
        record, by=expert, language="en", title="Border", text="Other words."
    )
    services.put_summary_to_state(changed, by=colleague())

    response = client.post(decide(record), offered["consent"], follow=True)

    assert "The words were changed after you read them." in response.content.decode()
    assert not PublicSummary.objects.exists()


def test_consent_is_withdrawn(sign_in: Any, focal_point: Any, summary: Summary) -> None:
    client, record = sign_in(focal_point), summary.assistance_request
    client.post(decide(record), forms_of(client, record)["consent"])

    client.post(decide(record), forms_of(client, record)["withdraw_consent"])

    assert not PublicSummary.objects.exists()


def test_publication_is_refused(sign_in: Any, focal_point: Any, summary: Summary) -> None:
    client, record = sign_in(focal_point), summary.assistance_request

    response = client.post(decide(record), forms_of(client, record)["refuse"], follow=True)

    assert "You refused publication." in read(response).find(id="publication").text
    assert forms_of(client, record) == {}


def test_words_that_are_still_being_written_are_not_shown(
    sign_in: Any, focal_point: Any, expert: Any, acknowledged: AssistanceRequest
) -> None:
    services.write_summary(acknowledged, by=expert, language="en", title="T", text="UNFINISHED")

    assert "UNFINISHED" not in sign_in(focal_point).get(page_of(acknowledged)).content.decode()


def test_drafter_reads_and_does_not_decide(sign_in: Any, drafter: Any, summary: Summary) -> None:
    client, record = sign_in(drafter), summary.assistance_request
    fields = {"decision": "consent", "language": "en", "sha256": summary.sha256}

    assert forms_of(client, record) == {}
    assert client.post(decide(record), fields).status_code == 403
    assert not PublicSummary.objects.exists()


@pytest.mark.parametrize("fields", [{}, {"decision": "surprise"}])
def test_no_decision(
    fields: dict[str, str], sign_in: Any, focal_point: Any, acknowledged: AssistanceRequest
) -> None:
    response = sign_in(focal_point).post(decide(acknowledged), fields, follow=True)

    assert "Choose one of the decisions" in response.content.decode()


def test_consent_to_words_that_are_not_there(
    sign_in: Any, focal_point: Any, acknowledged: AssistanceRequest
) -> None:
    fields = {"decision": "consent", "language": "fr", "sha256": "0" * 64}

    assert sign_in(focal_point).post(decide(acknowledged), fields).status_code == 404
