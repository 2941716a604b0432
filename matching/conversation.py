"""What a match page shows beside the decision: questions, progress, feedback, and one timeline of it all. Reads only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from clearinghouse.access.catalogue import DeskRole
from clearinghouse.access.checks import has_desk_role, is_desk
from clearinghouse.audit.timeline import Line
from clearinghouse.core.templatetags.ui import day_text
from matching import permissions, selectors
from matching.enums import MatchStatus, NoteKind, Side
from matching.models import Feedback, Match, MatchNote

_ASKED_ABOUT = (MatchStatus.PROPOSED, MatchStatus.WELCOMED, MatchStatus.AGREED, MatchStatus.DELIVERING)  # fmt: skip
_GOES_ON = (MatchStatus.AGREED, MatchStatus.DELIVERING)
_ENDED = (MatchStatus.COMPLETED, MatchStatus.FAILED)
# The provider never learns what the State and the experts say to each other.
_BETWEEN_STATE_AND_EXPERTS = (NoteKind.QUESTION, NoteKind.ANSWER)


@dataclass(frozen=True, slots=True)
class Talk:
    """What was written beside a match, as far as the reader may read it, and what the reader may add."""

    questions: tuple[MatchNote, ...]
    progress: tuple[MatchNote, ...]
    expected_on: date | None
    feedback: tuple[Feedback, ...]
    ask_href: str
    reply_href: str
    progress_href: str
    feedback_href: str

    @property
    def asks_feedback(self) -> bool:
        """Whether the reader's side is asked how it went."""
        return bool(self.feedback_href)


def of(match: Match, *, user: Any) -> Talk:
    """Return what stands beside the match for this reader."""
    side, notes = permissions.side_of(user, match), _notes_for(match, user)
    progress = tuple(note for note in notes if note.kind == NoteKind.PROGRESS)
    given = [each for each in match.feedback.all() if each.side == side]
    is_over = match.status in _ENDED and match.ended_at is not None
    return Talk(
        questions=tuple(note for note in notes if note.kind in _BETWEEN_STATE_AND_EXPERTS),
        progress=progress,
        expected_on=next((n.expected_on for n in reversed(progress) if n.expected_on), None),
        feedback=tuple(_feedback_for(match, user, side)),
        ask_href=_href("matching:step", match, "ask")
        if side == Side.STATE and match.status in _ASKED_ABOUT
        else "",
        reply_href=_href("admin:desk_matching:step", match, "reply")
        if any(note.kind == NoteKind.QUESTION for note in notes)
        and match.status in _ASKED_ABOUT
        and has_desk_role(user, DeskRole.EXPERT)
        else "",
        progress_href=_href("matching:progress", match)
        if side and match.status in _GOES_ON
        else "",
        feedback_href=_href("matching:feedback", match) if side and is_over and not given else "",
    )


def timeline(match: Match, history: Iterable[Line], *, user: Any) -> list[Line]:
    """Return the history with the notes on progress in their places."""
    expected = _("Expected to be complete on")
    notes = [
        Line(
            at=note.written_at,
            sentence=_("How it goes, says %(side)s.") % {"side": note.get_side_display()},
            by="",
            note=f"{note.text}\n{expected} {day_text(note.expected_on)}"
            if note.expected_on
            else note.text,
        )
        for note in _notes_for(match, user)
        if note.kind == NoteKind.PROGRESS
    ]
    return sorted([*history, *notes], key=lambda line: line.at)


def _notes_for(match: Match, user: Any) -> list[MatchNote]:
    """Progress is for both sides; questions and answers for the State's people and the desk."""
    notes = list(match.notes.all())
    if is_desk(user) or selectors.shown_to_state(user).filter(pk=match.pk).exists():
        return notes
    return [note for note in notes if note.kind not in _BETWEEN_STATE_AND_EXPERTS]


def _feedback_for(match: Match, user: Any, side: Side | None) -> list[Feedback]:
    if side is not None or is_desk(user):
        return selectors.feedback_shown(match, to=side)
    # A drafter reads with the State.
    return selectors.feedback_shown(match, to=Side.STATE)


def _href(name: str, match: Match, *more: str) -> str:
    return reverse(name, args=[match.pk, *more])
