"""Questions about mails. Reads only."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Count, Max, Min, Q, QuerySet

from clearinghouse.core import clock
from clearinghouse.notifications.enums import (
    FAILED_STATES,
    OPEN_STATES,
    TAKEN_STATES,
    DeliveryState,
)
from clearinghouse.notifications.models import Delivery

# A mail that is still open after this is worth a look.
LATE_AFTER: Final = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Acceptance:
    """How far the mails about one thing have come."""

    total: int
    accepted: int
    failed: int
    last_accepted_at: datetime | None

    @property
    def is_complete(self) -> bool:
        return self.total == self.accepted


def needing_a_person() -> QuerySet[Delivery]:
    """Mails that were refused, have no working address, or have been open for a quarter of an hour."""
    late = Q(state__in=OPEN_STATES, message__created_at__lt=clock.now() - LATE_AFTER)
    return Delivery.objects.filter(Q(state__in=FAILED_STATES) | late).select_related("message")


def acceptance(kind: str, *, about: Collection[UUID]) -> dict[UUID, Acceptance]:
    """How far the mails of that kind about each of these have come. Settled by hand counts as accepted."""
    rows = (
        Delivery.objects.filter(message__kind=kind, message__about__in=about)
        .values("message__about")
        .annotate(
            total=Count("pk"),
            accepted=Count("pk", filter=_reached()),
            failed=Count("pk", filter=Q(state__in=FAILED_STATES)),
            by_relay=Max("accepted_at"),
            by_hand=Max("final_at", filter=Q(state=DeliveryState.MANUAL_DONE)),
        )
    )
    return {
        row["message__about"]: Acceptance(
            total=row["total"],
            accepted=row["accepted"],
            failed=row["failed"],
            last_accepted_at=max(
                (moment for moment in (row["by_relay"], row["by_hand"]) if moment), default=None
            ),
        )
        for row in rows
        if row["message__about"]
    }


def oldest_open_since() -> datetime | None:
    """When the oldest mail that is still open was written, or nothing if none is."""
    found = Delivery.objects.filter(state__in=OPEN_STATES).aggregate(
        oldest=Min("message__created_at")
    )
    oldest: datetime | None = found["oldest"]
    return oldest


def _reached() -> Q:
    return Q(state__in=[*TAKEN_STATES, DeliveryState.MANUAL_DONE])
