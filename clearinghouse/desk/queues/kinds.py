"""What a queue is made of: its words, who reads it, and what waits in it, read only as far as it is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, Protocol
from uuid import UUID

from django.db.models import Min, Q, QuerySet
from django.urls import NoReverseMatch, reverse

from clearinghouse.access.catalogue import DeskRole

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

READERS: Final = (DeskRole.EXPERT, DeskRole.SECRETARIAT, DeskRole.MEMBER)
DIRECTORY: Final = (DeskRole.EXPERT, DeskRole.SECRETARIAT)
KEEPERS: Final = (DeskRole.SECRETARIAT, DeskRole.ADMINISTRATOR)
NEVER: Final = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that waits. `case` is the request to which it belongs, if any."""

    subject: UUID
    label: str
    href: str = ""
    note: str = ""
    since: datetime | None = None
    due: datetime | None = None
    case: UUID | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """Rows named one by one, and rows of cases except those named otherwise; or everything but these."""

    subjects: frozenset[UUID] = frozenset()
    cases: frozenset[UUID] = frozenset()
    except_subjects: frozenset[UUID] = frozenset()
    is_inverted: bool = False

    def holds(self, row: Row) -> bool:
        found = row.subject in self.subjects or (
            row.case in self.cases and row.subject not in self.except_subjects
        )
        return found != self.is_inverted


class Waiting(Protocol):
    """The rows of a queue in their order."""

    def count(self) -> int: ...
    def rows(self, start: int, stop: int) -> list[Row]: ...
    def oldest(self) -> datetime | None: ...
    def next_due(self) -> datetime | None: ...
    def where(self, choice: Choice) -> Waiting: ...


@dataclass(frozen=True, slots=True)
class Listed:
    """Few rows, all made at once: where the order needs more than the database knows, or one question is dear."""

    found: Sequence[Row]

    def count(self) -> int:
        return len(self.found)

    def rows(self, start: int, stop: int) -> list[Row]:
        return list(self.found[start:stop])

    def oldest(self) -> datetime | None:
        return min((row.since for row in self.found if row.since), default=None)

    def next_due(self) -> datetime | None:
        return min((row.due for row in self.found if row.due), default=None)

    def where(self, choice: Choice) -> Listed:
        return Listed([row for row in self.found if choice.holds(row)])


@dataclass(frozen=True, slots=True)
class Asked:
    """Rows that may be many, asked from the database a page at a time. Field names may be paths; `subject` is the key."""

    found: QuerySet[Any]
    row: Callable[[Any], Row]
    since: str = ""
    due: str = ""
    case: str = ""

    def count(self) -> int:
        return self.found.count()

    def rows(self, start: int, stop: int) -> list[Row]:
        return [self.row(each) for each in self.found[start:stop]]

    def oldest(self) -> datetime | None:
        return self._least(self.since)

    def next_due(self) -> datetime | None:
        return self._least(self.due)

    def where(self, choice: Choice) -> Asked:
        chosen = Q(pk__in=choice.subjects)
        if self.case and choice.cases:
            chosen |= Q(**{f"{self.case}__in": choice.cases}) & ~Q(pk__in=choice.except_subjects)
        # By key: a negated condition over a join or an annotation would mean something else.
        keys = self.found.model._default_manager.filter(chosen).values("pk")
        narrowed = (
            self.found.exclude(pk__in=keys)
            if choice.is_inverted
            else self.found.filter(pk__in=keys)
        )
        return replace(self, found=narrowed)  # fmt: skip

    def _least(self, name: str) -> datetime | None:
        if not name:
            return None
        least: datetime | None = self.found.aggregate(at=Min(name))["at"]
        return least


@dataclass(frozen=True, slots=True)
class QueueKind:
    """A kind of work that waits. `tone` when something waits: neutral, progress, attention or stop.

    `settle` is the word on the button by which a person says that it is done, where no record would say so;
    `elsewhere` gives the address of the records themselves, if they have a page.
    """

    key: str
    title: str | _StrPromise
    empty: str | _StrPromise
    find: Callable[[Any], Waiting]
    readers: tuple[DeskRole, ...] = READERS
    tone: str = "attention"
    lead: str | _StrPromise = ""
    settle: str | _StrPromise = ""
    elsewhere: Callable[[], str] = field(default=str)

    @property
    def workers(self) -> tuple[DeskRole, ...]:
        """Whoever reads it works on it, Committee members excepted."""
        return tuple(role for role in self.readers if role != DeskRole.MEMBER)


def listed(rows: Iterable[Row]) -> Listed:
    """Rows whose due moment decides their order, those without one last."""
    return Listed(sorted(rows, key=lambda row: (row.due is None, row.due or NEVER, row.label)))


def admin_address(name: str, *arguments: Any) -> str:
    """Address of a desk screen, empty where that screen is not served."""
    try:
        return reverse(f"admin:{name}", args=arguments)
    except NoReverseMatch:
        return ""


def case_address(request: Any, anchor: str = "") -> str:
    """The page of a request at the desk, or nothing without one."""
    if request is None:
        return ""
    address = reverse("admin:desk_requests:detail", args=[request.pk])
    return f"{address}#{anchor}" if anchor else address
