"""Begin, change, pause and end what one follows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clearinghouse.access import SYSTEM
from clearinghouse.audit.record import record
from clearinghouse.core import clock
from clearinghouse.core.errors import RuleBroken, Stale
from clearinghouse.follow import events, permissions, selectors
from clearinghouse.follow.models import Follow, FollowHit, WeeklyChoice
from clearinghouse.notifications.models import Delivery

FIELDS: Final = ("name", "areas", "kinds", "categories", "regions", "states", "rhythm")
AT_MOST: Final = 30


def begin(*, by: Any, fields: Mapping[str, Any]) -> Follow:
    """Follow from now on; nothing that came earlier is told. Audited."""
    permissions.check_can_follow(by)
    if selectors.visible_to(by).filter(ended_at__isnull=True).count() >= AT_MOST:
        raise RuleBroken(_("You follow very much already. End or change something first."))
    now = clock.now()
    with transaction.atomic():
        follow = Follow.objects.create(person=by, since=now, looked_at=now, **_known(fields))
        record(events.FOLLOW_BEGUN, by=by, about=follow)
    return follow


def change(follow: Follow, *, by: Any, fields: Mapping[str, Any]) -> Follow:
    """Follow something else under the same name. What was told is not told again. Audited."""
    permissions.check_is_own(by, follow)
    with transaction.atomic():
        _move(follow, expected={"ended_at__isnull": True}, values=_known(fields))
        # What the old words found and nobody was told of would be a riddle under the new ones.
        FollowHit.objects.filter(follow=follow, told_at__isnull=True).delete()
        record(events.FOLLOW_CHANGED, by=by, about=follow)
    return follow


def pause(follow: Follow, *, by: Any) -> Follow:
    """No mails until it is resumed; what comes meanwhile is not told later. Audited."""
    permissions.check_is_own(by, follow)
    with transaction.atomic():
        expected = {"paused_at__isnull": True, "ended_at__isnull": True}
        _move(follow, expected=expected, values={"paused_at": clock.now()})
        record(events.FOLLOW_PAUSED, by=by, about=follow)
    return follow


def resume(follow: Follow, *, by: Any) -> Follow:
    """Go on after a pause or an end, from now. Audited."""
    permissions.check_can_follow(by)
    permissions.check_is_own(by, follow)
    now = clock.now()
    with transaction.atomic():
        if follow.paused_at is None and follow.ended_at is None:
            raise Stale(_("You follow this already. Load the page again."))
        values = {"paused_at": None, "ended_at": None, "since": now, "looked_at": now}
        _move(follow, expected={}, values=values)
        FollowHit.objects.filter(follow=follow, told_at__isnull=True).delete()
        record(events.FOLLOW_RESUMED, by=by, about=follow)
    return follow


def end(follow: Follow, *, by: Any) -> Follow:
    """Follow it no longer; `resume` undoes it. Audited."""
    permissions.check_is_own(by, follow)
    with transaction.atomic():
        _end(follow)
        record(events.FOLLOW_ENDED, by=by, about=follow)
    return follow


def end_by_link(delivery: Delivery) -> int:
    """End what brought this mail, by its link and without a sign-in; returns how many. The same again ends nothing."""
    ended = 0
    with transaction.atomic():
        member = selectors.member_of_mail(delivery)
        if member is not None:
            ended += _choose(member, is_on=False, by=SYSTEM, event=events.FOLLOW_ENDED_BY_LINK)
        for follow in selectors.follows_of_mail(delivery).filter(ended_at__isnull=True):
            _end(follow)
            record(events.FOLLOW_ENDED_BY_LINK, by=SYSTEM, about=follow)
            ended += 1
    return ended


def end_with_role(follow: Follow) -> None:
    """The person's account or last role is gone, and what they followed goes with it. Audited."""
    with transaction.atomic():
        _end(follow)
        record(events.FOLLOW_ENDED_WITH_ROLE, by=SYSTEM, about=follow)


def end_weekly(*, by: Any) -> None:
    """No weekly mail any more; `resume_weekly` undoes it. Ending it again changes nothing. Audited."""
    permissions.check_gets_weekly(by)
    _choose(by, is_on=False, by=by, event=events.FOLLOW_ENDED)


def resume_weekly(*, by: Any) -> None:
    """The weekly mail again, from the next Monday. Audited."""
    permissions.check_gets_weekly(by)
    _choose(by, is_on=True, by=by, event=events.FOLLOW_RESUMED)


def _choose(person: Any, *, is_on: bool, by: Any, event: str) -> bool:
    now = clock.now()
    with transaction.atomic():
        choice, _is_new = WeeklyChoice.objects.select_for_update().get_or_create(
            person=person, defaults={"since": person.joined_at}
        )
        if is_on == (choice.ended_at is None):
            return False
        choice.ended_at = None if is_on else now
        choice.since = now if is_on else choice.since
        choice.save(update_fields=["ended_at", "since", "updated_at"])
        record(event, by=by, about=choice)
    return True


def _end(follow: Follow) -> None:
    _move(follow, expected={"ended_at__isnull": True}, values={"ended_at": clock.now()})


def _move(follow: Follow, *, expected: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    if not Follow.objects.filter(pk=follow.pk, **expected).update(**values):
        raise Stale(_("This was changed meanwhile. Load the page again to see how it stands."))
    follow.refresh_from_db()


def _known(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: fields[name] for name in FIELDS if name in fields}
