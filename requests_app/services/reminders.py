"""Silent providers: one second mail, and a contact that somebody checked."""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby
from typing import Any, Final

import structlog
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clearinghouse.audit.record import record
from clearinghouse.core import clock
from clearinghouse.core.errors import RuleBroken
from clearinghouse.parties.models import Party
from requests_app import events, notices, permissions, silence
from requests_app.enums import NoticeKind
from requests_app.models import ContactCheck, Notice

AT_MOST_EVERY: Final = timedelta(days=1)

log = structlog.get_logger(__name__)


def remind_silent_providers() -> int:
    """Send each silent provider its second mail; return how many mails. Safe at any time, and beside itself.

    Every notice is reminded of once. What became due of one provider together goes into one mail, and no provider
    gets a second one within a day.
    """
    due = silence.notices_to_remind_of().order_by("provider_id", "visible_at")
    sent = 0
    for provider_id, _found in groupby(due, key=lambda notice: notice.provider_id):
        try:
            sent += _remind(provider_id)
        except Exception:  # one poisoned provider must not keep the others from their mail
            log.exception("reminder_failed", provider=str(provider_id))
    return sent


def confirm_contact(provider: Party, *, by: Any, note: str) -> ContactCheck:
    """Note that the provider's contact was checked, and how; it leaves the queue until it is silent again. Audited."""
    permissions.check_can_check_contacts(by)
    if not note.strip():
        raise RuleBroken(_("Say how the contact was checked: the call, the mail or the person."))
    with transaction.atomic():
        check = ContactCheck.objects.create(
            provider=provider, note=note.strip(), confirmed_at=clock.now(), confirmed_by=by
        )
        record(events.CONTACT_CONFIRMED, by=by, about=check, case=provider, note=note.strip())
    return check


def _remind(provider_id: Any) -> bool:
    with transaction.atomic():
        # Two ticks at once: the second waits here and then finds nothing left to say.
        provider = Party.objects.select_for_update().get(pk=provider_id)
        now = clock.now()
        latest = provider.notices.filter(
            kind=NoticeKind.REMINDER, visible_at__gt=now - AT_MOST_EVERY
        )
        due = list(silence.notices_to_remind_of().filter(provider=provider))
        to = notices.provider_contacts(provider)
        if latest.exists() or not due or not to:
            return False
        message = notices.second_notice(provider, due, to=to)
        Notice.objects.bulk_create(
            Notice(
                run_id=notice.run_id,
                assistance_request_id=notice.assistance_request_id,
                provider=provider,
                kind=NoticeKind.REMINDER,
                seq=1,
                visible_at=now,
                due_at=now,
                message=message,
            )
            for notice in due
        )
    return True
