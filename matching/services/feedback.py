"""Feedback of both sides when an assistance is over (resolution 2663 (2022), paragraph 20)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from clearinghouse.audit.record import record
from clearinghouse.core import clock
from clearinghouse.core.errors import RuleBroken, Stale
from clearinghouse.reference.policies import policy
from matching import events, notices, permissions
from matching.enums import MatchStatus, Side, Verdict
from matching.models import Feedback, Match
from requests_app.enums import NeedStatus, RequestStatus
from requests_app.services import meet, meet_partly, stand_again

_ENDED = frozenset({MatchStatus.COMPLETED, MatchStatus.FAILED})
# The State's verdict is also its word on the need, where the need still waits for that word.
_SAYS = {Verdict.MET: meet, Verdict.PARTLY_MET: meet_partly, Verdict.NOT_MET: stand_again}


def give_feedback(
    match: Match,
    *,
    by: Any,
    verdict: str,
    helped: str = "",
    hindered: str = "",
    may_be_told: bool = False,
) -> Feedback:
    """Record how the assistance went in the eyes of the person's side, once.

    A completed delivery whose need waits for the State's word moves with the State's verdict, unless another
    delivery for it is under way or the request is closed: then its outcome stands.
    """
    permissions.check_can_note_progress(by, match)
    if verdict not in Verdict.values:
        raise RuleBroken(_("Say whether the need was met."))
    side = permissions.side_of(by, match)
    assert side is not None
    with transaction.atomic():
        locked = Match.objects.select_for_update(of=("self",)).get(pk=match.pk)
        if locked.status not in _ENDED:
            raise Stale(
                _("Feedback is given once the assistance is completed or did not come about.")
            )
        feedback = _keep(
            locked, side=side, verdict=verdict, helped=helped.strip(), hindered=hindered.strip(),
            may_be_told=may_be_told, given_at=clock.now(), given_by=by,
        )  # fmt: skip
        record(events.FEEDBACK_GIVEN, by=by, about=feedback, case=match, data={"side": side.value})
        if side == Side.STATE and _waits_for_the_state(locked):
            _SAYS[Verdict(verdict)](locked.need, by=by)
    return feedback


def remind_of_feedback() -> int:
    """Ask the sides that gave no feedback once more; returns of how many matches. Safe to run at any time."""
    long_ago = clock.now() - timedelta(days=policy("feedback_reminder_days"))
    reminded = 0
    waiting = Match.objects.filter(
        status__in=_ENDED, ended_at__lte=long_ago, feedback_reminded_at__isnull=True
    ).select_related("need__assistance_request", "need__party", "offer__provider")
    for match in waiting:
        with transaction.atomic():
            claimed = Match.objects.filter(pk=match.pk, feedback_reminded_at__isnull=True).update(
                feedback_reminded_at=clock.now()
            )
            given = set(match.feedback.values_list("side", flat=True))
            for side in (Side.STATE, Side.PROVIDER):
                if claimed and side not in given:
                    notices.feedback_asked(match, side=side, is_second=True)
            reminded += claimed
    return reminded


def _keep(match: Match, *, side: Side, **said: Any) -> Feedback:
    try:
        with transaction.atomic():
            return Feedback.objects.create(match=match, side=side, **said)
    except IntegrityError as twice:
        raise Stale(_("Your side has given its feedback already.")) from twice


def _waits_for_the_state(match: Match) -> bool:
    others = match.need.matches.filter(status=MatchStatus.DELIVERING)
    request = match.need.assistance_request
    return (
        match.status == MatchStatus.COMPLETED
        and match.need.status == NeedStatus.DELIVERING
        and (request is None or request.status != RequestStatus.CLOSED)
        and not others.exists()
    )
