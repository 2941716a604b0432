"""Conditions for putting an offer to a State."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from clearinghouse.core import clock
from clearinghouse.core.rules import rule
from clearinghouse.reference.policies import policy
from matching import records
from matching.enums import Confidence
from matching.models import Match
from requests_app.enums import NeedStatus, RequestStatus

_SETTLED = (NeedStatus.MET, NeedStatus.NO_LONGER_NEEDED, NeedStatus.WITHDRAWN)
# What counts as an answer to a need: in a coalition, and before the page says that nothing answers it.
ENOUGH_CONFIDENCE = (Confidence.LIKELY, Confidence.POSSIBLE)
_UNDER_WAY = (RequestStatus.ACKNOWLEDGED, RequestStatus.DISTRIBUTED)


@rule(
    "M-01",
    _("The need is met or was withdrawn: nothing is put to the State for it any more."),
    source="Procedure of October 2010, informal matchmaking",
)
def need_is_open(match: Match) -> bool:
    return match.need.status not in _SETTLED


@rule(
    "M-02",
    _(
        "Offers are put to the State once its request is acknowledged, and until it is closed or withdrawn."
    ),
    source="Procedure of October 2010, informal matchmaking",
)
def request_is_under_way(match: Match) -> bool:
    request = match.need.assistance_request
    return request is None or request.status in _UNDER_WAY


@rule(
    "M-03",
    _(
        "The offer can no longer be an answer: the page says why. Choose another, or ask its provider to renew it."
    ),
    source="Resolution 2663 (2022), paragraph 18",
)
def offer_is_eligible(match: Match) -> bool:
    return not records.refusals_of(match)


@rule(
    "M-04",
    _("The request was withdrawn or closed; it takes no more answers."),
    source="Procedure of October 2010, informal matchmaking",
)
def request_takes_answers(match: Match) -> bool:
    return request_is_under_way(match)


@rule(
    "M-05",
    _(
        "A refusal can be taken back for seven days, and until the experts look further. Write to them instead."
    ),
    source="Choice of this portal",
)
def decline_is_fresh(match: Match) -> bool:
    answered_at = match.state_answered_at
    if answered_at is None or match.provider_answered_at is not None:
        return False
    days = timedelta(days=policy("decline_back_days"))
    looked_further = match.need.matches.filter(decided_at__gt=answered_at)
    return clock.now() <= answered_at + days and not looked_further.exists()
