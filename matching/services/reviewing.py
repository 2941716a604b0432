"""What experts do on the review pages beside single decisions: notes, several decisions at once, the last look."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clearinghouse.audit.record import record
from clearinghouse.core import clock
from clearinghouse.core.errors import DomainError, NotAllowed, RuleBroken
from matching import events, permissions
from matching.models import Look, Match, PairNote
from requests_app.models import Need


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of several decisions: those taken, and those refused with the reason."""

    done: list[Match] = field(default_factory=list)
    refused: list[tuple[Match, DomainError]] = field(default_factory=list)


@transaction.atomic
def note_pair(match: Match, *, by: Any, text: str) -> PairNote:
    """Write a note on a need and an offer, for the desk only; it is dated and cannot be changed afterwards."""
    permissions.check_can_review(by, match)
    if not text.strip():
        raise RuleBroken(_("Write the note first: an empty one helps nobody."))
    note = PairNote.objects.create(
        need=match.need,
        offer=match.offer,
        text=text.strip(),
        written_at=clock.now(),
        written_by=by,
    )
    # About the note and not about the match: the history of a match is read by the State and the provider.
    record(events.PAIR_NOTED, by=by, about=note)
    return note


def decide_several(
    matches: Iterable[Match], decide: Callable[..., Match], *, by: Any, **given: Any
) -> Outcome:
    """Take the same decision on several matches, each as if it were taken alone.

    One that is refused does not stop the others; somebody who may not decide at all is refused at once.
    """
    outcome = Outcome()
    for match in matches:
        try:
            outcome.done.append(decide(match, by=by, **given))
        except NotAllowed:
            raise
        except DomainError as error:
            outcome.refused.append((match, error))
    return outcome


def look_at(need: Need, *, by: Any) -> None:
    """Remember that the person has now seen what stands on the need's page."""
    Look.objects.update_or_create(need=need, looked_by=by, defaults={"looked_at": clock.now()})
