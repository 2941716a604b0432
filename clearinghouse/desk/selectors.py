"""What waits for whom: queues with who works on what, what is put aside, and who has seen it. Reads only."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet

from clearinghouse.access.checks import has_desk_role
from clearinghouse.accounts.models import User
from clearinghouse.core import clock
from clearinghouse.desk.models import CaseNote, SavedSearch, Sighting, Todo, WorkItem
from clearinghouse.desk.queues import kinds_for
from clearinghouse.desk.queues.kinds import DIRECTORY, READERS, Choice, QueueKind, Row, Waiting

# The queue of no page: whoever takes a case leads it, and with it its rows in all queues.
CASES: Final = "case"
SHOWN: Final = 4

ALL, MINE, UNASSIGNED, DEFERRED = "all", "mine", "unassigned", "deferred"


@dataclass(frozen=True, slots=True)
class Line:
    """A row with who works on it, until when it is put aside, and who has seen it."""

    row: Row
    item: WorkItem | None
    worker: User | None
    is_mine: bool
    sightings: tuple[Sighting, ...] = ()


@dataclass(frozen=True, slots=True)
class Allocation:
    """Who has what in one queue, as keys."""

    mine: Choice
    taken: Choice
    deferred: Choice


@dataclass(frozen=True, slots=True)
class Board:
    """One queue on the first page: its figures and its first rows."""

    kind: QueueKind
    count: int
    mine: int
    unassigned: int
    deferred: int
    oldest: datetime | None
    next_due: datetime | None
    lines: tuple[Line, ...]

    @property
    def tone(self) -> str:
        return self.kind.tone if self.count else "neutral"


@dataclass(slots=True)
class Items:
    """The work items in force for one reader: one question for all queues."""

    user: Any
    by_row: dict[tuple[str, UUID], WorkItem] = field(default_factory=dict)
    day: date = field(default_factory=lambda: today())

    def allocation(self, key: str) -> Allocation:
        """Sort the rows of a queue; a row that nobody took belongs to whoever leads its case."""
        own = {subject: item for (queue, subject), item in self.by_row.items() if queue == key}
        leads = {
            subject: item for (queue, subject), item in self.by_row.items()
            if queue == CASES and item.assigned_to_id
        }  # fmt: skip
        taken = frozenset(subject for subject, item in own.items() if item.assigned_to_id)
        mine = frozenset(
            subject for subject in taken if own[subject].assigned_to_id == self.user.pk
        )
        my_cases = frozenset(
            case for case, item in leads.items() if item.assigned_to_id == self.user.pk
        )
        deferred = frozenset(subject for subject, item in own.items() if self.is_deferred(item))
        return Allocation(
            mine=Choice(mine, my_cases, except_subjects=taken),
            taken=Choice(taken, frozenset(leads)),
            deferred=Choice(deferred),
        )  # fmt: skip

    def is_deferred(self, item: WorkItem) -> bool:
        return item.deferred_until is not None and item.deferred_until > self.day

    def line(self, key: str, row: Row, sightings: Iterable[Sighting] = ()) -> Line:
        item = self.by_row.get((key, row.subject))
        lead = self.by_row.get((CASES, row.case)) if row.case else None
        worker = next(
            (each.assigned_to for each in (item, lead) if each and each.assigned_to), None
        )
        return Line(row, item, worker, worker is not None and worker.pk == self.user.pk, tuple(sightings))  # fmt: skip


def today() -> date:
    """The day at Headquarters, by the database's clock."""
    return clock.now().astimezone(clock.NEW_YORK).date()


def items_for(user: Any, *, keys: Collection[str]) -> Items:
    """The items of these queues and of cases that say something now. A closed account works on nothing."""
    items = Items(user)
    in_force = Q(assigned_to__is_active=True) | Q(deferred_until__gt=items.day)
    found = WorkItem.objects.filter(in_force, queue__in=[*keys, CASES]).select_related(
        "assigned_to", "deferred_by"
    )
    items.by_row = {(item.queue, item.subject): item for item in found}
    return items


