"""The legal moves of a question to a second person, as a table."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from clearinghouse.approvals import events, permissions
from clearinghouse.approvals.enums import ApprovalStatus
from clearinghouse.workflow.transition import Transition, Workflow, register

WAITING = frozenset({ApprovalStatus.WAITING.value})

APPROVE = Transition(
    verb="approve",
    label=_("Approve"),
    sources=WAITING,
    target=ApprovalStatus.APPROVED,
    check=permissions.check_can_decide,
    event=events.APPROVAL_GIVEN,
)

DECLINE = Transition(
    verb="decline",
    label=_("Decline"),
    sources=WAITING,
    target=ApprovalStatus.DECLINED,
    check=permissions.check_can_decide,
    event=events.APPROVAL_DECLINED,
)

TAKE_BACK = Transition(
    verb="take_back",
    label=_("Take back"),
    sources=WAITING,
    target=ApprovalStatus.TAKEN_BACK,
    check=permissions.check_can_take_back,
    event=events.APPROVAL_TAKEN_BACK,
)

APPROVAL_WORKFLOW = register(
    Workflow(
        name="approval",
        model="approvals.Approval",
        statuses=tuple(ApprovalStatus.values),
        initial=ApprovalStatus.WAITING,
        transitions=(APPROVE, DECLINE, TAKE_BACK),
    )
)
