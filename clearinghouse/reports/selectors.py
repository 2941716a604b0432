"""Briefings, and their figures as they are read. Writes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from clearinghouse.access.catalogue import DeskRole
from clearinghouse.access.checks import has_desk_role
from clearinghouse.core import clock
from clearinghouse.reference.policies import policy
from clearinghouse.reports.enums import BriefingStatus
from clearinghouse.reports.figures import AT_PRESENT, SECTIONS, Figure
from clearinghouse.reports.models import Briefing
from clearinghouse.reports.periods import Period, last_full_period

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure with its number; `months` only where a year is shown by month."""

    figure: Figure
    number: int
    months: tuple[int | None, ...] = ()


@dataclass(frozen=True, slots=True)
class CountedSection:
    """Figures that are read together, with their numbers."""

    title: str | _StrPromise
    lines: tuple[Counted, ...]


def visible_to(user: Any) -> QuerySet[Briefing]:
    """Briefings for those who read at the desk."""
    if not has_desk_role(user, DeskRole.EXPERT, DeskRole.SECRETARIAT, DeskRole.MEMBER):
        return Briefing.objects.none()
    return Briefing.objects.select_related("presented_by")


def drafts() -> QuerySet[Briefing]:
    """Briefings whose period is over and that nobody has presented, the oldest first."""
    return Briefing.objects.filter(status=BriefingStatus.DRAFT).order_by("first_date")


def period_to_brief() -> Period:
    """The latest period of the policy that is over."""
    return last_full_period(clock.new_york_day(), months=policy("brief_every_months"))


def counted(period: Period, *, kept: dict[str, int] | None = None) -> list[CountedSection]:
    """Count every figure of a period; figures that were kept when a briefing was presented are not counted again."""
    kept = kept or {}
    return [
        CountedSection(
            section.title,
            tuple(
                Counted(each, kept[each.key] if each.key in kept else each.count(period))
                for each in section.figures
            ),
        )
        for section in SECTIONS
    ]


def counted_by_month(period: Period) -> list[CountedSection]:
    """Count every figure of a year and of each of its months; what is counted at present has no months."""
    months = list(period.months())

    def by_month(figure: Figure) -> Iterable[int | None]:
        return (None if figure.key in AT_PRESENT else figure.count(month) for month in months)

    return [
        CountedSection(
            section.title,
            tuple(
                Counted(each, each.count(period), tuple(by_month(each))) for each in section.figures
            ),
        )
        for section in SECTIONS
    ]
