"""When a State is asked whether its request has been met: days of New York, counted from the date of the request."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from clearinghouse.core.clock import NEW_YORK
from requests_app.models import AssistanceRequest


def date_of(assistance_request: AssistanceRequest) -> date | None:
    """The date of the request: that of its document, else the day on which it was received."""
    if assistance_request.document_date is not None and assistance_request.channel != "portal":
        return assistance_request.document_date
    received_at = assistance_request.received_at
    return received_at.astimezone(NEW_YORK).date() if received_at is not None else None


def months_after(day: date, *, months: int) -> date:
    """The same day so many months later, or the last of that month where it has no such day."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
