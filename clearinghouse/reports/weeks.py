"""One week, Sunday to Saturday in New York: what happened, and what is due in the next. For the page and the mail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from clearinghouse.core import clock
from clearinghouse.reports import rows
from clearinghouse.reports.figures import Figure, Section, figure
from clearinghouse.reports.periods import Period, week_of
from clearinghouse.reports.rows import Row
from offers_app.models import Offer
from offers_app.selectors import in_force
from requests_app import clocks
from requests_app.enums import WAITING
from requests_app.models import AssistanceRequest, Hold

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Listed:
    """A figure with the cases behind it; its number is their length."""

    figure: Figure
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class ListedSection:
    """Figures that are read together, with their cases."""

    title: str | _StrPromise
    period: Period
    lines: tuple[Listed, ...]


def listed(week: Period) -> list[ListedSection]:
    """Return the figures of a week with their cases; nothing when there is no case at all."""
    found = [
        ListedSection(
            section.title,
            period,
            tuple(Listed(each, tuple(each.rows(period))) for each in section.figures),
        )
        for section, period in _sections(week)
    ]
    return found if any(line.rows for section in found for line in section.lines) else []


def counts(week: Period) -> dict[str, int]:
    """Return the same figures as numbers, by key."""
    return {
        each.key: each.count(period)
        for section, period in _sections(week)
        for each in section.figures
    }


def _sections(week: Period) -> list[tuple[Section, Period]]:
    coming = week_of(week.last + timedelta(days=1))
    # What was due is not kept: once that week is over, what remains of it would say nothing.
    is_ahead = coming.last >= clock.new_york_day()
    return [(HAPPENED, week), *([(DUE, coming)] if is_ahead else [])]


def _holds(name: str) -> Callable[[Period], QuerySet[Hold]]:
    """Holds of which the moment of that name lies in the period."""

    def find(period: Period) -> QuerySet[Hold]:
        moment = {f"{name}__gte": period.begins, f"{name}__lt": period.ends}
        return (
            Hold.objects.filter(assistance_request__is_rehearsal=False, **moment)
            .select_related("assistance_request__requester")
            .order_by(name)
        )

    return find


def _holds_ending(period: Period) -> QuerySet[Hold]:
    return _holds("until")(period).filter(released_at__isnull=True)


def _to_distribute(period: Period) -> QuerySet[AssistanceRequest]:
    """Requests whose week, holds added, ends in the period or has ended before."""
    waiting = AssistanceRequest.objects.filter(
        is_rehearsal=False, reference__isnull=False, status__in=WAITING
    )
    now = clock.now()
    holds = Prefetch("holds", Hold.objects.order_by("placed_at"))
    due = [
        each.pk
        for each in waiting.prefetch_related(holds)
        if (end := clocks.effective_due_at(each, at=now)) is not None and end < period.ends
    ]
    return waiting.filter(pk__in=due).select_related("requester").order_by("due_at")


def _offers_ending(period: Period) -> QuerySet[Offer]:
    last_days = {"valid_until__gte": period.first, "valid_until__lte": period.last}
    return (
        in_force()
        .filter(is_rehearsal=False, **last_days)
        .select_related("provider")
        .order_by("valid_until", "pk")
    )


HAPPENED: Final = Section(
    _("What happened"),
    (
        figure("received"),
        figure("distributed"),
        Figure("holds-placed", _("Holds placed"), _holds("placed_at"), rows.of_hold),
        Figure("holds-released", _("Holds released"), _holds("released_at"), rows.of_hold),
        figure("yes"),
        figure("agreed"),
        figure("completed"),
    ),
)
DUE: Final = Section(
    _("Due in the week to come"),
    (
        Figure("to-distribute", _("Requests to be distributed"), _to_distribute, rows.of_request),
        Figure("holds-ending", _("Holds that end by themselves"), _holds_ending, rows.of_hold),
        Figure("offers-ending", _("Offers on their last day"), _offers_ending, rows.of_offer),
    ),
)
