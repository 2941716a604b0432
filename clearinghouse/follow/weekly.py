"""The weekly mail to Committee members: on Mondays at seven by their own clock, about the week before.

The week is the Committee's, Sunday to Saturday in New York, so it is over before any Monday at seven anywhere.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.urls import reverse

from clearinghouse.core import clock
from clearinghouse.follow import selectors
from clearinghouse.follow.digests import attempt
from clearinghouse.follow.enums import Rhythm
from clearinghouse.follow.models import WeeklyDigest
from clearinghouse.follow.periods import latest_due
from clearinghouse.notifications.models import Message
from clearinghouse.notifications.queue import Recipient, queue
from clearinghouse.reports import weeks
from clearinghouse.reports.periods import Period, week_of

# After a day or two without ticks the mail still comes; later in the week it would surprise.
AT_MOST_LATE: Final = timedelta(days=2)


def tick() -> int:
    """Queue the mails that are due, one for each member and week; returns how many."""
    return sum(bool(attempt(_tell, person)) for person in selectors.members_to_write_to())


def _tell(person: Any) -> Message | None:
    now = clock.now()
    due = latest_due(Rhythm.WEEKLY, at=now, zone=person.time_zone)
    choice = getattr(person, "weekly_choice", None)
    begun = choice.since if choice else person.joined_at
    week = week_of(due.date() - timedelta(days=7))
    is_made = person.last_week is not None and person.last_week >= week.first
    if is_made or due < begun or now - due > AT_MOST_LATE:
        return None
    with transaction.atomic():
        # Two ticks at once: the second waits here and then finds the row of the first.
        digest, is_new = WeeklyDigest.objects.get_or_create(
            person=person, first_date=week.first, defaults={"made_at": now}
        )
        counts = weeks.counts(week) if is_new else {}
        if not any(counts.values()):
            return None
        digest.message = _mail(person, week, counts=counts)
        digest.save(update_fields=["message"])
    return digest.message


def _mail(person: Any, week: Period, *, counts: dict[str, int]) -> Message:
    facts: dict[str, object] = {
        f"{key.replace('-', '_')}_count": number for key, number in counts.items()
    }
    facts["path"] = reverse("admin:weeks:week", args=[week.first])
    to = Recipient(person.email, person.full_name, person.language, person.time_zone)
    key = f"weekly:{person.pk}:{week.first.isoformat()}"
    return queue("weekly_digest", key=key, to=[to], about=person.pk, context=facts)
