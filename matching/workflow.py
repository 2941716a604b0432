"""The legal moves of a match, as a table."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clearinghouse.workflow.transition import Transition, Workflow, register
from matching import events, notices, permissions, rules
from matching.enums import MatchStatus

SHORTLIST = Transition(
    verb="shortlist",
    label=_("Shortlist"),
    sources=frozenset({MatchStatus.SUGGESTED, MatchStatus.DISMISSED}),
    target=MatchStatus.SHORTLISTED,
    check=permissions.check_can_review,
    event=events.MATCH_SHORTLISTED,
)

DISMISS = Transition(
    verb="dismiss",
    label=_("Dismiss"),
    sources=frozenset({MatchStatus.SUGGESTED, MatchStatus.SHORTLISTED}),
    target=MatchStatus.DISMISSED,
    check=permissions.check_can_review,
    event=events.MATCH_DISMISSED,
)

PUT_TO_STATE = Transition(
    verb="put_to_state",
    label=pgettext_lazy("button", "Put to the State"),
    sources=frozenset({MatchStatus.SUGGESTED, MatchStatus.SHORTLISTED}),
    target=MatchStatus.PROPOSED,
    check=permissions.check_can_review,
    rules=(rules.need_is_open, rules.request_is_under_way, rules.offer_is_eligible),
    event=events.MATCH_PUT_TO_STATE,
    notice=notices.proposed,
)

WELCOME = Transition(
    verb="welcome",
    label=_("Welcome"),
    sources=frozenset({MatchStatus.PROPOSED}),
    target=MatchStatus.WELCOMED,
    check=permissions.check_can_answer_for_state,
    rules=(rules.request_is_under_way, rules.offer_is_eligible),
    event=events.MATCH_WELCOMED,
    notice=notices.welcomed,
)

DECLINE = Transition(
    verb="decline",
    label=_("Decline"),
    sources=frozenset({MatchStatus.PROPOSED}),
    target=MatchStatus.DECLINED,
    check=permissions.check_can_answer_for_state,
    event=events.MATCH_DECLINED,
)

TAKE_BACK_DECLINE = Transition(
    verb="take_back_decline",
    label=_("Take back that you declined"),
    sources=frozenset({MatchStatus.DECLINED}),
    target=MatchStatus.PROPOSED,
    check=permissions.check_can_answer_for_state,
    rules=(rules.decline_is_fresh, rules.request_is_under_way),
    event=events.DECLINE_TAKEN_BACK,
)

AGREE = Transition(
    verb="agree",
    label=_("Agree to assist"),
    sources=frozenset({MatchStatus.WELCOMED}),
    target=MatchStatus.AGREED,
    check=permissions.check_can_answer_for_provider,
    rules=(rules.request_takes_answers,),
    event=events.MATCH_AGREED,
)

TURN_DOWN = Transition(
    verb="turn_down",
    label=_("Cannot assist"),
    sources=frozenset({MatchStatus.WELCOMED}),
    target=MatchStatus.DECLINED,
    check=permissions.check_can_answer_for_provider,
    event=events.MATCH_TURNED_DOWN,
)

BEGIN = Transition(
    verb="begin",
    label=_("Delivery has begun"),
    sources=frozenset({MatchStatus.AGREED}),
    target=MatchStatus.DELIVERING,
    check=permissions.check_can_follow,
    rules=(rules.request_takes_answers,),
    event=events.MATCH_BEGUN,
)

COMPLETE = Transition(
    verb="complete",
    label=_("Delivery is complete"),
    sources=frozenset({MatchStatus.DELIVERING}),
    target=MatchStatus.COMPLETED,
    check=permissions.check_can_follow,
    event=events.MATCH_COMPLETED,
)

FAIL = Transition(
    verb="fail",
    label=_("Did not come about"),
    sources=frozenset({MatchStatus.AGREED, MatchStatus.DELIVERING}),
    target=MatchStatus.FAILED,
    check=permissions.check_can_follow,
    event=events.MATCH_FAILED,
)

MATCH_WORKFLOW = register(
    Workflow(
        name="match",
        model="matching.Match",
        statuses=tuple(MatchStatus.values),
        initial=MatchStatus.SUGGESTED,
        transitions=(
            SHORTLIST,
            DISMISS,
            PUT_TO_STATE,
            WELCOME,
            DECLINE,
            TAKE_BACK_DECLINE,
            AGREE,
            TURN_DOWN,
            BEGIN,
            COMPLETE,
            FAIL,
        ),
    )
)
