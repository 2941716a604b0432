"""What is written beside a match: the State asks, an expert answers, both sides note how the delivery goes."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clearinghouse.audit.record import record
from clearinghouse.core import clock
from clearinghouse.core.errors import RuleBroken, Stale
from matching import events, notices, permissions
from matching.enums import MatchStatus, NoteKind, Side
from matching.models import Match, MatchNote

_ASKED_ABOUT = frozenset({MatchStatus.PROPOSED, MatchStatus.WELCOMED, MatchStatus.AGREED, MatchStatus.DELIVERING})  # fmt: skip
_GOES_ON = frozenset({MatchStatus.AGREED, MatchStatus.DELIVERING})


def ask(match: Match, *, by: Any, note: str) -> MatchNote:
    """Ask the experts about an offer without declining it. They get a mail; the provider sees nothing of it."""
    permissions.check_can_answer_for_state(by, match)
    return _write(
        match, NoteKind.QUESTION, by=by, side=Side.STATE, text=note, missing=_("Write the question."),
        while_=_ASKED_ABOUT, event=events.MATCH_QUESTION,
    )  # fmt: skip


def reply(match: Match, *, by: Any, note: str) -> MatchNote:
    """Answer the State's question; its focal points get a mail."""
    permissions.check_can_review(by, match)
    if not match.notes.filter(kind=NoteKind.QUESTION).exists():
        raise Stale(_("The State has asked nothing about this offer."))
    return _write(
        match, NoteKind.ANSWER, by=by, side=Side.EXPERT, text=note, missing=_("Write the answer."),
        while_=_ASKED_ABOUT, event=events.MATCH_ANSWER,
    )  # fmt: skip


def note_progress(
    match: Match, *, by: Any, note: str, expected_on: date | None = None
) -> MatchNote:
    """Note how the delivery goes, and when it should be complete. The other side and the experts read it."""
    permissions.check_can_note_progress(by, match)
    side = permissions.side_of(by, match)
    assert side is not None
    return _write(
        match, NoteKind.PROGRESS, by=by, side=side, text=note, missing=_("Write a sentence on how it goes."),
        while_=_GOES_ON, event=events.MATCH_PROGRESS, expected_on=expected_on,
    )  # fmt: skip


def _write(
    match: Match,
    kind: NoteKind,
    *,
    by: Any,
    side: Side,
    text: str,
    missing: Any,
    while_: frozenset[MatchStatus],
    event: str,
    expected_on: date | None = None,
) -> MatchNote:
    if not text.strip():
        raise RuleBroken(missing)
    with transaction.atomic():
        locked = Match.objects.select_for_update(of=("self",)).get(pk=match.pk)
        if locked.status not in while_:
            raise Stale(
                _("This is not possible any more: the offer is now “%(status)s”.")
                % {"status": locked.get_status_display()}
            )
        note = MatchNote.objects.create(
            match=match, kind=kind, side=side, text=text.strip(), expected_on=expected_on,
            written_at=clock.now(), written_by=by,
        )  # fmt: skip
        # The note is its own history: the trail keeps that it was written, not a second copy of its words.
        record(event, by=by, about=note, case=match)
        if kind == NoteKind.QUESTION:
            notices.asked(note)
        elif kind == NoteKind.ANSWER:
            notices.answered(note)
    return note
