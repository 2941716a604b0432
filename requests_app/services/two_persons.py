"""What the desk does to a request only with the approval of a second person. Called by `four_eyes`, after the yes."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clearinghouse.audit.record import record
from clearinghouse.core import clock
from clearinghouse.core.errors import RuleBroken, Stale
from clearinghouse.parties.models import Party
from requests_app import events, recipients
from requests_app.enums import EDITABLE, RequestStatus
from requests_app.models import AssistanceRequest, Attachment, ProviderSkip

BEFORE_DISTRIBUTION = frozenset({RequestStatus.SUBMITTED.value, RequestStatus.ACKNOWLEDGED.value})


def skip_provider(
    assistance_request: AssistanceRequest, provider: Party, *, reason: str, asked_by: Any, by: Any
) -> ProviderSkip:
    """Leave a provider out of the coming distribution. The State reads who was left out and why, not who said so."""
    with transaction.atomic():
        locked = AssistanceRequest.objects.select_for_update().get(pk=assistance_request.pk)
        if locked.status not in BEFORE_DISTRIBUTION:
            raise Stale(_("The request has gone out or is over: nobody can be left out any more."))
        if provider not in recipients.recipients_of(locked):
            raise RuleBroken(_("This provider would not receive the request anyway."))
        skip = ProviderSkip.objects.create(
            assistance_request=locked,
            provider=provider,
            reason=reason,
            asked_by=asked_by,
            approved_at=clock.now(),
            approved_by=by,
        )
        record(
            events.PROVIDER_SKIPPED,
            by=by,
            about=skip,
            case=locked,
            note=reason,
            data={"provider": str(provider.pk)},
        )
    return skip


def erase_attachment(attachment: Attachment, *, by: Any, reason: str) -> Attachment:
    """Erase the file of a document for good, after the commit; its name, size and hash stay in the record."""
    with transaction.atomic():
        locked = Attachment.objects.select_for_update(of=("self",)).get(pk=attachment.pk)
        request = locked.assistance_request
        if request.status in EDITABLE:
            raise Stale(_("The request is being written: its author removes the document there."))
        if locked.erased_at:
            raise Stale(_("This document was erased already."))
        stored = locked.file
        locked.erased_at, locked.erased_by = clock.now(), by
        locked.save(update_fields=["erased_at", "erased_by"])
        record(
            events.FILE_ERASED,
            by=by,
            about=locked,
            case=request,
            note=reason,
            data={"sha256": locked.sha256},
        )
        transaction.on_commit(lambda: stored.storage.delete(str(stored.name)))
    return locked
