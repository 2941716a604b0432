"""The letters of a request on its pages: all of them at the desk, its own in the workspace."""

from __future__ import annotations

from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clearinghouse.core import clock
from clearinghouse.core.errors import NotAllowed
from clearinghouse.letters import selectors
from clearinghouse.letters.enums import LetterKind
from clearinghouse.reference.policies import policy
from requests_app import permissions
from requests_app.desk_parts import CasePart, show_on_case
from requests_app.enums import RequestStatus
from requests_app.models import AssistanceRequest
from requests_app.panels import Entry, Panel, show_on_request

SHOWN: Final = 12


def register() -> None:
    """Called once, from the app's configuration."""
    show_on_case(_at_the_desk)
    show_on_request(_in_the_workspace)


def _at_the_desk(user: Any, record: AssistanceRequest) -> CasePart | None:
    if not record.reference:
        return None
    # Sixty letters carry the request to its providers; here stand the others, and the first of those.
    letters = selectors.of_case(selectors.for_desk(user), record.pk)
    found = selectors.with_offerers(letters[: SHOWN + 1])
    has_one = any(letter.kind == LetterKind.CONSOLIDATED_ANSWER for letter in found)
    address = ""
    if record.status in (RequestStatus.DISTRIBUTED, RequestStatus.CLOSED) and _is_expert(user):
        address = reverse("admin:desk_requests:consolidated-answer", args=[record.pk])
    return CasePart(
        "letters/desk_panel.html",
        {
            "letters": found[:SHOWN],
            "has_more": len(found) > SHOWN,
            "reference": record.reference,
            "draft_address": address,
            "suggestion": "" if has_one or not address else _suggestion(record),
        },
    )


def _suggestion(record: AssistanceRequest) -> str:
    assert record.distributed_at is not None
    days = (clock.now() - record.distributed_at).days
    if days < policy("consolidated_answer_after_days"):
        return ""
    return ngettext(
        "The request went out %(days)s day ago: it is time to pass on the answers in one letter.",
        "The request went out %(days)s days ago: it is time to pass on the answers in one letter.",
        days,
    ) % {"days": days}


def _in_the_workspace(user: Any, record: AssistanceRequest) -> Panel | None:
    letters = selectors.of_case(selectors.visible_to(user), record.pk)
    entries = tuple(
        Entry(
            f"{each.reference} · {each.get_kind_display()}",
            each.get_absolute_url(),
            note=str(each.offered_by or ""),
        )
        for each in selectors.with_offerers(letters)
    )
    return Panel(_("Letters of the Chair"), entries)


def _is_expert(user: Any) -> bool:
    try:
        permissions.check_is_expert(user)
    except NotAllowed:
        return False
    return True
