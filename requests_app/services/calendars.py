"""The private calendar address of a person: made, replaced, ended."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction

from clearinghouse.audit.record import record
from clearinghouse.core import clock
from requests_app import events, permissions
from requests_app.models import CalendarAddress


def make_calendar_address(*, by: Any) -> str:
    """Return the token of a new private address, this once; an earlier address stops working at once."""
    permissions.check_can_subscribe(by)
    token, now = secrets.token_urlsafe(32), clock.now()
    with transaction.atomic():
        _end(by, at=now)
        address = CalendarAddress.objects.create(
            person=by, token_hash=token_hash(token), made_at=now
        )
        record(events.CALENDAR_ADDRESS_MADE, by=by, about=address)
    return token


def end_calendar_address(*, by: Any) -> None:
    """Make the person's private address useless; a repeat changes nothing."""
    permissions.check_can_subscribe(by)
    with transaction.atomic():
        for address in _end(by, at=clock.now()):
            record(events.CALENDAR_ADDRESS_ENDED, by=by, about=address)


def token_hash(token: str) -> str:
    """What is kept of a token. It is random and long, so a plain digest cannot be searched."""
    return hashlib.sha256(token.encode()).hexdigest()


def _end(person: Any, *, at: Any) -> list[CalendarAddress]:
    # One at a time: of two clicks at once the second ends what the first made.
    get_user_model().objects.select_for_update().get(pk=person.pk)
    open_ones = list(CalendarAddress.objects.filter(person=person, ended_at__isnull=True))
    CalendarAddress.objects.filter(pk__in=[each.pk for each in open_ones]).update(ended_at=at)
    return open_ones
