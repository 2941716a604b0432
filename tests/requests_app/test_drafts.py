"""Nothing typed is lost, and nobody overwrites a colleague unseen."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from clearinghouse.core.errors import NotAllowed, RuleBroken, Stale
from requests_app import services
from requests_app.models import AssistanceRequest
from tests.factories import make_draft, make_request

pytestmark = pytest.mark.django_db


def test_same_key_twice_is_one_draft(focal_point: Any, arcadia: Any) -> None:
    key = uuid4()

    first = services.create_draft(party=arcadia, by=focal_point, submission_key=key)
    second = services.create_draft(party=arcadia, by=focal_point, submission_key=key)

    assert first == second


def test_outsider_begins_nothing(other_focal_point: Any, arcadia: Any) -> None:
    with pytest.raises(NotAllowed):
        services.create_draft(party=arcadia, by=other_focal_point)

    assert not AssistanceRequest.objects.exists()


def test_stale_save_writes_nothing(focal_point: Any, drafter: Any, arcadia: Any) -> None:
    draft = make_draft(focal_point, arcadia)
    seen = draft.edition
    services.save_draft(draft, by=focal_point, edition=seen, fields={"title": "Mine"})

    with pytest.raises(Stale, match="Your words are still on this page"):
        services.save_draft(draft, by=drafter, edition=seen, fields={"title": "Theirs"})

    draft.refresh_from_db()
    assert (draft.title, draft.edition) == ("Mine", seen + 1)


def test_needs_are_matched_by_id_added_removed_and_numbered(focal_point: Any, arcadia: Any) -> None:
    draft = make_draft(focal_point, arcadia)
    kept = draft.needs.get()

    services.save_draft(
        draft,
        by=focal_point,
        edition=draft.edition,
        fields={},
        needs=[
            {"title": "New", "description": "New one."},
            {"id": kept.pk, "title": "Changed", "needed_by": date(2027, 1, 1)},
        ],
    )

    assert list(draft.needs.values_list("number", "title")) == [(1, "New"), (2, "Changed")]
    assert draft.needs.get(number=2).pk == kept.pk


def test_need_of_another_request_is_not_taken_over(
    focal_point: Any, other_focal_point: Any, arcadia: Any, borduria: Any
) -> None:
    foreign = make_draft(other_focal_point, borduria).needs.get()
    draft = make_draft(focal_point, arcadia)

    services.save_draft(
        draft,
        by=focal_point,
        edition=draft.edition,
        fields={},
        needs=[{"id": foreign.pk, "title": "Stolen"}],
    )

    foreign.refresh_from_db()
    assert foreign.assistance_request.requester == borduria
    assert foreign.title != "Stolen"
    assert draft.needs.get().pk != foreign.pk


def test_fields_outside_the_form_are_ignored(focal_point: Any, arcadia: Any) -> None:
    draft = make_draft(focal_point, arcadia)

    saved = services.save_draft(
        draft,
        by=focal_point,
        edition=draft.edition,
        fields={"status": "distributed", "reference": "AR/1"},
    )

    assert (saved.status, saved.reference) == ("draft", None)


def test_submitted_words_stand(focal_point: Any, arcadia: Any) -> None:
    request = make_request(focal_point, arcadia)

    with pytest.raises(Stale, match="stands as it is"):
        services.save_draft(
            request, by=focal_point, edition=request.edition, fields={"title": "Other"}
        )


def test_document_is_kept_and_removed(focal_point: Any, arcadia: Any) -> None:
    draft = make_draft(focal_point, arcadia)
    upload = SimpleUploadedFile("note.pdf", b"%PDF-1.7\nhello\n%%EOF\n")

    attachment = services.attach(draft, by=focal_point, upload=upload, kind="note_verbale")
    assert (attachment.name, attachment.content_type) == ("note.pdf", "application/pdf")
    assert attachment.file.read() == b"%PDF-1.7\nhello\n%%EOF\n"

    services.remove_attachment(attachment, by=focal_point)
    assert not draft.attachments.exists()


def test_refused_document_changes_nothing(focal_point: Any, arcadia: Any) -> None:
    draft = make_draft(focal_point, arcadia)

    with pytest.raises(RuleBroken, match="not what its name says"):
        services.attach(
            draft,
            by=focal_point,
            upload=SimpleUploadedFile("x.png", b"%PDF-1.7\n%%EOF"),
            kind="other",
        )

    assert not draft.attachments.exists()
