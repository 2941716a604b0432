"""What experts, States and providers decide about a pair. The engine never touches a pair after the first decision."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from clearinghouse.core import clock
from clearinghouse.core.errors import RuleBroken
from clearinghouse.workflow.advance import advance
from clearinghouse.workflow.transition import Transition
from matching import workflow
from matching.models import Match


def shortlist(match: Match, *, by: Any, note: str = "") -> Match:
    """Keep an offer in view for its need; also takes back a dismissal. Nobody outside the desk is told."""
    return _advance(
        match, workflow.SHORTLIST, by=by, note=note, dismissed_reason="", **_decided(by)
    )


def dismiss(match: Match, *, by: Any, note: str) -> Match:
    """Put an offer aside for this need, with the reason; ranking again does not bring it back."""
    reason = _given(note, missing=_("Give the reason: it is kept, and helps to rank better."))
    return _advance(
        match, workflow.DISMISS, by=by, note=reason, dismissed_reason=reason, **_decided(by)
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


def agree(match: Match, *, by: Any, note: str = "") -> Match:
    """Say that the provider will give the help that the State welcomed."""
    return _advance(match, workflow.AGREE, by=by, note=note, **_answered_by_provider(by))


def turn_down(match: Match, *, by: Any, note: str) -> Match:
    """Say that the provider cannot give the help after all, and why; experts and the State read the reason."""
    reason = _given(note, missing=_("Say in a sentence why: the State reads it."))
    return _advance(
        match,
        workflow.TURN_DOWN,
        by=by,
        note=reason,
        answer_reason=reason,
        **_answered_by_provider(by),
    )


def begin(match: Match, *, by: Any, note: str = "") -> Match:
    """Record that the delivery has begun."""
    return _advance(match, workflow.BEGIN, by=by, note=note)


def complete(match: Match, *, by: Any, note: str = "") -> Match:
    """Record that the delivery is complete. Whether the need is met, the State says elsewhere."""
    return _advance(match, workflow.COMPLETE, by=by, note=note)


def fail(match: Match, *, by: Any, note: str) -> Match:
    """Record that an agreed delivery did not come about, and why."""
    reason = _given(note, missing=_("Say in a sentence why it did not come about."))
    return _advance(match, workflow.FAIL, by=by, note=reason, answer_reason=reason)


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
