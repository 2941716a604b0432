"""Documents: attached after a look inside, handed out only through the permission check."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from requests_app import services
from requests_app.enums import RequestStatus
from requests_app.models import AssistanceRequest, Attachment
from tests.browser_forms import read
from tests.factories import make_draft, make_request

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\nnote\n%%EOF"


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def draft(focal_point: Any, arcadia: Any) -> AssistanceRequest:
    return make_draft(focal_point, arcadia)


@pytest.fixture
def attachment(draft: AssistanceRequest, focal_point: Any) -> Attachment:
    upload = SimpleUploadedFile("ملاحظة شفوية.pdf", PDF)
    return services.attach(draft, by=focal_point, upload=upload, kind="note_verbale")


def page_of(record: AssistanceRequest) -> str:
    return reverse("requests:attachments", args=[record.pk])


def remove(attachment: Attachment) -> str:
    return reverse(
        "requests:remove-attachment", args=[attachment.assistance_request_id, attachment.pk]
    )


def test_attach_and_list(sign_in: Any, drafter: Any, draft: AssistanceRequest) -> None:
    upload = SimpleUploadedFile("note.pdf", PDF)

    response = sign_in(drafter).post(
        page_of(draft), {"kind": "template", "file": upload}, follow=True
    )

    attachment = draft.attachments.get()
    assert (attachment.kind, attachment.content_type, attachment.uploaded_by) == (
        "template",
        "application/pdf",
        drafter,
    )
    assert attachment.get_absolute_url() in response.content.decode()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("note.exe", b"MZ", "Only PDF, PNG, JPEG and DOCX files are taken."),
        ("note.pdf", b"<script>", "Only PDF, PNG, JPEG and DOCX files are taken."),
        ("note.png", PDF, "not what its name says"),
        ("note.pdf", b"", "This file is empty."),
    ],
)
def test_refused_upload_says_why_and_keeps_the_rest(
    name: str, content: bytes, words: str, sign_in: Any, focal_point: Any, draft: AssistanceRequest
) -> None:
    response = sign_in(focal_point).post(
        page_of(draft), {"kind": "plan", "file": SimpleUploadedFile(name, content)}
    )

    page = read(response)
    assert response.status_code == 422
    assert words in page.select_one(".error-summary").text
    assert page.select_one("#id_kind option[selected]")["value"] == "plan"
    assert not draft.attachments.exists()


def test_nothing_chosen(sign_in: Any, focal_point: Any, draft: AssistanceRequest) -> None:
    response = sign_in(focal_point).post(page_of(draft), {"kind": "other"})

    assert "Choose a file first." in response.content.decode()


def test_download_is_a_file_to_keep(sign_in: Any, focal_point: Any, attachment: Attachment) -> None:
    response = sign_in(focal_point).get(attachment.get_absolute_url())

    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in response["Cache-Control"]


def test_document_of_another_request_is_not_there(
    sign_in: Any, focal_point: Any, arcadia: Any, attachment: Attachment
) -> None:
    other = make_draft(focal_point, arcadia)

    response = sign_in(focal_point).get(
        reverse("requests:attachment", args=[other.pk, attachment.pk])
    )

    assert response.status_code == 404


def test_provider_never_gets_a_document(
    sign_in: Any,
    focal_point: Any,
    provider_contact: Any,
    draft: AssistanceRequest,
    attachment: Attachment,
) -> None:
    services.submit(draft, by=focal_point)
    services.send_now(draft, by=focal_point)
    services.distribute(draft)
    client = sign_in(provider_contact)

    assert client.get(attachment.get_absolute_url()).status_code == 404
    assert (
        "ملاحظة"
        not in client.get(
            draft.notices.get(provider__code="AIDORG").get_absolute_url()
        ).content.decode()
    )


def test_remove(
    sign_in: Any, drafter: Any, attachment: Attachment, draft: AssistanceRequest
) -> None:
    sign_in(drafter).post(remove(attachment))

    assert not draft.attachments.exists()


def test_documents_of_a_submitted_request_stay(
    sign_in: Any, focal_point: Any, draft: AssistanceRequest, attachment: Attachment
) -> None:
    services.submit(draft, by=focal_point)
    client = sign_in(focal_point)

    late = client.post(
        page_of(draft), {"kind": "other", "file": SimpleUploadedFile("late.pdf", PDF)}
    )
    client.post(remove(attachment))

    assert "This request was submitted" in late.content.decode()
    assert list(draft.attachments.all()) == [attachment]
    assert client.get(page_of(draft))["Location"] == draft.get_absolute_url()


def test_documents_are_listed_on_the_page_of_the_request(
    sign_in: Any, focal_point: Any, arcadia: Any
) -> None:
    record = make_request(focal_point, arcadia, at=RequestStatus.ACKNOWLEDGED)

    assert "No documents" in sign_in(focal_point).get(record.get_absolute_url()).content.decode()
