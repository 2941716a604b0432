"""An offline form on its way into a draft: kept while the person compares, taken, set aside, or too old."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any, Final

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clearinghouse.audit.record import record
from clearinghouse.core import clock
from clearinghouse.core.errors import NotAllowed, Stale
from clearinghouse.parties.models import Party
from requests_app import events
from requests_app.enums import TwinOutcome
from requests_app.models import AssistanceRequest, TwinUpload
from requests_app.permissions import check_can_create, check_can_edit
from requests_app.services.drafts import create_draft, save_draft

KEEP_FOR: Final = timedelta(hours=1)
# Long enough to tell somebody who comes back what became of the file.
REMEMBER_FOR: Final = timedelta(days=7)


def keep_upload(
    *,
    party: Party,
    assistance_request: AssistanceRequest | None,
    by: Any,
    content: bytes,
    name: str,
    seal: Mapping[str, Any],
    read: Mapping[str, Any],
) -> TwinUpload:
    """Keep a file and what was read from it for an hour. Nothing is written into any draft."""
    if assistance_request is None:
        check_can_create(by, party)
    else:
        check_can_edit(by, assistance_request)
    now = clock.now()
    upload = TwinUpload(
        party=party,
        assistance_request=assistance_request,
        name=name[:200],
        sha256=hashlib.sha256(content).hexdigest(),
        seal=dict(seal),
        content=dict(read),
        uploaded_at=now,
        uploaded_by=by,
        expires_at=now + KEEP_FOR,
    )
    upload.file.save(upload.name, ContentFile(content), save=False)
    upload.save(force_insert=True)
    return upload


def take_upload(
    upload: TwinUpload,
    *,
    by: Any,
    edition: int,
    language: str,
    fields: Mapping[str, Any],
    needs: Iterable[Mapping[str, Any]] | None,
    contacts: Iterable[Mapping[str, Any]] | None,
) -> AssistanceRequest:
    """Write what the person confirmed into the draft, or into a new one. A second click finds the first's draft.

    `edition` is the one that was shown beside the file: Stale when somebody saved since.
    """
    with transaction.atomic():
        upload = _locked(upload, by=by)
        if upload.outcome == TwinOutcome.TAKEN and upload.assistance_request is not None:
            return upload.assistance_request
        _refuse_if_gone(upload)
        draft = upload.assistance_request or create_draft(
            party=upload.party, by=by, language=language, submission_key=upload.pk
        )
        if upload.assistance_request is None:
            edition = draft.edition
        saved = save_draft(
            draft, by=by, edition=edition, fields=fields, needs=needs, contacts=contacts
        )
        record(events.TWIN_TAKEN, by=by, about=saved, data={"sha256": upload.sha256})
        upload.assistance_request = saved
        _close(upload, TwinOutcome.TAKEN)
    return saved


def discard_upload(upload: TwinUpload, *, by: Any) -> None:
    """Set the file aside: its words go, and no draft is touched. A second click does nothing."""
    with transaction.atomic():
        upload = _locked(upload, by=by)
        if not upload.outcome:
            _close(upload, TwinOutcome.DISCARDED)


def expire_uploads() -> int:
    """Let go of the words of files that nobody confirmed within the hour, and forget them after a week."""
    now, count = clock.now(), 0
    for pk in TwinUpload.objects.filter(outcome="", expires_at__lte=now).values_list(
        "pk", flat=True
    ):
        with transaction.atomic():
            upload = (
                TwinUpload.objects.select_for_update(skip_locked=True)
                .filter(pk=pk, outcome="")
                .first()
            )
            if upload is not None:
                _close(upload, TwinOutcome.EXPIRED)
                count += 1
    TwinUpload.objects.exclude(outcome="").filter(expires_at__lte=now - REMEMBER_FOR).delete()
    return count


def _locked(upload: TwinUpload, *, by: Any) -> TwinUpload:
    upload = TwinUpload.objects.select_for_update().get(pk=upload.pk)
    if upload.uploaded_by_id != by.pk:
        raise NotAllowed(_("Only the person who uploaded this file decides about it."))
    return upload


def _refuse_if_gone(upload: TwinUpload) -> None:
    if upload.outcome or upload.expires_at <= clock.now():
        raise Stale(
            _("This file was kept for an hour and is gone from the portal; your own copy is not. Upload it again.")
        )  # fmt: skip


def _close(upload: TwinUpload, outcome: TwinOutcome) -> None:
    stored, path = upload.file.storage, str(upload.file.name)
    upload.outcome, upload.content, upload.seal, upload.file = outcome, {}, {}, ""
    upload.save()
    transaction.on_commit(lambda: stored.delete(path) if path else None)