def boards(user: Any) -> list[Board]:
    """Every queue of the person with its figures and first rows."""
    kinds = kinds_for(user)
    items = items_for(user, keys=[kind.key for kind in kinds])
    return [_board(kind, user=user, items=items) for kind in kinds]


def waiting_in(kind: QueueKind, *, user: Any, items: Items, show: str = ALL) -> Waiting:
    """The rows of a queue: all but the deferred, mine, those of nobody, or the deferred."""
    waiting, allocation = kind.find(user), items.allocation(kind.key)
    if show == DEFERRED:
        return waiting.where(allocation.deferred)
    present = _without(waiting, allocation.deferred)
    if show == MINE:
        return present.where(allocation.mine)
    return _without(present, allocation.taken) if show == UNASSIGNED else present


def lines_of(kind: QueueKind, rows: Collection[Row], *, items: Items) -> list[Line]:
    """Rows of one page with who has seen them, in one question for all of them."""
    seen = sightings_of({row.subject for row in rows} | {row.case for row in rows if row.case})
    return [
        items.line(
            kind.key, row, _latest_each(seen, {row.subject, *([row.case] if row.case else [])})
        )
        for row in rows
    ]


def lead_of(case: UUID) -> WorkItem | None:
    """The item by which somebody leads the case."""
    found = WorkItem.objects.filter(queue=CASES, subject=case, assigned_to__is_active=True)
    return found.select_related("assigned_to").first()


def sightings_of(subjects: Collection[UUID]) -> list[Sighting]:
    """Who has seen these records, the latest first."""
    return list(Sighting.objects.filter(subject__in=subjects).select_related("seen_by"))


def searches_visible_to(user: Any) -> QuerySet[SavedSearch]:
    """One's own saved searches and those shared with the desk."""
    if not has_desk_role(user, *READERS):
        return SavedSearch.objects.none()
    own_or_shared = Q(owner=user) | Q(is_shared=True)
    return SavedSearch.objects.filter(own_or_shared).select_related("owner")


def todos_of(user: Any) -> QuerySet[Todo]:
    """The person's own list; nobody else reads it."""
    return Todo.objects.filter(owner=user).select_related("case")


def notes_of(case: UUID) -> QuerySet[CaseNote]:
    """Internal notes on a case, the oldest first; for readers of the desk only."""
    return CaseNote.objects.filter(case=case).select_related("written_by")


def colleagues(kind: QueueKind) -> QuerySet[User]:
    """People to whom a row of the queue can be assigned."""
    return _people([role.value for role in kind.workers])


def case_workers() -> QuerySet[User]:
    """People who can lead a case."""
    return _people([role.value for role in DIRECTORY])


def _people(roles: list[str]) -> QuerySet[User]:
    found = User.objects.filter(is_active=True, groups__name__in=roles)
    return found.distinct().order_by("full_name", "email")


def _board(kind: QueueKind, *, user: Any, items: Items) -> Board:
    allocation, waiting = items.allocation(kind.key), kind.find(user)
    present = _without(waiting, allocation.deferred)
    count = present.count()
    taken = _count(present, allocation.taken)
    return Board(
        kind=kind,
        count=count,
        mine=_count(present, allocation.mine),
        unassigned=count - taken,
        deferred=_count(waiting, allocation.deferred),
        oldest=present.oldest() if count else None,
        next_due=present.next_due() if count else None,
        lines=tuple(items.line(kind.key, row) for row in (present.rows(0, SHOWN) if count else ())),
    )


def _without(waiting: Waiting, choice: Choice) -> Waiting:
    if not choice.subjects and not choice.cases:
        return waiting
    return waiting.where(
        Choice(choice.subjects, choice.cases, choice.except_subjects, is_inverted=True)
    )


def _count(waiting: Waiting, choice: Choice) -> int:
    return waiting.where(choice).count() if choice.subjects or choice.cases else 0


def _latest_each(sightings: Iterable[Sighting], subjects: set[UUID]) -> list[Sighting]:
    """The latest sighting of each person among these records."""
    latest: dict[Any, Sighting] = {}
    for sighting in sightings:
        if sighting.subject in subjects:
            latest.setdefault(sighting.seen_by_id, sighting)
    return list(latest.values())
