"""The offline form asks what the web form asks, and comes back without writing over anybody."""

from __future__ import annotations

import io
from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override
from docx import Document
from docx.oxml.ns import qn

from clearinghouse.audit.models import AuditEvent
from clearinghouse.core.errors import NotAllowed, Stale
from clearinghouse.core.vocabulary import LANGUAGE_CODES
from requests_app import events, services
from requests_app.enums import RequestStatus
from requests_app.forms import SECTIONS
from requests_app.models import AssistanceRequest, TwinUpload
from requests_app.twin import exchange, reading
from tests.factories import CONTACT, NEED, make_draft, make_request
from tests.requests_app.corpus import files

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(focal_point: Any, arcadia: Any) -> AssistanceRequest:
    return make_draft(focal_point, arcadia, situation="One line.\nAnother line.")


@pytest.fixture
def upload(focal_point: Any) -> Any:
    """Read a file as the page does and keep it."""

    def _upload(content: bytes, *, party: Any, draft: Any = None, by: Any = focal_point) -> Any:
        drafts = AssistanceRequest.objects.all()
        arrived = exchange.read_form(
            content, name="form.docx", party=party, draft=draft, own_drafts=drafts
        )
        return services.keep_upload(by=by, **arrived)

    return _upload


def take(client: Any, kept: TwinUpload, **posted: Any) -> Any:
    return client.post(kept.get_absolute_url(), {"go": "chosen", "version": 1, **posted})


# --- The form and its twin ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGE_CODES)
def test_every_field_of_the_form_is_in_the_file(arcadia: Any, provider: Any, language: str) -> None:
    form = exchange.blank_form(language=language, party=arcadia, is_named=True)
    tags = set(files.controls(Document(io.BytesIO(form))))

    for section in SECTIONS:
        rows = set(section.rows.base_fields) - {"id"} if section.rows else set()
        wanted = {*section.fields, *(f"{section.prefix}.1.{name}" for name in rows)}
        missing = {
            n for n in wanted if not any(tag == n or tag.startswith(f"{n}.") for tag in tags)
        }
        assert not missing


def test_blank_form_offers_five_needs_and_three_contacts(arcadia: Any) -> None:
    paper = reading.read(
        exchange.blank_form(language="en", party=arcadia, is_named=False), name="form.docx"
    )

    assert (len(paper.rows["needs"]), len(paper.rows["contacts"])) == (5, 3)
    assert not any(found.text for found in paper.rows["needs"][4].values())


def test_controls_are_as_the_schema_wants_them(draft: AssistanceRequest) -> None:
    document = Document(io.BytesIO(exchange.filled_form(draft, language="ar")))
    order = ["alias", "tag", "id", "lock", "showingPlcHdr"]
    numbers = []

    for control in document.element.iter(qn("w:sdt")):
        assert [child.tag for child in control] == [qn("w:sdtPr"), qn("w:sdtContent")]
        names = [child.tag.partition("}")[2] for child in control[0]]
        assert names[:-1] == [name for name in order if name in names]
        assert names[-1] in {"text", "date", "dropDownList", "checkbox"}
        assert len(control[0].find(qn("w:tag")).get(qn("w:val"))) <= 64
        numbers.append(control[0].find(qn("w:id")).get(qn("w:val")))
    assert len(numbers) == len(set(numbers)) > 100


def test_document_is_protected_named_and_has_headings(draft: AssistanceRequest) -> None:
    document = Document(io.BytesIO(exchange.filled_form(draft, language="en")))
    protection = document.settings.element.find(qn("w:documentProtection"))
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]

    assert (protection.get(qn("w:edit")), protection.get(qn("w:enforcement"))) == ("forms", "1")
    assert headings[1] == "2. Subject"
    assert document.core_properties.language == "en-GB"
    assert all(table._tbl.find(f".//{qn('w:tblHeader')}") is not None for table in document.tables)


