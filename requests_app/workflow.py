"""The legal moves of a request, as a table. Read by `advance`, by the buttons, by the diagram and by the tests."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from clearinghouse.workflow.transition import Transition, Workflow, register
from requests_app import events, notices, permissions, rules
from requests_app.enums import OPEN, NeedStatus, RequestStatus

PROPER_FORM = (
    rules.has_title,
    rules.names_a_concrete_need,
    rules.every_need_is_complete,
    rules.names_a_contact,
    rules.paper_has_reference,
)

SUBMIT = Transition(
    verb="submit",
    label=_("Submit"),
    sources=frozenset({RequestStatus.DRAFT, RequestStatus.RETURNED}),
    target=RequestStatus.SUBMITTED,
    check=permissions.check_can_submit,
    rules=PROPER_FORM,
    event=events.REQUEST_SUBMITTED,
    notice=notices.receipt,
)

SEND_BACK = Transition(
    verb="send_back",
    label=_("Return for form"),
    sources=frozenset({RequestStatus.SUBMITTED}),
    target=RequestStatus.RETURNED,
    check=permissions.check_is_expert,
    event=events.REQUEST_RETURNED,
    notice=notices.returned,
)

ACKNOWLEDGE = Transition(
    verb="acknowledge",
    label=_("Acknowledge"),
    sources=frozenset({RequestStatus.SUBMITTED}),
    target=RequestStatus.ACKNOWLEDGED,
    check=permissions.check_is_system_or_expert,
    rules=(rules.is_authentic,),
    event=events.REQUEST_ACKNOWLEDGED,
    notice=notices.acknowledgement,
)

DISTRIBUTE = Transition(
    verb="distribute",
    label=_("Distribute"),
    sources=frozenset({RequestStatus.ACKNOWLEDGED}),
    target=RequestStatus.DISTRIBUTED,
    check=permissions.check_is_system,
    rules=(rules.is_authentic, rules.is_not_held),
    event=events.REQUEST_DISTRIBUTED,
)

CLOSE = Transition(
    verb="close",
    label=_("Close"),
    sources=frozenset({RequestStatus.DISTRIBUTED}),
    target=RequestStatus.CLOSED,
    check=permissions.check_can_close,
    event=events.REQUEST_CLOSED,
)

WITHDRAW = Transition(
    verb="withdraw",
    label=_("Withdraw"),
    sources=frozenset({RequestStatus.DRAFT.value, *OPEN}),
    target=RequestStatus.WITHDRAWN,
    check=permissions.check_can_withdraw,
    event=events.REQUEST_WITHDRAWN,
    notice=notices.withdrawn,
)

# The rest of a need's life (matched, delivered, met) has no moves yet.
ANSWER_NEED = Transition(
    verb="answer",
    label=_("Answered"),
    sources=frozenset({NeedStatus.OPEN}),
    target=NeedStatus.ANSWERED,
    check=permissions.check_is_system,
    event=events.NEED_MOVED,
)

NEED_WORKFLOW = register(
    Workflow(
        name="need",
        model="requests_app.Need",
        statuses=tuple(NeedStatus.values),
        initial=NeedStatus.OPEN,
        transitions=(ANSWER_NEED,),
    )
)

REQUEST_WORKFLOW = register(
    Workflow(
        name="request",
        model="requests_app.AssistanceRequest",
        statuses=tuple(RequestStatus.values),
        initial=RequestStatus.DRAFT,
        transitions=(SUBMIT, SEND_BACK, ACKNOWLEDGE, DISTRIBUTE, CLOSE, WITHDRAW),
    )
)
