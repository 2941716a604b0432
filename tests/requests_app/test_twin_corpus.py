"""Everything that can be wrong with a file: a sentence that says what to do, never a crash, and nothing lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from clearinghouse.audit.models import AuditEvent
from requests_app.models import AssistanceRequest, TwinUpload
from requests_app.services import save_draft
from requests_app.twin import exchange, seal
from requests_app.versions import content_of
from tests.factories import NEED, make_draft
from tests.requests_app.corpus import files

pytestmark = pytest.mark.django_db

MANY_WORDS = "word " * 9_000

# Name of the file, how it went wrong, and what the person reads. These are not read at all.
REFUSED: dict[str, tuple[str, Callable[[bytes], bytes], str]] = {
    "empty": ("form.docx", lambda form: b"", "This file is empty"),
    "text": ("form.docx", lambda form: b"Please help us.", "not a Word document"),
    "pdf": ("form.docx", lambda form: files.PDF, "not a Word document"),
    "odt": ("form.odt", lambda form: files.ODT, "not a Word document"),
    "workbook": ("form.docx", lambda form: files.XLSX, "not a Word document"),
    "old_doc": ("form.doc", lambda form: files.OLD_DOC, "old Word format"),
    "password": ("form.docx", lambda form: files.PASSWORD_DOCX, "Save it without a password"),
    "zip_password": ("form.docx", files.encrypted_flag, "Save it without a password"),
    "docm": ("form.docm", lambda form: form, "without macros"),
    "macros_inside": ("form.docx", files.macros_inside, "without macros"),
    "macro_type": ("form.docx", files.macro_type, "without macros"),
    "cut_short": ("form.docx", lambda form: form[: len(form) // 2], "is damaged"),
    "broken_byte": ("form.docx", files.broken_crc, "is damaged"),
    "broken_xml": (
        "form.docx",
        lambda form: files.replaced(form, "word/document.xml", "</w:body>", ""),
        "is damaged",
    ),
    "bomb": ("form.docx", lambda form: files.bomb(), "unpacks to far more"),
    "lying_bomb": ("form.docx", files.lying_bomb, "is damaged"),
    "many_members": ("form.docx", files.many_members, "unpacks to far more"),
    "too_large": ("form.docx", lambda form: form + b"0" * (5 * 1024 * 1024), "larger than 5 MB"),
    "linked_picture": ("form.docx", lambda form: files.external(form, "image"), "from outside"),
    "remote_template": (
        "form.docx",
        lambda form: files.external(form, "attachedTemplate"),
        "from outside",
    ),
    "entities": ("form.docx", files.entities, "definitions that a Word document never has"),
    "entity_from_disk": (
        "form.docx",
        files.entity_from_disk,
        "definitions that a Word document never has",
    ),
    "entities_in_utf16": (
        "form.docx",
        files.entities_in_utf16,
        "definitions that a Word document never has",
    ),
    "ten_megabytes_of_text": (
        "form.docx",
        lambda form: files.replaced(
            form, "word/document.xml", "Three posts have no detectors.", "a" * 10_485_760
        ),
        "several million characters",
    ),
    "forged_seal": (
        "form.docx",
        lambda form: files.with_seal(form, "eyJwYXJ0eSI6IiJ9:1abc:forged"),
        "marks by which the portal knows this file",
    ),
    "garbled_seal": (
        "form.docx",
        lambda form: files.with_seal(form, "nothing"),
        "marks by which the portal knows this file",
    ),
}

# These are read: the person sees the note beside the field, and what it will be.
NOTED: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "impossible_day": (
        lambda form: files.written(form, wanted_from="31/02/2027"),
        "“31/02/2027” under “Wanted from” is not a day of the calendar",
    ),
    "day_in_words": (
        lambda form: files.written(form, wanted_until="next spring"),
        "“next spring” under “Needed by” is not a day",
    ),
    "day_first": (
        lambda form: files.written(form, wanted_from="03/04/2027"),
        "03/04/2027 = 2027-04-03",
    ),
    "days_in_wrong_order": (
        lambda form: files.written(form, wanted_from="2027-05-01", wanted_until="2027-04-01"),
        "before the one under “Wanted from”",
    ),
    "year_1027": (
        lambda form: files.written(form, wanted_from="1027-05-01"),
        "is not a day of the calendar",
    ),
    "unknown_choice": (
        lambda form: files.written(form, urgency="Immediately!!"),
        "“Immediately!!” under “Urgency” is not among the choices",
    ),
    "long_title": (
        lambda form: files.written(form, title="long " * 60),
        "Shorten this to 200 characters",
    ),
    "long_prose": (
        lambda form: files.written(form, situation=MANY_WORDS),
        "holds 44999 characters",
    ),
    "no_address": (
        lambda form: files.written(form, contacts__1__email="mission at arcadia"),
        "Enter a valid email address",
    ),
    "direction": (
        lambda form: files.written(form, title="Border \u202eslortnoc"),
        "turn the direction of writing were taken out of “Title”",
    ),
    "control_deleted": (
        lambda form: files.without(form, "situation"),
        "“Present situation and gap” was not found in the file: it stays as it is",
    ),
    "same_need_twice": (
        lambda form: files.written(
            form, needs__2__title=NEED["title"], needs__2__description=NEED["description"]
        ),
        "Needs 1 and 2 say the same",
    ),
    "unknown_state": (
        lambda form: files.written(form, requester="Atlantis"),
        "“Atlantis”, which is not a Member State",
    ),
    "no_seal": (files.without_seal, "has lost the portal&#x27;s marks"),
    "tracked": (
        lambda form: files.replaced(
            form,
            "word/document.xml",
            "<w:body>",
            '<w:body><w:p><w:ins w:id="1" w:author="x"/></w:p>',
        ),
        "tracked changes",
    ),
}


@pytest.fixture
def draft(focal_point: Any, arcadia: Any) -> AssistanceRequest:
    return make_draft(focal_point, arcadia, situation="Three posts have no detectors.")


@pytest.fixture
def send(sign_in: Any, focal_point: Any, draft: AssistanceRequest) -> Any:
    """Upload a file to the draft and return the page after it."""

    def _send(content: bytes, name: str = "form.docx") -> Any:
        address = reverse("requests:twin-upload", args=[draft.pk])
        upload = SimpleUploadedFile(name, content)
        return sign_in(focal_point).post(address, {"file": upload}, follow=True)

    return _send


@pytest.mark.parametrize("case", REFUSED)
def test_refused_with_a_sentence_and_nothing_changed(send: Any, draft: Any, case: str) -> None:
    name, spoil, sentence = REFUSED[case]
    before, events = content_of(draft), AuditEvent.objects.count()

    page = send(spoil(exchange.filled_form(draft, language="en")), name)

    assert page.status_code == 422
    assert sentence in page.content.decode()
    draft.refresh_from_db()
    assert (content_of(draft), AuditEvent.objects.count()) == (before, events)
    assert not TwinUpload.objects.exists()


@pytest.mark.parametrize("case", NOTED)
def test_noted_beside_the_field_and_nothing_lost(
    send: Any, sign_in: Any, focal_point: Any, draft: Any, case: str
) -> None:
    spoil, sentence = NOTED[case]
    before = content_of(draft)

    page = send(spoil(exchange.filled_form(draft, language="en")))

    assert page.status_code == 200
    assert sentence in page.content.decode()
    draft.refresh_from_db()
    assert content_of(draft) == before
    upload = TwinUpload.objects.get()
    answer = sign_in(focal_point).post(upload.get_absolute_url(), {"go": "chosen", "version": 1})
    assert answer.url == reverse("requests:review", args=[draft.pk])
    draft.refresh_from_db()
    assert draft.situation == "Three posts have no detectors."


def test_what_could_not_be_read_keeps_what_the_draft_holds(send: Any, draft: Any) -> None:
    send(
        files.written(exchange.filled_form(draft, language="en"), needs__1__needed_by="31/02/2027")
    )

    kept = TwinUpload.objects.get().content["answers"]["needs"][0]
    assert kept["title"] == NEED["title"]
    assert "needed_by" not in kept


def test_file_of_another_party(send: Any, other_focal_point: Any, borduria: Any) -> None:
    theirs = make_draft(other_focal_point, borduria)

    page = send(exchange.filled_form(theirs, language="en"))

    assert page.status_code == 422
    assert "belongs to another State or organization" in page.content.decode()


def test_name_of_another_state(send: Any, draft: Any, borduria: Any) -> None:
    form = exchange.filled_form(draft, language="en")

    page = send(files.written(form, requester="Borduria"))

    assert page.status_code == 422
    assert "The file names Borduria, and you write for Arcadia" in page.content.decode()


def test_file_of_another_draft(send: Any, focal_point: Any, arcadia: Any) -> None:
    other = make_draft(focal_point, arcadia)

    page = send(exchange.filled_form(other, language="en"))

    assert page.status_code == 422
    assert "downloaded from another draft" in page.content.decode()


def test_seal_of_another_draft_cannot_be_put_in(send: Any, draft: Any, focal_point: Any) -> None:
    form = exchange.filled_form(draft, language="en")
    real = seal.Seal(form_version="2026-1", party=str(draft.requester_id), draft=str(draft.pk))
    forged = seal.signed(real)[:-4] + "AAAA"

    page = send(files.with_seal(form, forged))

    assert page.status_code == 422


def test_earlier_form_is_read_with_a_note(send: Any, draft: Any) -> None:
    form = exchange.filled_form(draft, language="en")
    old = seal.Seal(form_version="2025-1", party=str(draft.requester_id))

    page = send(files.with_seal(form, seal.signed(old)))

    assert page.status_code == 200
    assert "earlier version of the form" in page.content.decode()


def test_older_than_the_draft(send: Any, draft: Any, focal_point: Any) -> None:
    form = files.written(exchange.filled_form(draft, language="en"), title="From the file")
    save_draft(draft, by=focal_point, edition=draft.edition, fields={"title": "From a colleague"})

    page = send(form)

    assert "The file is older than the draft" in page.content.decode()
    assert "Changed in the file and in the draft." in page.content.decode()
