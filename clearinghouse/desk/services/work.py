"""Take, assign, give back, put aside and settle what waits in the queues, one row or several.

Each returns how many rows it changed. The queue says what is there at all: a row that left meanwhile is passed over,
and where nothing is left the person is told.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clearinghouse.accounts.models import User
from clearinghouse.audit.record import record
from clearinghouse.core import clock
from clearinghouse.core.errors import RuleBroken, Stale
from clearinghouse.desk import events, permissions, selectors
from clearinghouse.desk.models import WorkItem
from clearinghouse.desk.queues.kinds import Choice, QueueKind


def take(kind: QueueKind, *, subjects: Collection[UUID], by: Any) -> int:
    """Work on these rows oneself. Rows that a colleague has keep their colleague; Stale if that leaves none."""
    permissions.check_can_work(by, kind)
    taken = _take(kind.key, _present(kind, subjects, by=by), by=by)
    if not taken:
        raise Stale(_("A colleague works on this already. Ask to have it assigned to you."))
    return taken


def assign(kind: QueueKind, *, subjects: Collection[UUID], to: Any, by: Any) -> int:
    """Give these rows to a colleague, whoever had them before."""
    permissions.check_can_work(by, kind)
    if to is None or not selectors.colleagues(kind).filter(pk=to.pk).exists():
        raise RuleBroken(_("Choose a colleague who works on this queue."))
    return _assign(kind.key, _present(kind, subjects, by=by), to=to, by=by)


def give_back(kind: QueueKind, *, subjects: Collection[UUID], by: Any) -> int:
    """Leave these rows to whoever takes them next."""
    permissions.check_can_work(by, kind)
    return _give_back(kind.key, _present(kind, subjects, by=by), by=by)


def defer(
    kind: QueueKind, *, subjects: Collection[UUID], until: date | None, reason: str, by: Any
) -> int:
    """Put these rows aside until a day, for a reason; on that day they are back by themselves.

    No clock of the procedure waits for it: only a hold stops those.
    """
    permissions.check_can_work(by, kind)
    if until is None or until <= selectors.today():
        raise RuleBroken(_("Give a day after today on which this is to come back."))
    if not reason.strip():
        raise RuleBroken(_("Say why this can wait; your colleagues will ask."))
    with transaction.atomic():
        items = _locked(kind.key, _present(kind, subjects, by=by))
        for item in items:
            item.deferred_until, item.deferred_reason = until, reason.strip()[:300]
            item.deferred_at, item.deferred_by = clock.now(), by
            item.save()
            record(events.WORK_DEFERRED, by=by, about=item, note=item.deferred_reason,
                   data={"queue": kind.key, "subject": str(item.subject), "until": str(until)})  # fmt: skip
    return len(items)


def resume(kind: QueueKind, *, subjects: Collection[UUID], by: Any) -> int:
    """Bring rows back that were put aside."""
    permissions.check_can_work(by, kind)
    with transaction.atomic():
        items = [
            item for item in _locked(kind.key, _present(kind, subjects, by=by)) if item.deferred_at
        ]
        for item in items:
            item.deferred_until, item.deferred_reason = None, ""
            item.deferred_at = item.deferred_by = None
            item.save()
            _note(events.WORK_RESUMED, item, by=by)
    return len(items)


def settle(kind: QueueKind, *, subjects: Collection[UUID], by: Any) -> int:
    """Say that these rows are done, in a queue where no record would say so."""
    permissions.check_can_work(by, kind)
    if not kind.settle:
        raise RuleBroken(
            _("What waits here leaves by itself when it is done; nobody marks it as done.")
        )
    with transaction.atomic():
        items = _locked(kind.key, _present(kind, subjects, by=by))
        for item in items:
            item.settled_at, item.settled_by = clock.now(), by
            item.save()
            _note(events.WORK_SETTLED, item, by=by)
    return len(items)


def take_case(case: UUID, *, by: Any) -> None:
    """Lead a case, and with it its rows in all queues that nobody else took. Stale when a colleague leads it."""
    permissions.check_can_work_on_cases(by)
    if not _take(selectors.CASES, [case], by=by):
        raise Stale(_("A colleague leads this case already. Ask to have it assigned to you."))


def assign_case(case: UUID, *, to: Any, by: Any) -> None:
    """Give the lead of a case to a colleague."""
    permissions.check_can_work_on_cases(by)
    if to is None or not selectors.case_workers().filter(pk=to.pk).exists():
        raise RuleBroken(_("Choose an expert or somebody of the secretariat."))
    _assign(selectors.CASES, [case], to=to, by=by)


def give_back_case(case: UUID, *, by: Any) -> None:
    """Leave the case to whoever takes it next."""
    permissions.check_can_work_on_cases(by)
    _give_back(selectors.CASES, [case], by=by)


def _present(kind: QueueKind, subjects: Collection[UUID], *, by: Any) -> list[UUID]:
    """Those of the rows that still wait; nobody touches a row that they cannot read."""
    if not subjects:
        raise RuleBroken(_("Choose at least one line."))
    found = kind.find(by).where(Choice(subjects=frozenset(subjects)))
    present = [row.subject for row in found.rows(0, len(subjects))]
    if not present:
        raise Stale(_("This has left the queue meanwhile. Load the page again."))
    return present


def _locked(queue: str, subjects: Collection[UUID]) -> list[WorkItem]:
    """The items of these rows, made where there was none, always locked in the same order."""
    WorkItem.objects.bulk_create(
        [WorkItem(queue=queue, subject=subject) for subject in subjects], ignore_conflicts=True
    )
    found = WorkItem.objects.filter(queue=queue, subject__in=subjects)
    return list(found.order_by("subject").select_for_update())


def _take(queue: str, subjects: Collection[UUID], *, by: Any) -> int:
    now = clock.now()
    with transaction.atomic():
        items = _locked(queue, subjects)
        holders = User.objects.filter(
            pk__in=[item.assigned_to_id for item in items], is_active=True
        )
        busy = set(holders.exclude(pk=by.pk).values_list("pk", flat=True))
        free = [item for item in items if item.assigned_to_id not in busy]
        for item in free:
            if item.assigned_to_id != by.pk:
                item.assigned_to, item.assigned_by, item.assigned_at = by, by, now
                item.save()
                _note(events.WORK_TAKEN, item, by=by)
    return len(free)


def _assign(queue: str, subjects: Collection[UUID], *, to: Any, by: Any) -> int:
    now = clock.now()
    with transaction.atomic():
        items = _locked(queue, subjects)
        for item in items:
            item.assigned_to, item.assigned_by, item.assigned_at = to, by, now
            item.save()
            _note(events.WORK_ASSIGNED, item, by=by, to=str(to.pk))
    return len(items)


def _give_back(queue: str, subjects: Collection[UUID], *, by: Any) -> int:
    with transaction.atomic():
        items = [item for item in _locked(queue, subjects) if item.assigned_to_id]
        for item in items:
            item.assigned_to = item.assigned_by = item.assigned_at = None
            item.save()
            _note(events.WORK_GIVEN_BACK, item, by=by)
    return len(items)


def _note(event: str, item: WorkItem, *, by: Any, **data: str) -> None:
    record(
        event, by=by, about=item, data={"queue": item.queue, "subject": str(item.subject), **data}
    )