def test_arabic_runs_from_right_to_left(arcadia: Any) -> None:
    with override("en"):
        form = exchange.blank_form(language="ar", party=arcadia, is_named=True)
    document = Document(io.BytesIO(form))

    assert all(p._p.find(f".//{qn('w:bidi')}") is not None for p in document.paragraphs if p.text)
    assert all(table._tbl.tblPr.find(qn("w:bidiVisual")) is not None for table in document.tables)


@pytest.mark.parametrize("language", LANGUAGE_CODES)
def test_what_goes_out_comes_back_the_same(
    draft: AssistanceRequest, upload: Any, sign_in: Any, focal_point: Any, language: str
) -> None:
    kept = upload(
        exchange.filled_form(draft, language=language), party=draft.requester, draft=draft
    )
    page = sign_in(focal_point).get(kept.get_absolute_url())

    assert page.context["found"].changes == 0
    assert not [note for line in page.context["found"].lines for note in line.notes]


# --- Back into a draft -------------------------------------------------------------------------------------------


def test_taken_into_the_draft(
    draft: AssistanceRequest, upload: Any, sign_in: Any, focal_point: Any
) -> None:
    form = exchange.filled_form(draft, language="fr")
    changed = files.written(form, title="New title", wanted_from="2027年3月31日", urgency="Urgent")
    need = draft.needs.get().pk
    kept = upload(changed, party=draft.requester, draft=draft)

    answer = take(sign_in(focal_point), kept)

    draft.refresh_from_db()
    assert answer.url == reverse("requests:review", args=[draft.pk])
    assert (draft.title, f"{draft.wanted_from}", draft.urgency) == (
        "New title",
        "2027-03-31",
        "urgent",
    )
    assert (draft.situation, draft.needs.get().pk) == ("One line.\nAnother line.", need)
    assert AuditEvent.objects.filter(event=events.TWIN_TAKEN, case_id=draft.pk).count() == 1


def test_nothing_is_written_before_it_is_confirmed(draft: AssistanceRequest, upload: Any) -> None:
    upload(
        files.written(exchange.filled_form(draft, language="en"), title="New title"),
        party=draft.requester,
        draft=draft,
    )

    draft.refresh_from_db()
    assert (draft.title, draft.edition) == ("Border controls", 1)


def test_boxes_rows_and_copied_tables(
    draft: AssistanceRequest, upload: Any, sign_in: Any, focal_point: Any
) -> None:
    def fill(document: Any) -> None:
        files.tick(document, "areas.6")
        files.tick(document, "areas.3C", on=False)
        files.write(document, "needs.2.title", "Two portal monitors")
        original = document.tables[4]._tbl
        original.addnext(deepcopy(original))

    kept = upload(
        files.changed(exchange.filled_form(draft, language="en"), fill),
        party=draft.requester,
        draft=draft,
    )
    take(sign_in(focal_point), kept)

    draft.refresh_from_db()
    assert draft.areas == ["6"]
    assert [need.title for need in draft.needs.all()] == [
        NEED["title"],
        *["Two portal monitors"] * 2,
    ]


def test_second_click_finds_the_first_one(
    draft: AssistanceRequest, upload: Any, sign_in: Any, focal_point: Any
) -> None:
    form = files.written(exchange.filled_form(draft, language="en"), title="New title")
    kept = upload(form, party=draft.requester, draft=draft)
    client = sign_in(focal_point)
    take(client, kept)

    assert take(client, kept).status_code == 302
    draft.refresh_from_db()
    assert draft.edition == 2


def test_new_draft_from_a_blank_form(
    arcadia: Any, upload: Any, sign_in: Any, focal_point: Any
) -> None:
    form = exchange.blank_form(language="es", party=arcadia, is_named=True)
    filled = files.written(
        form, title="Controles", needs__1__title="Curso", contacts__1__email="a@arcadia.example"
    )
    kept = upload(filled, party=arcadia)
    client = sign_in(focal_point)

    answer = take(client, kept)
    take(client, kept)

    made = AssistanceRequest.objects.get()
    assert answer.url == reverse("requests:review", args=[made.pk])
    assert (made.language, made.title, made.requester) == ("es", "Controles", arcadia)
    assert (made.needs.get().title, made.contacts.get().role) == ("Curso", "mission")


