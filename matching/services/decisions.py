"""What experts, States and providers decide about a pair. The engine never touches a pair after the first decision."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clearinghouse.core import clock
from clearinghouse.core.errors import RuleBroken
from clearinghouse.workflow.advance import advance
from clearinghouse.workflow.transition import Transition
from matching import notices, workflow
from matching.enums import DismissalCause, MatchStatus, Side
from matching.models import Match
from requests_app.models import Need
from requests_app.services.needs import follow


def shortlist(match: Match, *, by: Any, note: str = "") -> Match:
    """Keep an offer in view for its need; also takes back a dismissal. Nobody outside the desk is told."""
    return _advance(
        match,
        workflow.SHORTLIST,
        by=by,
        note=note,
        dismissed_cause="",
        dismissed_reason="",
        **_decided(by),
    )


def dismiss(match: Match, *, by: Any, note: str, cause: str = "") -> Match:
    """Put an offer aside for this need, with a cause, words or both; ranking again does not bring it back."""
    reason = note.strip()
    if cause in ("", DismissalCause.OTHER):
        reason = _given(note, missing=_("Give the reason: it is kept, and helps to rank better."))
    return _advance(
        match,
        workflow.DISMISS,
        by=by,
        note=reason,
        dismissed_cause=cause,
        dismissed_reason=reason,
        **_decided(by),
    )


def put_to_state(match: Match, *, by: Any, note: str = "") -> Match:
    """Show an offer to the State whose need it may meet, with a message; its focal points get a mail.

    The provider is not told: it learns of the State's wish only when the State welcomes the offer.
    """
    now = clock.now()
    return _advance(
        match,
        workflow.PUT_TO_STATE,
        by=by,
        note=note,
        message_to_state=note.strip(),
        proposed_at=now,
        proposed_by=by,
        decided_at=now,
        decided_by=by,
    )


def welcome(match: Match, *, by: Any, note: str = "") -> Match:
    """Say that the State would like this help; the provider gets a mail and sees the need from now on."""
    return _advance(match, workflow.WELCOME, by=by, note=note, **_answered_by_state(by))


def decline(match: Match, *, by: Any, note: str) -> Match:
    """Say that the State does not want this help, and why; the provider never learns of it."""
    reason = _given(
        note, missing=_("Say in a sentence why, so that the experts can look for something better.")
    )
    return _advance(
        match, workflow.DECLINE, by=by, note=reason, answer_reason=reason, **_answered_by_state(by)
    )


def take_back_decline(match: Match, *, by: Any, note: str = "") -> Match:
    """Take back that the State declined: the offer waits for its word again. Nobody is told."""
    return _advance(
        match,
        workflow.TAKE_BACK_DECLINE,
        by=by,
        note=note,
        answer_reason="",
        state_answered_at=None,
        state_answered_by=None,
    )


def agree(match: Match, *, by: Any, note: str = "") -> Match:
    """Say that the provider will give the help that the State welcomed; the need is matched."""
    return _advance_both(match, workflow.AGREE, by=by, note=note, **_answered_by_provider(by))


def turn_down(match: Match, *, by: Any, note: str) -> Match:
    """Say that the provider cannot give the help after all, and why; experts and the State read the reason."""
    reason = _given(note, missing=_("Say in a sentence why: the State reads it."))
    return _advance_both(
        match,
        workflow.TURN_DOWN,
        by=by,
        note=reason,
        answer_reason=reason,
        **_answered_by_provider(by),
    )


def begin(match: Match, *, by: Any, note: str = "") -> Match:
    """Record that the delivery has begun; the need is being delivered."""
    return _advance_both(match, workflow.BEGIN, by=by, note=note)


def complete(match: Match, *, by: Any, note: str = "") -> Match:
    """Record that the delivery is complete. Whether the need is met, only the State says; both sides are asked."""
    return _end(match, workflow.COMPLETE, by=by, note=note)


def fail(match: Match, *, by: Any, note: str) -> Match:
    """Record that an agreed delivery did not come about, and why; the need looks for help again."""
    reason = _given(note, missing=_("Say in a sentence why it did not come about."))
    return _end(match, workflow.FAIL, by=by, note=reason, answer_reason=reason)


def follow_need(need: Need) -> None:
    """Bring the need to where its matches stand: matched, being delivered, or back where it was before."""
    with transaction.atomic():
        # Locked before its matches are read, so that of two that fail at once the second sees the first.
        locked = Need.objects.select_for_update(of=("self",)).get(pk=need.pk)
        alive = locked.matches.all()
        came = alive.filter(status=MatchStatus.COMPLETED, ended_at__isnull=False)
        if locked.said_at is not None:
            came = came.filter(ended_at__gt=locked.said_at)
        follow(
            locked,
            agreed=alive.filter(status=MatchStatus.AGREED).exists(),
            delivering=alive.filter(status=MatchStatus.DELIVERING).exists() or came.exists(),
        )


def _end(match: Match, transition: Transition, *, by: Any, note: str, **fields: Any) -> Match:
    """End a delivery either way, and ask both sides how it went, in one transaction."""
    with transaction.atomic():
        moved = _advance_both(match, transition, by=by, note=note, ended_at=clock.now(), **fields)
        for side in (Side.STATE, Side.PROVIDER):
            notices.feedback_asked(moved, side=side)
    return moved


def _advance_both(
    match: Match, transition: Transition, *, by: Any, note: str, **fields: Any
) -> Match:
    """Move the match, and its need with it, in one transaction."""
    with transaction.atomic():
        moved = _advance(match, transition, by=by, note=note, **fields)
        follow_need(moved.need)
    return moved


def _advance(match: Match, transition: Transition, *, by: Any, note: str, **fields: Any) -> Match:
    moved = advance(match, transition, by=by, note=note.strip(), **fields)
    assert isinstance(moved, Match)
    return moved


def _given(note: str, *, missing: Any) -> str:
    if not note.strip():
        raise RuleBroken(missing)
    return note.strip()


def _decided(by: Any) -> dict[str, Any]:
    return {"decided_at": clock.now(), "decided_by": by}


def _answered_by_state(by: Any) -> dict[str, Any]:
    return {"state_answered_at": clock.now(), "state_answered_by": by}


def _answered_by_provider(by: Any) -> dict[str, Any]:
    return {"provider_answered_at": clock.now(), "provider_answered_by": by}
