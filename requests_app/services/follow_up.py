"""The question of one year: asked by a tick, answered need by need by the State."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from clearinghouse.access import SYSTEM
from clearinghouse.audit.record import record
from clearinghouse.core import clock
from clearinghouse.core.errors import RuleBroken, Stale
from clearinghouse.reference.policies import policy
from requests_app import anniversaries, events, letters, notices, permissions, selectors
from requests_app.enums import LIVE_NEEDS, NeedStatus, NeedWord, RequestStatus
from requests_app.models import AssistanceRequest, FollowUp, FollowUpAnswer, Need
from requests_app.services import needs as life

log = structlog.get_logger(__name__)

# The status at which a word leaves a need alone, and the verb that brings it there otherwise.
_VERBS: dict[NeedWord, tuple[frozenset[str], Callable[..., Need]]] = {
    NeedWord.MET: (frozenset({NeedStatus.MET}), life.meet),
    NeedWord.PARTLY_MET: (frozenset({NeedStatus.PARTLY_MET}), life.meet_partly),
    NeedWord.NO_LONGER_NEEDED: (frozenset({NeedStatus.NO_LONGER_NEEDED}), life.drop),
    NeedWord.STILL_NEEDED: (
        frozenset({NeedStatus.OPEN, NeedStatus.ANSWERED, NeedStatus.MATCHED}),
        life.stand_again,
    ),
}


def tick_follow_ups() -> int:
    """Ask the States whose year is over, and remind those that left the question open; returns how many.

    Safe at any time and beside itself: a question has its number, a reminder is claimed by its UPDATE.
    """
    today = clock.now().astimezone(clock.NEW_YORK).date()
    months = policy("follow_up_after_months")
    asked = 0
    for request in _may_be_asked():
        latest = max(request.follow_ups.all(), key=lambda each: each.number, default=None)
        begin = latest.due_on if latest else anniversaries.date_of(request)
        if begin is None:
            continue
        # Asked late, when paper was entered late: the next question keeps its distance to the last.
        if latest is not None:
            begin = max(begin, latest.opened_at.astimezone(clock.NEW_YORK).date())
        due_on = anniversaries.months_after(begin, months=months)
        if due_on <= today:
            asked += _attempt(_open, request, due_on, (latest.number if latest else 0) + 1)
    return asked + sum(_attempt(_remind, each) for each in selectors.follow_ups_to_remind())


def answer_follow_up(
    follow_up: FollowUp,
    *,
    by: Any,
    words: Mapping[UUID, tuple[str, str]],
    document: str = "",
) -> FollowUp:
    """Record what the State says of each live need, and move the needs accordingly, in one transaction.

    `words` holds for each need its word and a text. For paper an expert records it, with the State's document.
    RuleBroken while a need has no word, Stale when the question was answered already or the request has ended.
    """
    request = follow_up.assistance_request
    permissions.check_can_speak_for_request(by, request)
    if permissions.is_for_the_state(by, request) and not document.strip():
        raise RuleBroken(_("Give the reference of the document in which the State says so."))
    with transaction.atomic():
        locked = AssistanceRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
        if locked.status != RequestStatus.DISTRIBUTED:
            raise Stale(_("The request was withdrawn or closed; this question ended with it."))
        changed = FollowUp.objects.filter(pk=follow_up.pk, answered_at__isnull=True).update(
            answered_at=clock.now(), answered_by=by, document=document.strip()
        )
        if not changed:
            raise Stale(_("This question has been answered already. Load the page again."))
        for need in request.needs.filter(status__in=LIVE_NEEDS).order_by("number"):
            _keep(follow_up, need, words.get(need.pk), by=by, document=document.strip())
        record(events.FOLLOW_UP_ANSWERED, by=by, about=follow_up, case=request, note=document)
    follow_up.refresh_from_db()
    return follow_up


def _keep(
    follow_up: FollowUp, need: Need, said: tuple[str, str] | None, *, by: Any, document: str
) -> None:
    if said is None or said[0] not in NeedWord.values:
        raise RuleBroken(_("Say how need %(number)s stands.") % {"number": need.number})
    word, text = NeedWord(said[0]), said[1].strip()
    FollowUpAnswer.objects.create(follow_up=follow_up, need=need, word=word, text=text)
    there, verb = _VERBS[word]
    if need.status not in there:
        verb(need, by=by, note="\n".join(filter(None, (document, text))))


def _may_be_asked() -> QuerySet[AssistanceRequest]:
    """Distributed, with something still needed, and no question open."""
    live = Need.objects.filter(assistance_request=OuterRef("pk"), status__in=LIVE_NEEDS)
    open_question = FollowUp.objects.filter(
        assistance_request=OuterRef("pk"), answered_at__isnull=True
    )
    return AssistanceRequest.objects.filter(
        Exists(live), ~Exists(open_question), status=RequestStatus.DISTRIBUTED
    ).prefetch_related("follow_ups")


def _open(request: AssistanceRequest, due_on: date, number: int) -> bool:
    with transaction.atomic():
        locked = AssistanceRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
        if locked.status != RequestStatus.DISTRIBUTED:
            return False
        follow_up, is_new = FollowUp.objects.get_or_create(
            assistance_request=locked,
            number=number,
            defaults={"due_on": due_on, "opened_at": clock.now()},
        )
        if is_new:
            record(events.FOLLOW_UP_OPENED, by=SYSTEM, about=follow_up, case=locked)
            notices.follow_up_question(follow_up)
            letters.asked_after_a_year(follow_up)
    return is_new


def _remind(follow_up: FollowUp) -> bool:
    with transaction.atomic():
        claimed = FollowUp.objects.filter(
            pk=follow_up.pk, reminded_at__isnull=True, answered_at__isnull=True
        ).update(reminded_at=clock.now())
        if claimed:
            request = follow_up.assistance_request
            record(events.FOLLOW_UP_REMINDED, by=SYSTEM, about=follow_up, case=request)
            notices.follow_up_question(follow_up, is_second=True)
    return bool(claimed)


def _attempt(step: Callable[..., bool], *args: Any) -> bool:
    """Run one step; its failure is logged and keeps no other State from its question."""
    try:
        return step(*args)
    except Exception:  # the next tick tries it again
        log.exception("follow_up_failed", step=step.__name__, about=str(args[0].pk))
        return False