def test_file_of_a_draft_uploaded_as_new_goes_back_to_its_draft(
    draft: AssistanceRequest, upload: Any
) -> None:
    kept = upload(exchange.filled_form(draft, language="en"), party=draft.requester)

    assert kept.assistance_request == draft


def test_file_of_a_submitted_request_becomes_a_new_draft(
    focal_point: Any, arcadia: Any, upload: Any
) -> None:
    request = make_request(focal_point, arcadia, at=RequestStatus.ACKNOWLEDGED)

    kept = upload(exchange.filled_form(request, language="en"), party=arcadia)

    assert kept.assistance_request is None
    assert kept.content["notes"][0]["code"] == "draft_gone"


# --- Older than the draft ----------------------------------------------------------------------------------------


@pytest.fixture
def stale(draft: AssistanceRequest, upload: Any, focal_point: Any) -> TwinUpload:
    """Title changed by both, plans by the file only, limits by the draft only."""
    form = files.written(
        exchange.filled_form(draft, language="en"), title="Of the file", related_plans="Plan A"
    )
    services.save_draft(
        draft,
        by=focal_point,
        edition=1,
        fields={"title": "Of a colleague", "limits": "Law 5"},
    )
    draft.refresh_from_db()
    return upload(form, party=draft.requester, draft=draft)


@pytest.mark.parametrize(
    ("posted", "title"),
    [
        ({}, "Of a colleague"),
        ({"take-title": "file"}, "Of the file"),
        ({"go": "file"}, "Of the file"),
    ],
)
def test_stale_file_writes_over_nothing_that_was_not_chosen(
    stale: TwinUpload,
    draft: Any,
    sign_in: Any,
    focal_point: Any,
    posted: dict[str, str],
    title: str,
) -> None:
    take(sign_in(focal_point), stale, version=2, **posted)

    draft.refresh_from_db()
    limits = "" if posted.get("go") == "file" else "Law 5"
    assert (draft.title, draft.related_plans, draft.limits) == (title, "Plan A", limits)


def test_draft_that_moves_while_one_compares(
    stale: TwinUpload, draft: Any, sign_in: Any, focal_point: Any
) -> None:
    answer = take(sign_in(focal_point), stale, version=1)

    draft.refresh_from_db()
    assert (answer.url, draft.edition) == (stale.get_absolute_url(), 2)


def test_draft_that_is_submitted_while_one_compares(
    draft: AssistanceRequest, upload: Any, sign_in: Any, focal_point: Any
) -> None:
    form = files.written(exchange.filled_form(draft, language="en"), title="New title")
    kept = upload(form, party=draft.requester, draft=draft)
    services.submit(draft, by=focal_point)

    page = sign_in(focal_point).post(
        kept.get_absolute_url(), {"go": "chosen", "version": 1}, follow=True
    )

    draft.refresh_from_db()
    assert draft.title == "Border controls"
    assert "was submitted" in page.content.decode()


# --- Who, and for how long ---------------------------------------------------------------------------------------


def test_only_the_person_who_uploaded_sees_it(
    stale: TwinUpload, sign_in: Any, drafter: Any, expert: Any
) -> None:
    assert {
        sign_in(who).get(stale.get_absolute_url()).status_code for who in (drafter, expert)
    } == {404}
    with pytest.raises(NotAllowed):
        services.discard_upload(stale, by=drafter)


