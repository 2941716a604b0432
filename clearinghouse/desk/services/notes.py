"""Internal notes on a case."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clearinghouse.audit.record import record
from clearinghouse.core import clock
from clearinghouse.core.errors import RuleBroken
from clearinghouse.desk import events, permissions
from clearinghouse.desk.models import CaseNote
from requests_app.models import AssistanceRequest


def write_note(case: AssistanceRequest, *, text: str, by: Any) -> CaseNote:
    """Write what colleagues should know. It shows at the desk only, never in the history that the State reads."""
    permissions.check_can_work_on_cases(by)
    if not text.strip():
        raise RuleBroken(_("Write the note first."))
    with transaction.atomic():
        note = CaseNote.objects.create(
            case=case, text=text.strip(), written_at=clock.now(), written_by=by
        )
        # The event belongs to the note itself, so that the case's history does not even say that there is one.
        record(events.NOTE_WRITTEN, by=by, about=note)
    return note
