"""What a person can say of the needs of a request now, as buttons. Reads only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from clearinghouse.core.errors import NotAllowed
from clearinghouse.core.rules import broken
from requests_app import permissions, workflow
from requests_app.enums import LIVE_NEEDS, RequestStatus
from requests_app.models import AssistanceRequest, Need

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_SAID = (workflow.MEET, workflow.MEET_PARTLY, workflow.STAND_AGAIN, workflow.DROP)


@dataclass(frozen=True, slots=True)
class NeedStep:
    """A button: its words, where it posts, and what it asks to be noted."""

    label: str | _StrPromise
    href: str
    note_label: str
    note_required: bool


@dataclass(frozen=True, slots=True)
class NeedLine:
    """One need with what the reader can say of it."""

    need: Need
    steps: tuple[NeedStep, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """How the needs of a request stand, and whether the reader may close it or is well advised to."""

    lines: tuple[NeedLine, ...]
    may_close: bool
    all_settled: bool


def standing_of(
    assistance_request: AssistanceRequest, *, user: Any, href: Callable[[Need, str], str]
) -> Standing:
    """Return the needs with their steps; `href(need, verb)` is where a step posts. Asks who may once, not per need."""
    needs = list(assistance_request.needs.all())
    for need in needs:
        need.assistance_request = assistance_request
    speaks = _passes(permissions.check_can_speak_for_need, user, needs[0]) if needs else False
    by_document = speaks and permissions.speaks_by_document(user, needs[0])
    return Standing(
        lines=tuple(
            NeedLine(need, _steps(need, href, by_document=by_document) if speaks else ())
            for need in needs
        ),
        may_close=assistance_request.status == RequestStatus.DISTRIBUTED
        and _passes(permissions.check_can_close, user, assistance_request),
        all_settled=bool(needs) and not any(need.status in LIVE_NEEDS for need in needs),
    )


def _steps(
    need: Need, href: Callable[[Need, str], str], *, by_document: bool
) -> tuple[NeedStep, ...]:
    return tuple(
        NeedStep(
            label=transition.label,
            href=href(need, transition.verb),
            note_label=_("Reference of the note verbale or document")
            if by_document
            else _("What was done, or what is missing, if you like"),
            note_required=by_document,
        )
        for transition in _SAID
        if need.status in transition.sources and not broken(need, transition.rules)
    )


def _passes(check: Callable[[Any, Any], None], user: Any, record: Any) -> bool:
    try:
        check(user, record)
    except NotAllowed:
        return False
    return True
