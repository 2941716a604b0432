"""The ticks of following: look for news, then write to the people. Both may run at any time and beside themselves."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, Final

import structlog
from django.contrib.auth import get_user_model
from django.db import transaction
from django.urls import reverse

from clearinghouse.core import clock
from clearinghouse.follow import selectors, services, sources
from clearinghouse.follow.enums import Rhythm
from clearinghouse.follow.filters import Item, fits
from clearinghouse.follow.models import Follow, FollowHit
from clearinghouse.follow.periods import latest_due
from clearinghouse.notifications.models import Message
from clearinghouse.notifications.queue import Recipient, queue

# What was begun before a look and committed after it is found by the next: looks overlap, hits are unique.
OVERLAP: Final = timedelta(minutes=15)
LONGEST_LIST: Final = 20

log = structlog.get_logger(__name__)


def tick() -> int:
    """Find what is new for everybody who follows, and queue the mails that are due; returns how many mails."""
    look_for_news()
    return tell_news()


def look_for_news() -> None:
    """Note each new thing once for each follow that it fits. Asks little while nothing came since the last look."""
    newest = sources.newest()
    if newest is None:
        return
    due = selectors.live().filter(looked_at__lt=newest + OVERLAP).select_related("person")
    for _person, follows in groupby(due.order_by("person_id"), key=lambda each: each.person_id):
        attempt(_look, list(follows))


def tell_news() -> int:
    """Queue one mail for each person and rhythm whose hour is over; returns how many."""
    return sum(
        bool(attempt(_tell, person, rhythm))
        for person in selectors.people_with_news()
        for rhythm in Rhythm
    )


def _look(follows: list[Follow]) -> None:
    person = follows[0].person
    if not person.is_active or not sources.audience_of(person):
        for follow in follows:
            services.end_with_role(follow)
        return
    now = clock.now()
    items = sources.items_for(person, since=min(_begin(each) for each in follows))
    hits = [
        FollowHit(follow=follow, kind=item.kind, item=item.id, found_at=now)
        for follow in follows
        for item in items
        if item.at >= _begin(follow) and fits(follow, item)
    ]
    with transaction.atomic():
        FollowHit.objects.bulk_create(hits, ignore_conflicts=True)
        Follow.objects.filter(pk__in=[each.pk for each in follows]).update(looked_at=now)


def _begin(follow: Follow) -> datetime:
    return max(follow.since, follow.looked_at - OVERLAP)


def _tell(person: Any, rhythm: Rhythm) -> Message | None:
    with transaction.atomic():
        # Two ticks at once: the second waits here and then finds nothing left to tell.
        get_user_model().objects.select_for_update(of=("self",)).get(pk=person.pk)
        now = clock.now()
        boundary = (
            None if rhythm == Rhythm.AT_ONCE else latest_due(rhythm, at=now, zone=person.time_zone)
        )
        hits = list(selectors.untold(person, rhythm, before=boundary))
        if not hits:
            return None
        items = _still_there(person, hits)
        message = None
        if items:
            period = boundary.date().isoformat() if boundary else str(hits[0].pk)
            message = _mail(person, items, key=f"follow:{person.pk}:{rhythm}:{period}")
        FollowHit.objects.filter(pk__in=[each.pk for each in hits]).update(
            told_at=now, message=message
        )
    return message


def _still_there(person: Any, hits: Iterable[FollowHit]) -> list[Item]:
    """What the person may still see and no other mail has told."""
    found = {(hit.kind, hit.item) for hit in hits}
    told = set(
        FollowHit.objects.filter(
            follow__person=person, told_at__isnull=False, item__in=[item for _kind, item in found]
        ).values_list("kind", "item")
    )
    since = min(hit.found_at for hit in hits) - timedelta(days=7)
    return [
        item
        for item in sources.items_for(person, since=since)
        if (item.kind, item.id) in found - told
    ]


def _mail(person: Any, items: list[Item], *, key: str) -> Message:
    facts: dict[str, object] = {"count": len(items), "path": reverse("follow:news")}
    references = list(dict.fromkeys(item.reference for item in items if item.reference))
    if references:
        facts["references"] = references[:LONGEST_LIST]
    to = Recipient(person.email, person.full_name, person.language, person.time_zone)
    return queue("follow_news", key=key, to=[to], about=person.pk, context=facts)


def attempt(step: Any, *args: Any) -> Any:
    """Run one step; its failure is logged and keeps nobody else from their news."""
    try:
        return step(*args)
    except Exception:  # the next tick tries it again
        log.exception("follow_failed", step=step.__name__)
        return None
