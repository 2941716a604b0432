"""Four eyes: one person asks, another approves, and the approval does it."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clearinghouse.access.catalogue import DeskRole
from clearinghouse.access.checks import has_desk_role
from clearinghouse.approvals import events, permissions, registry, selectors, workflow
from clearinghouse.approvals.models import Approval, Deputy
from clearinghouse.audit.record import record
from clearinghouse.core import clock
from clearinghouse.core.errors import RuleBroken
from clearinghouse.notifications.queue import Recipient, queue
from clearinghouse.workflow.advance import advance


def ask(
    action: str,
    *,
    about_id: UUID,
    case: models.Model,
    reason: str,
    by: Any,
    fingerprint: str = "",
) -> Approval:
    """Ask a second person to approve a step about a record of the case; everybody who may is told by mail.

    Asked again while the question is open, the same approval comes back.
    """
    permissions.check_can_ask(by)
    if not reason.strip():
        raise RuleBroken(_("Give the reason: the second person decides on it."))
    with transaction.atomic():
        approval, is_new = Approval.objects.get_or_create(
            action=action,
            about_id=about_id,
            fingerprint=fingerprint,
            status=workflow.APPROVAL_WORKFLOW.initial,
            defaults={
                "case_id": case.pk,
                "case_name": str(case)[:60],
                "reason": reason.strip(),
                "asked_at": clock.now(),
                "asked_by": by,
            },
        )
        if is_new:
            # Not in the case's history: the State reads that, and would read what colleagues may yet decline.
            record(events.APPROVAL_ASKED, by=by, about=approval, note=approval.reason)
            _tell_second_persons(approval)
    return approval


def approve(approval: Approval, *, by: Any, note: str = "") -> Approval:
    """Approve, and do it in the same transaction. What cannot be done any more is refused and stays open."""
    with transaction.atomic():
        _move(approval, workflow.APPROVE, by=by, note=note)
        registry.step_of(approval).perform(approval, by)
    return approval


def decline(approval: Approval, *, by: Any, note: str) -> Approval:
    """Decline with the reason; nothing is done, and the person who asked may ask anew."""
    if not note.strip():
        raise RuleBroken(_("Say why, so that your colleague knows what to change."))
    return _move(approval, workflow.DECLINE, by=by, note=note)


def take_back(approval: Approval, *, by: Any, note: str = "") -> Approval:
    """Take the question back."""
    return _move(approval, workflow.TAKE_BACK, by=by, note=note)


def name_deputy(person: Any, deputy: Any, *, from_date: date, until_date: date, by: Any) -> Deputy:
    """Let somebody of the desk stand in for an absent colleague: what is the colleague's shows as theirs to do,
    and they may give the second pair of eyes. It gives no other right."""
    permissions.check_can_name_deputy(by, person)
    if person.pk == deputy.pk:
        raise RuleBroken(_("Nobody is their own deputy. Choose a colleague."))
    if until_date < from_date:
        raise RuleBroken(_("The last day lies before the first. Correct the dates."))
    if until_date < clock.new_york_day():
        raise RuleBroken(_("The last day lies in the past. Correct the dates."))
    if not has_desk_role(deputy, DeskRole.EXPERT, DeskRole.SECRETARIAT):
        raise RuleBroken(_("A deputy is an expert or somebody of the secretariat."))
    with transaction.atomic():
        named = Deputy.objects.create(
            person=person,
            deputy=deputy,
            from_date=from_date,
            until_date=until_date,
            named_at=clock.now(),
            named_by=by,
        )
        record(events.DEPUTY_NAMED, by=by, about=named)
    return named


def end_deputy(deputy: Deputy, *, by: Any) -> Deputy:
    """End a deputy's time now; repeating it changes nothing."""
    permissions.check_can_end_deputy(by, deputy)
    with transaction.atomic():
        changed = Deputy.objects.filter(pk=deputy.pk, ended_at__isnull=True).update(
            ended_at=clock.now(), ended_by=by
        )
        if changed:
            record(events.DEPUTY_ENDED, by=by, about=deputy)
    deputy.refresh_from_db()
    return deputy


def _move(approval: Approval, transition: Any, *, by: Any, note: str) -> Approval:
    advance(
        approval,
        transition,
        by=by,
        note=note.strip(),
        decided_at=clock.now(),
        decided_by=by,
        decision_note=note.strip(),
    )
    return approval


def _tell_second_persons(approval: Approval) -> None:
    people = selectors.second_persons(approval)
    queue(
        "approval_asked",
        key=f"approval:{approval.pk}",
        to=[Recipient(each.email, each.full_name, each.language) for each in people],
        about=approval.pk,
        context={
            "reference": approval.case_name,
            "path": reverse("admin:approvals:detail", args=[approval.pk]),
        },
    )
