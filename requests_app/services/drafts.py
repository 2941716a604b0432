"""Writing a request: nothing is mandatory, nothing is overwritten unseen, nothing is lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clearinghouse.audit.record import record
from clearinghouse.core import clock
from clearinghouse.core.errors import RuleBroken, Stale
from clearinghouse.parties.models import Party
from clearinghouse.reference.policies import policy
from requests_app import events, uploads
from requests_app.enums import EDITABLE, Channel
from requests_app.models import AssistanceRequest, Attachment
from requests_app.permissions import check_can_create, check_can_edit, check_is_expert
from requests_app.services import entries, rows

DRAFT_FIELDS = frozenset(
    {
        "language", "title", "channel_reference", "document_date", "areas", "categories", "situation",
        "related_plans", "wanted_from", "wanted_until", "urgency", "stages", "national_contribution", "limits",
        "delivery_languages", "other_assistance", "providers_approached", "preferred_providers",
        "distribution_wish", "publication_wish",
    }
)  # fmt: skip


def create_draft(
    *,
    party: Party,
    by: Any,
    language: str = "en",
    submission_key: UUID | None = None,
    is_rehearsal: bool = False,
) -> AssistanceRequest:
    """Begin a request for the party. The same key twice returns the same draft, so a lost answer does no harm."""
    check_can_create(by, party)
    with transaction.atomic():
        options: dict[str, Any] = {"submission_key": submission_key} if submission_key else {}
        if submission_key:
            existing = AssistanceRequest.objects.filter(
                submission_key=submission_key, requester=party
            ).first()
            if existing is not None:
                return existing
        draft = AssistanceRequest.objects.create(
            requester=party,
            entered_by=by,
            language=language,
            is_rehearsal=is_rehearsal,
            is_demonstration=party.is_demonstration,
            **options,
        )
        record(events.REQUEST_DRAFTED, by=by, about=draft)
    return draft


def enter_on_behalf(
    *,
    party: Party,
    by: Any,
    channel: str,
    channel_reference: str,
    document_date: date | None,
    language: str,
    fields: Mapping[str, Any],
    needs: Iterable[Mapping[str, Any]],
    contacts: Iterable[Mapping[str, Any]],
    received_at: datetime | None = None,
    submission_key: UUID | None = None,
) -> AssistanceRequest:
    """Enter a request that came on paper, as a draft. Who typed it is kept apart from who asked.

    The true moment of receipt may be noted here; it counts when it is given at `submit`. `authenticate` follows
    with its ground.
    """
    check_is_expert(by)
    if channel not in Channel.values or channel == Channel.PORTAL:
        raise RuleBroken(
            _("Say how the request was received: note verbale, national report, visit or referral.")
        )
    with transaction.atomic():
        if submission_key:
            existing = AssistanceRequest.objects.filter(submission_key=submission_key).first()
            if existing is not None:
                return existing
        draft = AssistanceRequest.objects.create(
            requester=party,
            entered_by=by,
            language=language,
            channel=channel,
            is_demonstration=party.is_demonstration,
            **({"submission_key": submission_key} if submission_key else {}),
        )
        record(events.REQUEST_ENTERED, by=by, about=draft, data={"channel": channel})
        known = {
            **fields,
            "channel_reference": channel_reference,
            "document_date": document_date,
            "received_at": received_at,
        }
        return save_draft(
            draft, by=by, edition=draft.edition, fields=known, needs=needs, contacts=contacts
        )


def save_draft(
    assistance_request: AssistanceRequest,
    *,
    by: Any,
    edition: int,
    fields: Mapping[str, Any],
    needs: Iterable[Mapping[str, Any]] | None = None,
    contacts: Iterable[Mapping[str, Any]] | None = None,
    removed: Iterable[Mapping[str, Any]] = (),
) -> AssistanceRequest:
    """Save what was typed; `edition` must be the one that the person saw, or Stale is raised and nothing written.

    Rows of `needs` and `contacts` replace the stored ones, matched by their "id"; None leaves them as they are.
    What is no more among them is kept aside for `put_back`; `removed` holds the last words of such rows.
    Of an entry from paper every field that changes is written down with who typed it.
    """
    with transaction.atomic():
        draft = AssistanceRequest.objects.select_for_update().get(pk=assistance_request.pk)
        check_can_edit(by, draft)
        _refuse_if_not_editable(draft)
        if draft.edition != edition:
            raise Stale(
                _("Somebody saved this draft after you opened it. Your words are still on this page: press Save to "
                  "see both.")
            )  # fmt: skip
        before = entries.as_typed(draft)
        for name in DRAFT_FIELDS.intersection(fields):
            setattr(draft, name, fields[name])
        if draft.channel != Channel.PORTAL and not draft.revision_of_id and "received_at" in fields:
            draft.received_at = fields["received_at"]
        _mark_saved(draft, by=by)
        draft.save()
        if "excluded_providers" in fields:
            draft.excluded_providers.set(fields["excluded_providers"])
        gone = list(removed)
        if needs is not None:
            rows.replace_needs(draft, list(needs), by=by, removed=gone)
        if contacts is not None:
            rows.replace_contacts(draft, list(contacts), by=by, removed=gone)
        if draft.channel != Channel.PORTAL:
            entries.keep_changes(draft, before=before, by=by)
    return draft


def attach(
    assistance_request: AssistanceRequest, *, by: Any, upload: UploadedFile, kind: str
) -> Attachment:
    """Attach a document; RuleBroken with a sentence when it is too large or not what its name says."""
    checked = uploads.check(upload, max_megabytes=policy("attachment_max_megabytes"))
    with transaction.atomic():
        draft = AssistanceRequest.objects.select_for_update().get(pk=assistance_request.pk)
        check_can_edit(by, draft)
        _refuse_if_not_editable(draft)
        attachment = Attachment(
            assistance_request=draft,
            kind=kind,
            name=checked.name,
            content_type=checked.content_type,
            size=checked.size,
            sha256=checked.sha256,
            uploaded_at=clock.now(),
            uploaded_by=by,
        )
        attachment.file.save(checked.name, upload, save=False)
        attachment.save(force_insert=True)
        _mark_saved(draft, by=by)
        draft.save(update_fields=["edition", "saved_at", "saved_by"])
        record(
            events.FILE_ATTACHED,
            by=by,
            about=attachment,
            case=draft,
            data={"sha256": checked.sha256},
        )
    # Who goes on with the same record has seen this change.
    assistance_request.edition = draft.edition
    return attachment


def remove_attachment(attachment: Attachment, *, by: Any) -> None:
    """Remove a document from a draft; its file goes after the commit."""
    with transaction.atomic():
        draft = AssistanceRequest.objects.select_for_update().get(
            pk=attachment.assistance_request_id
        )
        check_can_edit(by, draft)
        _refuse_if_not_editable(draft)
        record(
            events.FILE_REMOVED,
            by=by,
            about=attachment,
            case=draft,
            data={"sha256": attachment.sha256},
        )
        _mark_saved(draft, by=by)
        draft.save(update_fields=["edition", "saved_at", "saved_by"])
        stored = attachment.file
        attachment.delete()
        transaction.on_commit(lambda: stored.storage.delete(str(stored.name)))


def _refuse_if_not_editable(draft: AssistanceRequest) -> None:
    if draft.status not in EDITABLE:
        raise Stale(
            _(
                "This request was submitted and stands as it is. Open its page and choose “Change the words”."
            )
        )


def _mark_saved(draft: AssistanceRequest, *, by: Any) -> None:
    draft.edition += 1
    draft.saved_at, draft.saved_by = clock.now(), by
