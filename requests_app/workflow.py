"""The legal moves of a request, as a table. Read by `advance`, by the buttons, by the diagram and by the tests."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from clearinghouse.workflow.transition import Transition, Workflow, register
from requests_app import events, notices, permissions, rules
from requests_app.enums import LIVE_NEEDS, OPEN, NeedStatus, QuestionStatus, RequestStatus

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

# What follows by itself from answers and matches. Matched means that both sides said yes.
ANSWER_NEED = Transition(
    verb="answer",
    label=_("Answered"),
    sources=frozenset({NeedStatus.OPEN, NeedStatus.MATCHED, NeedStatus.DELIVERING}),
    target=NeedStatus.ANSWERED,
    check=permissions.check_moves_by_itself,
    event=events.NEED_MOVED,
)

FALL_OPEN = Transition(
    verb="fall_open",
    label=_("Open again"),
    sources=frozenset({NeedStatus.ANSWERED, NeedStatus.MATCHED, NeedStatus.DELIVERING}),
    target=NeedStatus.OPEN,
    check=permissions.check_moves_by_itself,
    event=events.NEED_FELL_BACK,
)

MATCH_NEED = Transition(
    verb="match",
    label=_("Matched"),
    sources=frozenset(
        {NeedStatus.OPEN, NeedStatus.ANSWERED, NeedStatus.DELIVERING, NeedStatus.PARTLY_MET}
    ),
    target=NeedStatus.MATCHED,
    check=permissions.check_moves_by_itself,
    event=events.NEED_MATCHED,
)

DELIVER_NEED = Transition(
    verb="deliver",
    label=_("Being delivered"),
    sources=frozenset(
        {NeedStatus.OPEN, NeedStatus.ANSWERED, NeedStatus.MATCHED, NeedStatus.PARTLY_MET}
    ),
    target=NeedStatus.DELIVERING,
    check=permissions.check_moves_by_itself,
    event=events.NEED_DELIVERING,
)

FALL_TO_PARTLY = Transition(
    verb="fall_to_partly",
    label=_("Partly met, as before"),
    sources=frozenset({NeedStatus.MATCHED, NeedStatus.DELIVERING}),
    target=NeedStatus.PARTLY_MET,
    check=permissions.check_moves_by_itself,
    event=events.NEED_FELL_BACK,
)

# What only the State says, or an expert records from its document.
MEET = Transition(
    verb="meet",
    label=_("The need is met"),
    sources=LIVE_NEEDS,
    target=NeedStatus.MET,
    check=permissions.check_can_speak_for_need,
    rules=(rules.need_was_put_to_the_committee,),
    event=events.NEED_MET,
)

MEET_PARTLY = Transition(
    verb="meet_partly",
    label=_("The need is partly met"),
    sources=LIVE_NEEDS - {NeedStatus.PARTLY_MET},
    target=NeedStatus.PARTLY_MET,
    check=permissions.check_can_speak_for_need,
    rules=(rules.need_was_put_to_the_committee,),
    event=events.NEED_PARTLY_MET,
)

DROP = Transition(
    verb="drop",
    label=_("No longer needed"),
    sources=LIVE_NEEDS,
    target=NeedStatus.NO_LONGER_NEEDED,
    check=permissions.check_can_speak_for_need,
    rules=(rules.need_was_put_to_the_committee,),
    event=events.NEED_DROPPED,
)

STAND_AGAIN = Transition(
    verb="stand_again",
    label=_("Still needed"),
    sources=frozenset(
        {
            NeedStatus.DELIVERING,
            NeedStatus.PARTLY_MET,
            NeedStatus.MET,
            NeedStatus.NO_LONGER_NEEDED,
        }
    ),
    target=NeedStatus.OPEN,
    check=permissions.check_can_speak_for_need,
    rules=(rules.need_was_put_to_the_committee, rules.request_of_need_is_not_closed),
    event=events.NEED_STANDS_AGAIN,
)

WITHDRAW_NEED = Transition(
    verb="withdraw",
    label=_("Withdrawn with the request"),
    sources=LIVE_NEEDS,
    target=NeedStatus.WITHDRAWN,
    check=permissions.check_can_withdraw_need,
    event=events.NEED_WITHDRAWN,
)

# A new version of the words does not ask for it any more; answers and matches that hang on it stay.
SET_ASIDE = Transition(
    verb="set_aside",
    label=_("No longer asked"),
    sources=LIVE_NEEDS - {NeedStatus.DELIVERING},
    target=NeedStatus.NO_LONGER_NEEDED,
    check=permissions.check_can_set_aside,
    event=events.NEED_SET_ASIDE,
)

# What a provider asked. Only the State answers; only experts take off or join.
REPLY = Transition(
    verb="reply",
    label=_("Answer to all providers"),
    sources=frozenset({QuestionStatus.WAITING}),
    target=QuestionStatus.ANSWERED,
    check=permissions.check_can_reply,
    event=events.QUESTION_ANSWERED,
    notice=notices.question_answered,
)

REPLY_TO_EXPERTS = Transition(
    verb="reply_to_experts",
    label=_("Answer to the experts only"),
    sources=frozenset({QuestionStatus.WAITING}),
    target=QuestionStatus.TO_EXPERTS,
    check=permissions.check_can_reply,
    event=events.QUESTION_ANSWERED_TO_EXPERTS,
    notice=notices.question_settled,
)

DECLINE_QUESTION = Transition(
    verb="decline",
    label=_("Do not answer"),
    sources=frozenset({QuestionStatus.WAITING}),
    target=QuestionStatus.DECLINED,
    check=permissions.check_can_reply,
    event=events.QUESTION_DECLINED,
    notice=notices.question_settled,
)

MERGE_QUESTION = Transition(
    verb="merge",
    label=_("Join with another question"),
    sources=frozenset({QuestionStatus.WAITING}),
    target=QuestionStatus.MERGED,
    check=permissions.check_is_expert,
    event=events.QUESTION_MERGED,
    notice=notices.question_settled,
)

WITHHOLD_QUESTION = Transition(
    verb="withhold",
    label=_("Withhold"),
    sources=frozenset({QuestionStatus.WAITING, QuestionStatus.ANSWERED}),
    target=QuestionStatus.WITHHELD,
    check=permissions.check_is_expert,
    event=events.QUESTION_WITHHELD,
    notice=notices.question_settled,
)

BY_THE_STATE = (REPLY, REPLY_TO_EXPERTS, DECLINE_QUESTION)

QUESTION_WORKFLOW = register(
    Workflow(
        name="question",
        model="requests_app.Question",
        statuses=tuple(QuestionStatus.values),
        initial=QuestionStatus.WAITING,
        transitions=(
            REPLY,
            REPLY_TO_EXPERTS,
            DECLINE_QUESTION,
            MERGE_QUESTION,
            WITHHOLD_QUESTION,
        ),
    )
)

NEED_WORKFLOW = register(
    Workflow(
        name="need",
        model="requests_app.Need",
        statuses=tuple(NeedStatus.values),
        initial=NeedStatus.OPEN,
        transitions=(
            ANSWER_NEED,
            FALL_OPEN,
            MATCH_NEED,
            DELIVER_NEED,
            FALL_TO_PARTLY,
            MEET,
            MEET_PARTLY,
            DROP,
            STAND_AGAIN,
            WITHDRAW_NEED,
            SET_ASIDE,
        ),
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
