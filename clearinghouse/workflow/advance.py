"""The only code that assigns a status."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from clearinghouse.audit.record import record as write_audit
from clearinghouse.core.errors import DomainError, RuleBroken, Stale
from clearinghouse.core.rules import broken
from clearinghouse.workflow.transition import Transition


def advance(
    record: models.Model,
    transition: Transition,
    *,
    by: Any,
    note: str = "",
    case: models.Model | UUID | None = None,
    **fields: Any,
) -> models.Model:
    """Move the record along the transition and return it as it now stands.

    Locks the row, then refuses (Stale, NotAllowed, RuleBroken) or writes the status with the given fields in one
    statement, the audit event and the notices, all in one transaction. `case` is the record in whose history the
    event shows, by default the record itself.
    """
    model = type(record)
    with transaction.atomic():
        locked = model._default_manager.select_for_update(of=("self",)).get(pk=record.pk)
        _refuse(locked, transition, by)
        model._default_manager.filter(pk=record.pk).update(status=transition.target, **fields)
        record.refresh_from_db()
        write_audit(
            transition.event,
            by=by,
            about=record,
            case=case,
            note=note,
            data={"from": locked.status, "to": transition.target},  # type: ignore[attr-defined]
        )
        if transition.notice is not None:
            transition.notice(record)
    return record


def may(record: models.Model, transition: Transition, user: Any) -> DomainError | None:
    """Return the refusal that `advance` would raise now, or nothing. Writes nothing, locks nothing."""
    try:
        _refuse(record, transition, user)
    except DomainError as refusal:
        return refusal
    return None


def _refuse(record: Any, transition: Transition, user: Any) -> None:
    transition.check(user, record)
    if record.status not in transition.sources:
        raise Stale(
            _(
                "This is not possible any more: the record is now “%(status)s”. Load the page again to see where it stands."
            )
            % {"status": record.get_status_display()}
        )
    refusals = broken(record, transition.rules)
    if refusals:
        raise RuleBroken(refusals[0].sentence, details=refusals)
