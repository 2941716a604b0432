"""What happens next with a request, in a sentence, with its exact moment where there is one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from requests_app import clocks
from requests_app.enums import Channel, RequestStatus
from requests_app.models import AssistanceRequest


@dataclass(frozen=True, slots=True)
class NextStep:
    """What comes next, when, and whether the requester has to do it."""

    sentence: str
    at: datetime | None = None
    is_yours: bool = False


def next_step(assistance_request: AssistanceRequest, *, at: datetime) -> NextStep:
    """Return what the requester waits for, or has to do, as things stand at `at`."""
    if assistance_request.status == RequestStatus.ACKNOWLEDGED:
        return _before_distribution(assistance_request, at=at)
    if assistance_request.status == RequestStatus.SUBMITTED:
        sentence = _(
            "An expert confirms that it comes from you; then it is acknowledged. It goes out by:"
        )
        return NextStep(sentence, clocks.effective_due_at(assistance_request, at=at))
    if assistance_request.status == RequestStatus.DRAFT:
        if assistance_request.channel != Channel.PORTAL:
            return NextStep(_("An expert is entering it from your document."))
        return NextStep(_("Finish it and submit it."), is_yours=True)
    if assistance_request.status == RequestStatus.RETURNED:
        return NextStep(_("Mend what the expert asks for, and submit it again."), is_yours=True)
    if assistance_request.status == RequestStatus.DISTRIBUTED:
        return NextStep(_("Providers answer need by need."))
    return NextStep(_("Nothing more is due."))


def _before_distribution(assistance_request: AssistanceRequest, *, at: datetime) -> NextStep:
    holds = [hold for hold in assistance_request.holds.all() if hold.released_at is None]
    ends = [hold.until for hold in holds]
    if holds and None in ends:
        return NextStep(_("It is held. The clocks go on when the hold is released."))
    if holds:
        return NextStep(_("It is held until:"), max(end for end in ends if end))
    if clocks.asked_to_send_now(assistance_request):
        return NextStep(_("It is being sent to the providers."))
    window_end = clocks.effective_window_end(assistance_request, at=at)
    return NextStep(_("It goes out to the providers on:"), window_end)
