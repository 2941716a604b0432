"""Briefings: drafted from the record by themselves, remarked and presented by an expert."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clearinghouse.access import SYSTEM
from clearinghouse.audit.record import record
from clearinghouse.core import clock
from clearinghouse.core.errors import Stale
from clearinghouse.reports import events, permissions, selectors, workflow
from clearinghouse.reports.enums import BriefingStatus
from clearinghouse.reports.models import Briefing
from clearinghouse.workflow.advance import advance


def draft_due_briefing() -> Briefing | None:
    """Open the briefing of the last full period, once; nothing while it is there. Safe to repeat."""
    period = selectors.period_to_brief()
    if Briefing.objects.filter(first_date=period.first).exists():
        return None
    with transaction.atomic():
        briefing, is_new = Briefing.objects.get_or_create(
            first_date=period.first, defaults={"last_date": period.last}
        )
        if is_new:
            record(events.BRIEFING_DRAFTED, by=SYSTEM, about=briefing)
    return briefing


def write_remarks(briefing: Briefing, *, by: Any, remarks: str, edition: int) -> Briefing:
    """Keep the experts' own words; Stale when somebody saved others after `edition` was read."""
    permissions.check_can_write(by)
    with transaction.atomic():
        locked = Briefing.objects.select_for_update(of=("self",)).get(pk=briefing.pk)
        if locked.status != BriefingStatus.DRAFT:
            raise Stale(_("This briefing was presented and stands as it was said."))
        if locked.edition != edition:
            raise Stale(
                _("Somebody saved other remarks after you opened them. Copy yours, load the page again and add them.")
            )  # fmt: skip
        locked.remarks, locked.edition = remarks.replace("\r\n", "\n").strip(), edition + 1
        locked.save(update_fields=["remarks", "edition", "updated_at"])
        record(events.BRIEFING_REMARKED, by=by, about=locked)
    return locked


def present(briefing: Briefing, *, by: Any, note: str = "") -> Briefing:
    """Say that the Committee was briefed: the figures are counted once more and stand from now on."""
    with transaction.atomic():
        figures = {
            line.figure.key: line.number
            for section in selectors.counted(briefing.period)
            for line in section.lines
        }
        advance(
            briefing,
            workflow.PRESENT,
            by=by,
            note=note.strip(),
            figures=figures,
            presented_at=clock.now(),
            presented_by=by,
        )
    return briefing