def test_who_may_not_open_the_draft_any_more_compares_nothing_with_it(
    draft: AssistanceRequest, upload: Any, sign_in: Any, focal_point: Any, drafter: Any
) -> None:
    form = exchange.filled_form(draft, language="en")
    kept = upload(form, party=draft.requester, draft=draft, by=drafter)
    client = sign_in(drafter)
    assert client.get(kept.get_absolute_url()).status_code == 200

    services.restrict_to_named(draft, by=focal_point)

    assert client.get(kept.get_absolute_url()).status_code == 404


def test_outsider_cannot_keep_a_file_for_a_party(
    upload: Any, arcadia: Any, other_focal_point: Any
) -> None:
    form = exchange.blank_form(language="en", party=arcadia, is_named=False)

    with pytest.raises(NotAllowed):
        upload(form, party=arcadia, by=other_focal_point)


def test_after_an_hour_the_words_are_gone(
    stale: TwinUpload, sign_in: Any, focal_point: Any
) -> None:
    path = stale.file.name
    TwinUpload.objects.update(expires_at=stale.uploaded_at - timedelta(minutes=1))

    assert services.expire_uploads() == 1
    assert services.expire_uploads() == 0

    stale.refresh_from_db()
    page = sign_in(focal_point).get(stale.get_absolute_url())
    assert (stale.content, stale.seal, stale.outcome) == ({}, {}, "expired")
    assert (page.status_code, page.context["back"]) == (
        410,
        reverse("requests:edit", args=[stale.assistance_request_id]),
    )
    assert path == f"offline-forms/{stale.pk}"


def test_too_late_says_so(stale: TwinUpload, focal_point: Any) -> None:
    TwinUpload.objects.update(expires_at=stale.uploaded_at - timedelta(minutes=1))

    with pytest.raises(Stale, match="Upload it again"):
        services.take_upload(
            stale, by=focal_point, edition=2, language="en", fields={}, needs=None, contacts=None
        )


def test_set_aside(stale: TwinUpload, draft: Any, sign_in: Any, focal_point: Any) -> None:
    client = sign_in(focal_point)

    assert take(client, stale, go="discard").url == reverse("requests:edit", args=[draft.pk])
    take(client, stale, go="discard")

    draft.refresh_from_db()
    stale.refresh_from_db()
    assert (draft.edition, stale.outcome) == (2, "discarded")


@pytest.mark.parametrize("address", ["requests:twin", "requests:twin-upload"])
def test_pages_of_a_draft(
    draft: Any, sign_in: Any, drafter: Any, other_focal_point: Any, expert: Any, address: str
) -> None:
    there = reverse(address, args=[draft.pk])

    assert sign_in(drafter).get(there).status_code == 200
    assert sign_in(other_focal_point).get(there).status_code == 404
    assert sign_in(expert).get(there).status_code == 404


def test_download_names_language_and_is_not_kept(
    draft: Any, sign_in: Any, focal_point: Any
) -> None:
    answer = sign_in(focal_point).get(reverse("requests:twin", args=[draft.pk]), {"language": "ru"})

    assert answer["Content-Disposition"] == 'attachment; filename="offline-form-ru.docx"'
    assert "no-store" in answer["Cache-Control"]
    assert CONTACT["email"] in {
        found["email"].text
        for found in reading.read(answer.content, name="x.docx").rows["contacts"]
    }


def test_upload_without_a_file(draft: Any, sign_in: Any, focal_point: Any) -> None:
    answer = sign_in(focal_point).post(reverse("requests:twin-new"), {"party": draft.requester_id})

    assert answer.status_code == 422
    assert "Choose a file first." in answer.content.decode()


def test_upload_as_new_through_the_page(arcadia: Any, sign_in: Any, focal_point: Any) -> None:
    form = exchange.blank_form(language="en", party=arcadia, is_named=False)
    upload = SimpleUploadedFile("C:\\Users\\me\\form.docx", form)

    answer = sign_in(focal_point).post(
        reverse("requests:twin-new"), {"party": arcadia.pk, "file": upload}
    )

    assert answer.url == TwinUpload.objects.get().get_absolute_url()
