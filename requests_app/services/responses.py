"""What a provider says of a notice as a whole: received, not for us, for us after all."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clearinghouse.access import SYSTEM
from clearinghouse.audit.record import record
from clearinghouse.core import clock
from clearinghouse.core.errors import RuleBroken, Stale
from clearinghouse.notifications.models import Delivery
from requests_app import events, permissions
from requests_app.enums import RequestStatus, ResponseKind
from requests_app.models import AssistanceRequest, Notice, NoticeResponse

EVENTS = {
    ResponseKind.RECEIVED: events.NOTICE_RECEIVED,
    ResponseKind.NOT_FOR_US: events.NOTICE_NOT_FOR_US,
    ResponseKind.FOR_US: events.NOTICE_FOR_US,
}
BY_LINK = frozenset({ResponseKind.RECEIVED, ResponseKind.NOT_FOR_US})


def respond(notice: Notice, *, by: Any, kind: ResponseKind, reason: str = "") -> NoticeResponse:
    """Record what a contact of the provider says in the portal. The same again adds nothing; audited."""
    permissions.check_can_answer(by, notice)
    return _respond(notice, kind=kind, reason=reason, responded_by=by)


def respond_by_link(
    notice: Notice, *, delivery: Delivery, kind: ResponseKind, reason: str = ""
) -> NoticeResponse:
    """Record what whoever read the mail says by its link, without an account. The same again adds nothing; audited.

    The link speaks for the address of its delivery, so it takes only the mail of this very notice, and only the
    two harmless answers. What helps the State is said after a sign-in.
    """
    if delivery.message_id != notice.message_id or kind not in BY_LINK:
        raise RuleBroken(_("This link does not belong to the request. Use the link in the mail."))
    return _respond(notice, kind=kind, reason=reason, delivery=delivery)


def check_takes_responses(request: AssistanceRequest) -> None:
    """Raise Stale once the request was withdrawn or closed: its links end with it."""
    if request.status != RequestStatus.DISTRIBUTED:
        raise Stale(
            _("The request was withdrawn or closed, so nothing more needs to be said about it.")
        )


def _respond(notice: Notice, *, kind: ResponseKind, reason: str, **through: Any) -> NoticeResponse:
    with transaction.atomic():
        # The request first: every step of it locks it first, so two steps never wait for each other.
        request = AssistanceRequest.objects.select_for_update().get(pk=notice.assistance_request_id)
        check_takes_responses(request)
        latest = notice.responses.order_by("responded_at").last()
        if latest is not None and (latest.kind, latest.reason) == (kind, reason):
            return latest
        if latest is None and kind == ResponseKind.FOR_US:
            raise Stale(_("Nobody said that this request is not for you. Load the page again."))
        response = NoticeResponse.objects.create(
            notice=notice, kind=kind, reason=reason, responded_at=clock.now(), **through
        )
        record(
            EVENTS[kind],
            by=through.get("responded_by", SYSTEM),
            about=response,
            case=request,
            note=str(notice.provider),
            data={"delivery": str(response.delivery_id)} if response.delivery_id else None,
        )
    return response
