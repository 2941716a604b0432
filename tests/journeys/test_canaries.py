"""What is confidential is planted as canaries; no public page, API answer, mail or log may sing."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.test import Client

from clearinghouse.core import clock
from clearinghouse.notifications.models import Delivery
from clearinghouse.notifications.render import render
from clearinghouse.parties.models import Contact
from matching.embedder import NoEmbedder
from matching.models import Match
from matching.services import ranking
from offers_app import services as offers
from offers_app.models import PublicOffer
from requests_app import services
from requests_app.models import AssistanceRequest, Need, PublicSummary, RequestContact
from tests.contracts.test_urls import ADDRESSES, is_open
from tests.factories import NEED, colleague, make_draft, make_request

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

CANARY = "kanarie"
LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")


def plant(model: type[models.Model], pk: Any, *, but: set[str] = frozenset()) -> None:  # type: ignore[assignment]
    """Write a canary into every free text field of a row."""
    values = {
        field.name: f"{CANARY} {model._meta.model_name} {field.name}@x.example"[
            : field.max_length or 500
        ]
        for field in model._meta.local_fields
        if isinstance(field, models.CharField | models.TextField)
        and not field.choices
        and not field.unique
        and field.name not in but
        and "sha256" not in field.name
    }
    model._default_manager.filter(pk=pk).update(**values)


@pytest.fixture
def world(
    monkeypatch: pytest.MonkeyPatch,
    focal_point: Any,
    expert: Any,
    arcadia: Any,
    provider: Any,
    provider_contact: Any,
) -> AssistanceRequest:
    """A distributed request full of canaries, with one summary published, one refused and one never shown."""
    monkeypatch.setattr(ranking, "worker_embedder", NoEmbedder)  # loading the model takes seconds
    draft = make_draft(focal_point, arcadia)
    upload = SimpleUploadedFile(f"{CANARY}.pdf", b"%PDF-1.4 " + CANARY.encode() + b"\n%%EOF")
    services.attach(draft, by=focal_point, upload=upload, kind="other")
    plant(AssistanceRequest, draft.pk, but={"reference"})
    for need in draft.needs.all():
        plant(Need, need.pk)
    for contact in draft.contacts.all():
        plant(RequestContact, contact.pk)
    for contact in Contact.objects.filter(party=provider):
        Contact.objects.filter(pk=contact.pk).update(phone=CANARY, title=CANARY)
    draft.refresh_from_db()
    services.submit(draft, by=focal_point)
    hold = services.place_hold(draft, by=focal_point, reason=f"{CANARY} reason")
    services.release_hold(hold, by=focal_point)
    services.send_now(draft, by=focal_point, note=f"{CANARY} note")
    services.distribute(draft)
    notice = draft.notices.get(provider=provider)
    need = draft.needs.get()
    services.answer(
        notice,
        by=provider_contact,
        answers=[{"need": need.pk, "verdict": "yes", "text": f"{CANARY} yes"}],
    )
    _offers(provider, provider_contact)
    ranking.rank_need(need.pk)
    assert Match.objects.filter(need=need).exists()
    words = services.write_summary(
        draft, by=expert, language="en", title="Consented", text="Consented words."
    )
    services.put_summary_to_state(words, by=colleague())
    services.consent(words, by=focal_point, sha256=words.sha256)
    hidden = services.write_summary(
        draft, by=expert, language="fr", title=CANARY, text=f"{CANARY} unconsented"
    )
    services.put_summary_to_state(hidden, by=colleague())
    withdrawn = make_request(focal_point, arcadia)
    gone = services.write_summary(
        withdrawn, by=expert, language="en", title=f"{CANARY} gone", text=f"{CANARY} gone"
    )
    services.put_summary_to_state(gone, by=colleague())
    services.consent(gone, by=focal_point, sha256=gone.sha256)
    services.withdraw(withdrawn, by=focal_point, note=f"{CANARY} withdrawn")
    return draft


def _offers(provider: Any, by: Any) -> None:
    fields = {
        "description": "Courses for customs officers in finding nuclear material in cargo, at the border.",
        "language": "en",
        "areas": ["3C"],
        "kinds": ["training"],
        "delivery_languages": ["en"],
        "everywhere": True,
        "contact": Contact.objects.filter(party=provider).first(),
    }
    shown = offers.create_draft(provider=provider, by=by, fields={**fields, "title": "Courses"})
    offers.publish(shown, by=by)
    offers.create_draft(
        provider=provider, by=by, fields={**fields, "title": f"{CANARY} unpublished"}
    )


def public_paths() -> Iterator[str]:
    for address in ADDRESSES.values():
        if is_open(address) and "nothing" not in address.path:
            yield address.path
    for language in LANGUAGES:
        yield f"/{language}/"
        for page in ("requests", "offers", "providers", "how-it-works"):
            yield f"/{language}/{page}/"
        yield f"/{language}/requests/?q={CANARY}"
        yield f"/{language}/offers/?q={CANARY}"
        for summary in PublicSummary.objects.all():
            yield f"/{language}/requests/{summary.public_id}/"
        for offer in PublicOffer.objects.all():
            yield f"/{language}/offers/{offer.pk}/"
    yield "/api/v1/summaries/"
    yield "/api/v1/summaries/?state=XAA&area=3C"
    yield "/sitemap.xml"


def test_no_canary_sings_in_public(
    client: Client, world: AssistanceRequest, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    seen = 0

    for path in set(public_paths()):
        answer = client.get(path)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        told = body.decode(errors="replace") + str(answer.headers)
        # A search page repeats what the reader typed, and nothing else.
        said = told.count(CANARY) - (
            told.count(f'value="{CANARY}"') + told.count(f"q={CANARY}") + told.count(f"“{CANARY}”")
        )
        if "?q=" not in path:
            assert CANARY not in told, f"{path} sings"
            assert world.reference not in told, f"{path} shows the reference"
        else:
            assert "kanarie " not in told.replace(f"“{CANARY}”", ""), f"{path} sings ({said})"
        seen += answer.status_code == 200

    assert seen > 40
    assert (
        b"Consented words."
        in client.get(f"/en/requests/{PublicSummary.objects.get().public_id}/").content
    )
    assert CANARY not in caplog.text.replace(f"q={CANARY}", "")


def test_no_canary_sings_in_any_mail(world: AssistanceRequest) -> None:
    mails = [
        render(delivery, at=clock.now()) for delivery in Delivery.objects.select_related("message")
    ]

    assert len(mails) > 5
    for mail in mails:
        assert CANARY not in str(mail)
        assert "Arcadia" not in str(mail)


def test_providers_mail_names_neither_state_nor_need(
    world: AssistanceRequest, provider: Any
) -> None:
    message = world.notices.get(provider=provider).message
    mail = str(render(message.deliveries.get(), at=clock.now()))

    assert world.reference in mail
    for secret in ("Arcadia", "XAA", NEED["title"], "customs", "nuclear"):
        assert secret not in mail


def test_provider_reads_the_words_and_no_contact(
    world: AssistanceRequest, sign_in: Any, provider_contact: Any, provider: Any
) -> None:
    page = (
        sign_in(provider_contact)
        .get(world.notices.get(provider=provider).get_absolute_url())
        .content.decode()
    )

    assert f"{CANARY} need title" in page
    for hidden in (
        "requestcontact",
        "channel_reference",
        "preferred_providers",
        "providers_approached",
        ".pdf",
    ):
        assert hidden not in page
