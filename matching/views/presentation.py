"""A match as a page shows it: sentences in the reader's language, and the steps that the reader may take."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clearinghouse.core.errors import NotAllowed
from clearinghouse.workflow.advance import may
from clearinghouse.workflow.transition import Transition
from matching import reasons, selectors, workflow
from matching.eligibility import Refusal
from matching.enums import Confidence, DismissalCause, MatchStatus
from matching.models import Match

CONFIDENCE_TONES = {
    Confidence.LIKELY: "good",
    Confidence.POSSIBLE: "progress",
    Confidence.WEAK: "neutral",
}


@dataclass(frozen=True, slots=True)
class Action:
    """A step as a button: where it posts, what it asks, and why it cannot be taken now."""

    verb: str
    label: Any
    href: str
    question: Any
    note_label: Any
    note_required: bool
    tone: str
    disabled_reason: str
    key: str = ""
    choices_label: Any = ""
    choices: list[tuple[str, Any]] = field(default_factory=list)


# Keys of the list at the desk: static/js/list_keys.js.
_KEYS = {"shortlist": "s", "dismiss": "d", "put_to_state": "p"}
_NOTES: dict[str, tuple[Any, Any, bool, str]] = {
    "shortlist": ("", "", False, ""),
    "dismiss": (
        _(
            "The offer is put aside for this need. Ranking again does not bring it back; you can take it back here."
        ),
        _("In your own words, needed where no cause fits"),
        False,
        "danger",
    ),
    "put_to_state": (
        _("The State sees the offer, its provider and your message. The provider is not told."),
        _("Message to the State"),
        False,
        "primary",
    ),
    "welcome": (
        _(
            "The provider is told that you would like its help, and sees this need and your mission’s contact."
        ),
        _("Message, if you like"),
        False,
        "primary",
    ),
    "decline": (_("The provider does not learn of it."), _("Reason"), True, "danger"),
    "take_back_decline": (
        _("The offer waits for your word again, as if you had not declined it."),
        _("Message, if you like"),
        False,
        "primary",
    ),
    "agree": (
        _("The State and the experts see that you will assist."),
        _("Message, if you like"),
        False,
        "primary",
    ),
    "turn_down": (_("The State and the experts read your reason."), _("Reason"), True, "danger"),
    "begin": ("", "", False, "primary"),
    "complete": ("", "", False, "primary"),
    "fail": (_("The State and the experts read the reason."), _("Reason"), True, "danger"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One match with everything that its card shows."""

    match: Match
    sentences: dict[str, list[reasons.Sentence]]
    lapsed: list[str]
    actions: list[Action]
    confidence_tone: str
    percent: int


def line(match: Match, *, user: Any, url_name: str) -> Line:
    """Return a match for the reader; steps that this person may never take are left out."""
    return Line(
        match=match,
        sentences=reasons.render_all(match.reasons),
        lapsed=refusal_sentences(match.refusals_now or ()),
        actions=actions(match, user=user, url_name=url_name),
        confidence_tone=CONFIDENCE_TONES[Confidence(match.confidence)],
        percent=round(100 * match.score),
    )


def actions(match: Match, *, user: Any, url_name: str) -> list[Action]:
    """Return the steps from where the match stands; one that a rule forbids is there with the rule's sentence."""
    found = []
    for transition in workflow.MATCH_WORKFLOW.transitions:
        if match.status not in transition.sources:
            continue
        refusal = may(match, transition, user)
        if not isinstance(refusal, NotAllowed):
            found.append(
                _action(match, transition, url_name, str(refusal.sentence) if refusal else "")
            )
    return found


def refusal_sentences(refusals: Iterable[Refusal]) -> list[str]:
    """Return why an offer is refused, with the names of the parties."""
    listed = list(refusals)
    names = selectors.party_names(r.requester for r in listed if r.requester) if listed else {}
    return [reasons.render_refusal(refusal, names=names) for refusal in listed]


def _label(match: Match, transition: Transition) -> Any:
    is_undone = match.status == MatchStatus.DISMISSED and transition.verb == "shortlist"
    return _("Take back the dismissal") if is_undone else transition.label


def _action(match: Match, transition: Transition, url_name: str, reason: str) -> Action:
    question, note_label, note_required, tone = _NOTES[transition.verb]
    return Action(
        verb=transition.verb,
        label=_label(match, transition),
        href=reverse(url_name, args=[match.pk, transition.verb]),
        question=question,
        note_label=note_label,
        note_required=note_required,
        tone=tone,
        disabled_reason=reason,
        key=_KEYS.get(transition.verb, ""),
        choices_label=_("Cause") if transition.verb == "dismiss" else "",
        choices=list(DismissalCause.choices) if transition.verb == "dismiss" else [],
    )
