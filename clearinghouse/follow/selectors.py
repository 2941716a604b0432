"""Questions about what people follow. Everybody sees their own, nobody another's."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django.contrib.auth import get_user_model
from django.db.models import Exists, Max, OuterRef, QuerySet

from clearinghouse.access.catalogue import DeskRole
from clearinghouse.core import clock
from clearinghouse.follow import sources
from clearinghouse.follow.filters import Item, Wanted, fits
from clearinghouse.follow.models import Follow, FollowHit, WeeklyChoice, WeeklyDigest
from clearinghouse.notifications.models import Delivery

PREVIEW_DAYS: Final = 90
NEWS_DAYS: Final = 90


def visible_to(user: Any) -> QuerySet[Follow]:
    """What the person follows, ended ones too."""
    return Follow.objects.filter(person=user)


def live() -> QuerySet[Follow]:
    """What is neither ended nor paused."""
    return Follow.objects.filter(ended_at__isnull=True, paused_at__isnull=True)


def would_have_found(user: Any, wanted: Wanted) -> list[Item]:
    """What these words would have found in the last days, the newest first."""
    since = clock.now() - timedelta(days=PREVIEW_DAYS)
    return [item for item in sources.items_for(user, since=since) if fits(wanted, item)]


def news_of(user: Any) -> list[Item]:
    """What was found for the person lately and is still there to see, the newest first."""
    since = clock.now() - timedelta(days=NEWS_DAYS)
    hits = FollowHit.objects.filter(follow__person=user, found_at__gte=since)
    found = set(hits.values_list("kind", "item"))
    return [item for item in sources.items_for(user, since=since) if (item.kind, item.id) in found]


def people_with_news() -> QuerySet[Any]:
    """People for whom something was found that no mail has told."""
    untold = FollowHit.objects.filter(
        follow__person=OuterRef("pk"),
        told_at__isnull=True,
        follow__ended_at__isnull=True,
        follow__paused_at__isnull=True,
    )
    return get_user_model().objects.filter(Exists(untold), is_active=True)


def untold(person: Any, rhythm: str, *, before: datetime | None) -> QuerySet[FollowHit]:
    """What was found in that rhythm and not told, up to the moment."""
    found = FollowHit.objects.filter(
        follow__in=live().filter(person=person, rhythm=rhythm), told_at__isnull=True
    )
    return found.filter(found_at__lt=before) if before else found


def follows_of_mail(delivery: Delivery) -> QuerySet[Follow]:
    """What somebody follows who got this mail, for its link: all that comes in the same rhythm."""
    told = FollowHit.objects.filter(message=delivery.message_id)
    return Follow.objects.filter(
        person__in=told.values("follow__person"), rhythm__in=told.values("follow__rhythm")
    )


def members_to_write_to() -> QuerySet[Any]:
    """Committee members who did not end the weekly mail; `last_week` is the latest week counted for each."""
    return (
        get_user_model()
        .objects.filter(
            is_active=True,
            groups__name=DeskRole.MEMBER,
            weekly_choice__ended_at__isnull=True,
        )
        .select_related("weekly_choice")
        .annotate(last_week=Max("weekly_digests__first_date"))
    )


def has_weekly(user: Any) -> bool:
    """Whether the weekly mail comes, as far as the person decides it."""
    return not WeeklyChoice.objects.filter(person=user, ended_at__isnull=False).exists()


def member_of_mail(delivery: Delivery) -> Any | None:
    """Who got this mail as the weekly one; None for any other mail."""
    told = WeeklyDigest.objects.filter(message=delivery.message_id).select_related("person").first()
    return told.person if told else None


def is_live(delivery: Delivery) -> bool:
    """Whether anything that brought this mail still brings more."""
    member = member_of_mail(delivery)
    if member is not None:
        return has_weekly(member)
    return follows_of_mail(delivery).filter(ended_at__isnull=True).exists()
