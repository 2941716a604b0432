"""From events to sentences, for the history panel."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from clearinghouse.audit.models import AuditEvent

_sentences: dict[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a history: when, what in words, who, and the reason given."""

    at: datetime
    sentence: str
    by: str
    note: str


def describe(sentences: dict[str, Any]) -> None:
    """Register the translatable sentences of an app's events; called from its AppConfig.ready."""
    _sentences.update(sentences)


def timeline(case_id: UUID, *, hide_names: bool = False) -> list[Line]:
    """History of a case, oldest first. With `hide_names`, desk people appear without their names."""
    return lines(AuditEvent.objects.filter(case_id=case_id), hide_names=hide_names)


def lines(events: Iterable[AuditEvent], *, hide_names: bool = False) -> list[Line]:
    """Sentences for the given events."""
    return [
        Line(
            at=event.at,
            sentence=str(_sentences.get(event.event, event.event)),
            by="" if hide_names or event.by_id is None else event.by_name,
            note=event.note,
        )
        for event in events
    ]
