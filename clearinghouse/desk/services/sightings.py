"""Who has seen what."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from clearinghouse.access.checks import has_desk_role
from clearinghouse.core import clock
from clearinghouse.desk.models import Sighting
from clearinghouse.desk.queues.kinds import DIRECTORY


def see(subject: UUID, *, by: Any) -> None:
    """Remember that the person opened the record; no audit event, for nothing was changed.

    Only for those who work at the desk: what a Committee member reads is nobody's business.
    """
    if not has_desk_role(by, *DIRECTORY):
        return
    now = clock.now()
    if not Sighting.objects.filter(subject=subject, seen_by=by).update(last_seen_at=now):
        Sighting.objects.bulk_create(
            [Sighting(subject=subject, seen_by=by, first_seen_at=now, last_seen_at=now)],
            ignore_conflicts=True,  # two tabs opened at once
        )
