"""The document beside an entry from paper, the zone of its receipt, and who typed what."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ProgrammingError, transaction
from django.utils import translation

from clearinghouse.reference import vocabulary
from requests_app import services
from requests_app.desk_entry import scan_of, typed_lines
from requests_app.models import AssistanceRequest, TypedChange
from tests import factories

PDF = b"%PDF-1.7\nx\n%%EOF"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000" + "1f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)  # fmt: skip


@pytest.fixture
def entry(expert: Any, arcadia: Any) -> Any:
    """An entry from a note verbale, still a draft."""
    return services.enter_on_behalf(
        party=arcadia, by=expert, channel="note_verbale", channel_reference="NV/12", document_date=None,
        language="en", fields={"title": "Law on controls"}, needs=[factories.NEED], contacts=[],
    )  # fmt: skip


def attach(entry: Any, expert: Any, name: str, content: bytes, kind: str = "note_verbale") -> Any:
    upload = SimpleUploadedFile(name, content)
    return services.attach(entry, by=expert, upload=upload, kind=kind)


def scan_address(entry: Any, attachment: Any) -> str:
    return f"/desk/requests/{entry.pk}/scans/{attachment.pk}/"


def test_scan_stands_beside_the_form(sign_in: Any, expert: Any, entry: Any) -> None:
    scan = attach(entry, expert, "note.pdf", PDF)

    response = sign_in(expert).get(f"/desk/requests/{entry.pk}/entry/")

    page = BeautifulSoup(response.content, "html.parser")
    shown = page.find("object", type="application/pdf")
    assert shown["data"] == scan_address(entry, scan)
    assert shown.a["href"] == shown["data"]
    assert "object-src 'self'" in response["Content-Security-Policy"]


def test_page_without_a_scan_keeps_the_strict_policy(sign_in: Any, expert: Any, entry: Any) -> None:
    response = sign_in(expert).get(f"/desk/requests/{entry.pk}/entry/")

    assert "object-src" not in response["Content-Security-Policy"]
    assert b"desk-scan" not in response.content


@pytest.mark.parametrize(
    ("name", "content", "sandboxed"), [("note.pdf", PDF, False), ("note.png", PNG, True)]
)
def test_scan_comes_inline_with_a_policy_of_its_own(
    name: str, content: bytes, sandboxed: bool, sign_in: Any, member: Any, expert: Any, entry: Any
) -> None:
    scan = attach(entry, expert, name, content)

    response = sign_in(member).get(scan_address(entry, scan))

    policy = response["Content-Security-Policy"]
    assert b"".join(response.streaming_content) == content
    assert (response["Content-Disposition"], response["X-Frame-Options"]) == (
        "inline",
        "SAMEORIGIN",
    )
    assert policy.startswith("default-src 'none'")
    assert "script-src" not in policy
    assert policy.endswith("sandbox") is sandboxed


def test_what_can_run_something_is_never_shown_inline(
    sign_in: Any, expert: Any, entry: Any
) -> None:
    scan = attach(entry, expert, "note.pdf", PDF)
    type(scan).objects.filter(pk=scan.pk).update(content_type="text/html")

    assert sign_in(expert).get(scan_address(entry, scan)).status_code == 404
    entry.refresh_from_db()
    assert scan_of(entry) is None


def test_scan_is_closed_to_others(
    sign_in: Any, expert: Any, administrator: Any, other_focal_point: Any, entry: Any
) -> None:
    scan = attach(entry, expert, "note.pdf", PDF)

    for person in (administrator, other_focal_point):
        assert sign_in(person).get(scan_address(entry, scan)).status_code == 403


def test_note_verbale_is_shown_before_other_documents(expert: Any, entry: Any) -> None:
    note = attach(entry, expert, "note.png", PNG)
    attach(entry, expert, "plan.pdf", PDF, kind="plan")

    assert scan_of(AssistanceRequest.objects.get(pk=entry.pk)) == note


def test_moment_of_receipt_is_read_in_its_zone(sign_in: Any, expert: Any, arcadia: Any) -> None:
    data = {
        "requester": str(arcadia.pk), "channel": "note_verbale", "channel_reference": "NV/13", "language": "en",
        "received_at": "2026-03-02T09:30", "received_zone": "Africa/Nairobi", "title": "Law", "urgency": "normal",
        "distribution_wish": "all", "publication_wish": "summary", "action": "save",
        "needs-TOTAL_FORMS": "0", "needs-INITIAL_FORMS": "0", "contacts-TOTAL_FORMS": "0", "contacts-INITIAL_FORMS": "0",
    }  # fmt: skip

    sign_in(expert).post("/desk/requests/intake/", data)

    entry = AssistanceRequest.objects.get(channel_reference="NV/13")
    assert entry.received_at == datetime(2026, 3, 2, 6, 30, tzinfo=UTC)


def test_every_typed_field_is_kept_with_who_typed_it(expert: Any, entry: Any) -> None:
    lines = {line.label: (line.before, line.after) for line in typed_lines(entry)}

    assert lines["title"] == ("", "Law on controls")
    assert lines["Need 1: operative paragraphs"] == ("", vocabulary.label("area", "3C"))
    assert lines["Need 1: needed by"] == ("", "2027-06-30")
    assert {line.change.typed_by for line in typed_lines(entry)} == {expert}


def test_codes_are_shown_in_the_reader_s_words(expert: Any, entry: Any) -> None:
    services.save_draft(
        entry, by=expert, edition=entry.edition, fields={"delivery_languages": ["ru", "en"], "categories": ["nuclear"]}
    )  # fmt: skip

    with translation.override("fr"):
        after = {line.change.field: line.after for line in typed_lines(entry)}

    assert after["categories"] == "Nucléaire"
    assert after["delivery_languages"] == "russe, anglais"


def test_change_is_shown_old_and_new(sign_in: Any, expert: Any, member: Any, entry: Any) -> None:
    services.save_draft(
        entry, by=expert, edition=entry.edition, fields={"title": "Law on export controls", "urgency": "urgent"}
    )  # fmt: skip

    page = BeautifulSoup(sign_in(member).get(f"/desk/requests/{entry.pk}/").content, "html.parser")

    changes = {
        (line.th.text, line.find("del").text, line.find("ins").text)
        for line in page.find(id="content").select("details tbody tr") if line.find("del")
    }  # fmt: skip
    assert changes == {
        ("Title", "Law on controls", "Law on export controls"), ("Urgency", "Normal", "Urgent"),
    }  # fmt: skip


def test_same_words_again_are_no_change(expert: Any, entry: Any) -> None:
    before = TypedChange.objects.count()

    services.save_draft(entry, by=expert, edition=entry.edition, fields={"title": entry.title})

    assert TypedChange.objects.count() == before


def test_missions_own_draft_keeps_no_such_record(focal_point: Any, arcadia: Any) -> None:
    factories.make_draft(focal_point, arcadia)

    assert not TypedChange.objects.exists()


def test_record_of_what_was_typed_is_never_changed(entry: Any) -> None:
    with pytest.raises(ProgrammingError), transaction.atomic():
        TypedChange.objects.update(after="Nothing.")
