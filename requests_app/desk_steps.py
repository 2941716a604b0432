"""What this person can do to this request now, and the sentence where a step has to wait."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from clearinghouse.core.errors import NotAllowed, Stale
from clearinghouse.workflow.advance import may
from clearinghouse.workflow.transition import Transition
from requests_app import clocks, permissions, workflow
from requests_app.desk_selectors import SummaryState
from requests_app.enums import EDITABLE, REVISABLE, WAITING, Channel, PublicationWish, RequestStatus
from requests_app.models import AssistanceRequest, Hold, Need
from requests_app.need_steps import NeedLine, standing_of

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Step:
    """A button: its words, where it posts, and why it is disabled, if it is."""

    label: str | _StrPromise
    href: str
    reason: str = ""


def steps_for(user: Any, assistance_request: AssistanceRequest) -> dict[str, Step]:
    """Return the steps by name: possible now, or ahead with the sentence why not yet.

    A step that this person may never take, or that the request has left behind, is not there.
    """
    steps = {
        "authenticate": _own(
            _("Confirm as authentic"), "authenticate", assistance_request, permissions.check_can_authenticate, user,
            workflow.ACKNOWLEDGE.sources,
        ),
        "hold": _own(_("Place a hold"), "hold", assistance_request, permissions.check_can_hold, user, WAITING),
        "send_back": _of_table(workflow.SEND_BACK, assistance_request, user),
        "close": _of_table(workflow.CLOSE, assistance_request, user),
        "continue": _continue(assistance_request, user),
        "revise": _revise(assistance_request, user),
        **_for_the_state(assistance_request, user),
    }  # fmt: skip
    return {name: step for name, step in steps.items() if step is not None}


def standing_at_desk(user: Any, assistance_request: AssistanceRequest) -> tuple[NeedLine, ...]:
    """Each need with what an expert may record of it."""

    def href(need: Need, verb: str) -> str:
        return reverse("admin:desk_requests:need-step", args=[need.pk, verb])

    return standing_of(assistance_request, user=user, href=href).lines


def can_release(user: Any, hold: Hold) -> bool:
    """Whether the person may let the clocks go on."""
    return hold.released_at is None and (
        needs_document(user, hold) or _passes(permissions.check_can_release, user, hold)
    )


def needs_document(user: Any, hold: Hold) -> bool:
    """Whether the person releases it on the State's written word, whose reference is to be given."""
    return permissions.releases_for_the_state(user, hold)


def can_write(user: Any, assistance_request: AssistanceRequest) -> bool:
    """Whether the person may write summaries of this request."""
    return _passes(permissions.check_can_write_summary, user, assistance_request)


def put_to_state(
    user: Any, state: SummaryState, assistance_request: AssistanceRequest
) -> Step | None:
    """The button that asks the State for its consent, where words are written and it was not asked yet."""
    if (
        state.summary is None
        or state.summary.put_to_state_at
        or not can_write(user, assistance_request)
    ):
        return None
    reason = ""
    if assistance_request.publication_wish == PublicationWish.NOTHING:
        reason = _("The requester said that nothing may be published.")
    elif not _passes(permissions.check_can_put_summary, user, state.summary):
        reason = _("You wrote these words: a second expert puts them to the State.")
    href = reverse("admin:desk_requests:put-summary", args=[assistance_request.pk, state.language])
    return Step(pgettext("button", "Put to the State"), href, reason)


def ask_to_put(
    user: Any, state: SummaryState, assistance_request: AssistanceRequest
) -> Step | None:
    """The button that asks a colleague to put words to the State, for their writer."""
    step = put_to_state(user, state, assistance_request)
    if step is None or state.summary is None:
        return None
    if _passes(permissions.check_can_put_summary, user, state.summary):
        return None
    href = reverse(
        "admin:desk_requests:ask-put-summary", args=[assistance_request.pk, state.language]
    )
    return Step(_("Ask a colleague"), href)


def _own(
    label: str,
    name: str,
    record: AssistanceRequest,
    check: Callable[[Any, AssistanceRequest], None],
    user: Any,
    statuses: frozenset[str],
) -> Step | None:
    if not _passes(check, user, record) or not _is_now_or_ahead(record.status, statuses):
        return None
    href = reverse(f"admin:desk_requests:{name}", args=[record.pk])
    return Step(label, href, "" if record.status in statuses else _possible_while(statuses))


def _of_table(transition: Transition, record: AssistanceRequest, user: Any) -> Step | None:
    refusal = may(record, transition, user)
    if isinstance(refusal, NotAllowed) or not _is_now_or_ahead(record.status, transition.sources):
        return None
    reason = (
        _possible_while(transition.sources) if isinstance(refusal, Stale) else str(refusal or "")
    )
    return Step(
        transition.label,
        reverse("admin:desk_requests:step", args=[record.pk, transition.verb]),
        reason,
    )


def _continue(record: AssistanceRequest, user: Any) -> Step | None:
    if record.channel == Channel.PORTAL or record.status not in EDITABLE:
        return None
    if not _passes(permissions.check_can_edit, user, record):
        return None
    return Step(_("Continue the entry"), reverse("admin:desk_requests:continue", args=[record.pk]))


def _revise(record: AssistanceRequest, user: Any) -> Step | None:
    """On paper an expert types what the State's later document changes."""
    if record.channel == Channel.PORTAL or record.status not in REVISABLE:
        return None
    if not _passes(permissions.check_can_revise, user, record):
        return None
    return Step(_("Change the words"), reverse("admin:desk_requests:revise", args=[record.pk]))


def _for_the_state(record: AssistanceRequest, user: Any) -> dict[str, Step | None]:
    """What the State decides, where its people write on paper: an expert records it."""
    if record.reference is None or not permissions.is_for_the_state(user, record):
        return {}
    return {
        "send_now": _send_now(record),
        "withdraw": _of_table(workflow.WITHDRAW, record, user),
    }


def _send_now(record: AssistanceRequest) -> Step | None:
    if record.status != workflow.ACKNOWLEDGE.target or clocks.asked_to_send_now(record):
        return None
    return Step(_("Send now"), reverse("admin:desk_requests:step", args=[record.pk, "send_now"]))


def _passes(check: Callable[[Any, Any], None], user: Any, record: Any) -> bool:
    try:
        check(user, record)
    except NotAllowed:
        return False
    return True


def _is_now_or_ahead(status: str, wanted: frozenset[str]) -> bool:
    """Whether the workflow's table still leads from here to one of the statuses."""
    reached, before = {status}, set[str]()
    while reached != before:
        before = set(reached)
        reached |= {
            transition.target
            for transition in workflow.REQUEST_WORKFLOW.transitions
            if transition.sources & before
        }
    return bool(reached & wanted)


def _possible_while(statuses: frozenset[str]) -> str:
    names = [str(RequestStatus(value).label) for value in RequestStatus.values if value in statuses]
    # Translators: names of statuses, such as "Submitted, Acknowledged".
    return _("Possible while the request is: %(statuses)s.") % {"statuses": ", ".join(names)}
