"""The legal moves of a briefing, as a table."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from clearinghouse.reports import events, permissions
from clearinghouse.reports.enums import BriefingStatus
from clearinghouse.workflow.transition import Transition, Workflow, register

PRESENT = Transition(
    verb="present",
    label=_("Presented to the Committee"),
    sources=frozenset({BriefingStatus.DRAFT}),
    target=BriefingStatus.PRESENTED,
    check=permissions.check_can_write,
    event=events.BRIEFING_PRESENTED,
)

BRIEFING_WORKFLOW = register(
    Workflow(
        name="briefing",
        model="reports.Briefing",
        statuses=tuple(BriefingStatus.values),
        initial=BriefingStatus.DRAFT,
        transitions=(PRESENT,),
    )
)
