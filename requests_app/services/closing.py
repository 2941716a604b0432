"""The end of a request, with what became of each of its needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clearinghouse.access.catalogue import PartyPermission
from clearinghouse.access.checks import acts_for
from clearinghouse.audit.record import record
from clearinghouse.core import clock
from clearinghouse.core.errors import RuleBroken
from clearinghouse.workflow.advance import advance
from requests_app import events, permissions, workflow
from requests_app.enums import NeedStatus, Outcome
from requests_app.models import AssistanceRequest, Need
from requests_app.services import needs as life
from requests_app.services.revising import end_revision

_SAYS: dict[Outcome, tuple[str, Callable[..., Need]]] = {
    Outcome.MET: (NeedStatus.MET, life.meet),
    Outcome.PARTLY_MET: (NeedStatus.PARTLY_MET, life.meet_partly),
    Outcome.NO_LONGER_NEEDED: (NeedStatus.NO_LONGER_NEEDED, life.drop),
}
_SETTLED = {
    NeedStatus.MET: Outcome.MET,
    NeedStatus.PARTLY_MET: Outcome.PARTLY_MET,
    NeedStatus.NO_LONGER_NEEDED: Outcome.NO_LONGER_NEEDED,
    NeedStatus.WITHDRAWN: Outcome.NO_LONGER_NEEDED,
}


def close(
    assistance_request: AssistanceRequest,
    *,
    by: Any,
    note: str = "",
    outcomes: Mapping[UUID, str] | None = None,
) -> AssistanceRequest:
    """Close a distributed request with the outcome of each need; what was published stays published.

    The State says what became of the needs that are not settled yet, all in this one step; where an expert
    closes, those lapse, with a reason, unless the State's document says otherwise. RuleBroken while a need has
    no outcome.
    """
    said = {pk: Outcome(value) for pk, value in (outcomes or {}).items() if value}
    with transaction.atomic():
        AssistanceRequest.objects.select_for_update(of=("self",)).get(pk=assistance_request.pk)
        permissions.check_can_close(by, assistance_request)
        found = [
            _settle(need, said.get(need.pk), by=by, note=note.strip())
            for need in assistance_request.needs.select_for_update(of=("self",)).order_by("number")
        ]
        advance(
            assistance_request,
            workflow.CLOSE,
            by=by,
            note=note.strip(),
            closed_at=clock.now(),
            outcome=of_the_whole(found),
        )
        end_revision(assistance_request)
    return assistance_request


def of_the_whole(outcomes: list[Outcome]) -> Outcome:
    """What became of a request, from what became of its needs."""
    kinds = set(outcomes)
    helped = kinds & {Outcome.MET, Outcome.PARTLY_MET}
    if helped:
        return (
            Outcome.MET if kinds <= {Outcome.MET, Outcome.NO_LONGER_NEEDED} else Outcome.PARTLY_MET
        )
    return Outcome.LAPSED if Outcome.LAPSED in kinds or not kinds else Outcome.NO_LONGER_NEEDED


def _settle(need: Need, said: Outcome | None, *, by: Any, note: str) -> Outcome:
    """Move the need to what was said and keep its outcome; RuleBroken where nobody can tell."""
    outcome = said or _SETTLED.get(NeedStatus(need.status)) or _lapsed(need, by=by)
    if outcome == Outcome.LAPSED:
        _lapse(need, by=by, note=note)
    elif need.status != _SAYS[outcome][0] and need.status != NeedStatus.WITHDRAWN:
        _SAYS[outcome][1](need, by=by, note=note)
    Need.objects.filter(pk=need.pk).update(outcome=outcome)
    return outcome


def _lapsed(need: Need, *, by: Any) -> Outcome:
    if acts_for(by, need.party_id, PartyPermission.ACT):
        raise RuleBroken(
            _("Say what became of need %(number)s before you close the request.")
            % {"number": need.number}
        )
    return Outcome.LAPSED


def _lapse(need: Need, *, by: Any, note: str) -> None:
    """Keep the status as it is: nobody said that the need is met or gone, only that nothing came of it."""
    if not note and not acts_for(by, need.party_id, PartyPermission.ACT):
        raise RuleBroken(
            _("Give the reason: needs of which the State has said nothing lapse with this step.")
        )
    record(
        events.NEED_LAPSED,
        by=by,
        about=need,
        case=need.assistance_request,
        note=life.label_of(need, note=note),
    )
