"""What is known of providers from before: what became of their matches, and how they answer requests."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, Q

from clearinghouse.core import clock
from clearinghouse.reference.policies import policy
from matching.enums import MatchStatus
from matching.models import Match
from requests_app.enums import NoticeKind
from requests_app.models import Notice

_UNDER_WAY = (MatchStatus.AGREED, MatchStatus.DELIVERING)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class TrackRecord:
    """One provider, counted over everything but rehearsals; figures are never part of the score."""

    under_way: int = 0
    completed: int = 0
    failed: int = 0
    turned_down: int = 0
    told: int = 0
    answered: int = 0
    silent: int = 0
    median_days: int | None = None

    @property
    def has_matches(self) -> bool:
        return bool(self.under_way or self.completed or self.failed or self.turned_down)

    @property
    def is_empty(self) -> bool:
        return not (self.told or self.has_matches)

    @property
    def silent_percent(self) -> int:
        """Share of the requests that stayed without an answer; those too young to have one count as told only."""
        due = self.answered + self.silent
        return round(100 * self.silent / due) if due else 0


def track_records(provider_ids: Collection[UUID]) -> dict[UUID, TrackRecord]:
    """Return the record of each provider, in two queries however many they are."""
    matches = _matches(provider_ids)
    answers = _answers(provider_ids)
    return {
        pk: TrackRecord(**matches.get(pk, {}), **answers.get(pk, {})) for pk in set(provider_ids)
    }


def _matches(provider_ids: Collection[UUID]) -> dict[UUID, dict[str, Any]]:
    turned_down = Q(status=MatchStatus.DECLINED, provider_answered_at__isnull=False)
    rows = (
        Match.objects.filter(offer__provider__in=provider_ids)
        .exclude(need__assistance_request__is_rehearsal=True)
        .values("offer__provider_id")
        .annotate(
            under_way=Count("pk", filter=Q(status__in=_UNDER_WAY)),
            completed=Count("pk", filter=Q(status=MatchStatus.COMPLETED)),
            failed=Count("pk", filter=Q(status=MatchStatus.FAILED)),
            turned_down=Count("pk", filter=turned_down),
        )
        .order_by()
    )
    return {row.pop("offer__provider_id"): row for row in rows}  # type: ignore[misc]


def _answers(provider_ids: Collection[UUID]) -> dict[UUID, dict[str, Any]]:
    now = clock.now()
    patience = timedelta(days=policy("second_mail_after_days"))
    notices = (
        Notice.objects.filter(
            provider__in=provider_ids,
            kind=NoticeKind.REQUEST,
            visible_at__lte=now,
            assistance_request__is_rehearsal=False,
        )
        .annotate(first_answer=Min("answers__answered_at"))
        .values_list("provider_id", "visible_at", "first_answer")
    )
    by_provider = defaultdict(list)
    for pk, told_at, answered_at in notices:
        by_provider[pk].append((told_at, answered_at))
    return {
        pk: {
            "told": len(pairs),
            "answered": sum(1 for _told, at in pairs if at),
            "silent": sum(1 for told, at in pairs if not at and told <= now - patience),
            "median_days": _median_days([(at - told) / _DAY for told, at in pairs if at]),
        }
        for pk, pairs in by_provider.items()
    }


def _median_days(days: list[float]) -> int | None:
    return max(0, round(median(days))) if days else None
