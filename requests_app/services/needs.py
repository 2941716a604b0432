"""The life of a need: what the State says of it, and what follows by itself from answers and matches."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clearinghouse.access import SYSTEM
from clearinghouse.core import clock
from clearinghouse.core.errors import RuleBroken
from clearinghouse.workflow.advance import advance
from clearinghouse.workflow.transition import Transition
from requests_app import permissions, signals, workflow
from requests_app.enums import LIVE_NEEDS, NeedStatus, Verdict
from requests_app.models import Answer, AssistanceRequest, Need

# By the status to which answers and matches bring a need.
_FOLLOWING = {
    each.target: each
    for each in (
        workflow.ANSWER_NEED,
        workflow.FALL_OPEN,
        workflow.MATCH_NEED,
        workflow.DELIVER_NEED,
        workflow.FALL_TO_PARTLY,
    )
}


def meet(need: Need, *, by: Any, note: str = "") -> Need:
    """Say that the need is met. For paper an expert records it; `note` is then the State's document."""
    return _say(need, workflow.MEET, by=by, note=note)


def meet_partly(need: Need, *, by: Any, note: str = "") -> Need:
    """Say that a part of the need is met; it goes on looking for help. Paper as in `meet`."""
    return _say(need, workflow.MEET_PARTLY, by=by, note=note, partly_met_at=clock.now())


def drop(need: Need, *, by: Any, note: str = "") -> Need:
    """Say that the help is no longer needed. Paper as in `meet`."""
    return _say(need, workflow.DROP, by=by, note=note)


def stand_again(need: Need, *, by: Any, note: str = "") -> Need:
    """Say that the help is still needed, or take back that it was met or no longer needed. Paper as in `meet`.

    The need goes to where its answers and its other matches stand, in the same transaction.
    """
    with transaction.atomic():
        _say(need, workflow.STAND_AGAIN, by=by, note=note, partly_met_at=None)
        follow_answers(need)
        signals.need_stands_again.send(Need, need_id=need.pk)
        need.refresh_from_db()
    return need


def follow_answers(need: Need) -> Need:
    """Bring a need that no match holds to where its answers stand: answered while somebody says yes or partly."""
    if need.status in {NeedStatus.OPEN, NeedStatus.ANSWERED}:
        follow(need, agreed=False, delivering=False)
    return need


def follow(need: Need, *, agreed: bool, delivering: bool) -> Need:
    """Bring a live need to where help for it stands; what the State settled is left alone. Safe to repeat.

    `agreed`: a provider and the State agreed on help that has not begun; `delivering`: help is on its way, or
    came and the State has not said yet whether it was enough.
    """
    with transaction.atomic():
        locked = Need.objects.select_for_update(of=("self",)).get(pk=need.pk)
        if locked.status in LIVE_NEEDS:
            target = _where_it_stands(locked, agreed=agreed, delivering=delivering)
            if target != locked.status:
                _follow_to(locked, target)
    need.refresh_from_db()
    return need


def withdraw_needs(assistance_request: AssistanceRequest, *, by: Any) -> None:
    """Withdraw the live needs of a request that is being withdrawn; what was settled stays as it was settled."""
    for need in assistance_request.needs.filter(status__in=LIVE_NEEDS).order_by("number"):
        advance(need, workflow.WITHDRAW_NEED, by=by)


def label_of(need: Need, *, note: str = "") -> str:
    """Number and title of a need for the history of its request, with what was said."""
    return f"{need.number}. {need}" + (f"\n{note}" if note else "")


def _say(need: Need, transition: Transition, *, by: Any, note: str, **fields: Any) -> Need:
    said = note.strip()
    if permissions.speaks_by_document(by, need) and not said:
        raise RuleBroken(_("Give the reference of the document in which the State says so."))
    with transaction.atomic():
        advance(
            need,
            transition,
            by=by,
            note=label_of(need, note=said),
            case=need.assistance_request,
            said_at=clock.now(),
            said_by=by,
            **fields,
        )
        _announce(need)
    return need


def _where_it_stands(need: Need, *, agreed: bool, delivering: bool) -> NeedStatus:
    if delivering:
        return NeedStatus.DELIVERING
    if agreed:
        return NeedStatus.MATCHED
    if need.partly_met_at is not None:
        return NeedStatus.PARTLY_MET
    helps = Answer.objects.filter(need=need, verdict__in=[Verdict.YES, Verdict.PARTLY])
    return NeedStatus.ANSWERED if helps.exists() else NeedStatus.OPEN


def _follow_to(need: Need, target: NeedStatus) -> None:
    advance(
        need,
        _FOLLOWING[target],
        by=SYSTEM,
        note=label_of(need),
        # An answer stands in the history of the request by itself.
        case=need if need.status == NeedStatus.OPEN and target == NeedStatus.ANSWERED else need.assistance_request,
    )  # fmt: skip
    _announce(need)


def _announce(need: Need) -> None:
    request_id = need.assistance_request_id
    if request_id is not None:
        transaction.on_commit(
            lambda: signals.needs_changed.send(AssistanceRequest, request_id=request_id)
        )
