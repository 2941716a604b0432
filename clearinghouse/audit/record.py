"""The only writer of the audit trail."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import models

from clearinghouse.audit.models import AuditEvent
from clearinghouse.core import clock


def record(
    event: str,
    *,
    by: Any,
    about: models.Model,
    case: models.Model | UUID | None = None,
    note: str = "",
    data: dict[str, Any] | None = None,
) -> AuditEvent:
    """Write what happened, in the caller's transaction.

    `by` is a user or access.SYSTEM; `case` is the request or offer in whose history it shows (or its
    key), by default `about` itself; `data` holds ids and figures, never text that a State wrote.
    """
    return AuditEvent.objects.create(
        at=clock.now(),
        event=event,
        by_id=by.pk,
        by_name=str(by)[:200],
        about_type=about._meta.label_lower,
        about_id=about.pk,
        case_id=case if isinstance(case, UUID) else (case or about).pk,
        note=note,
        data=data or {},
    )
