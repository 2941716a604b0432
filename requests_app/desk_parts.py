"""What apps above this one show on the page of a request at the desk. They register from their AppConfig.ready."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from requests_app.models import AssistanceRequest


@dataclass(frozen=True, slots=True)
class CasePart:
    """A part of the page: its template, which gets `part` and the record, and what `part` holds."""

    template: str
    part: Mapping[str, Any] = field(default_factory=dict)


_builders: list[Callable[[Any, AssistanceRequest], CasePart | None]] = []


def show_on_case(build: Callable[[Any, AssistanceRequest], CasePart | None]) -> None:
    """Ask `build(user, assistance_request)` for every case at the desk; nothing is shown where it returns None."""
    if build not in _builders:
        _builders.append(build)


def case_parts(user: Any, assistance_request: AssistanceRequest) -> list[CasePart]:
    """The parts in the order of registration."""
    return [part for build in _builders if (part := build(user, assistance_request))]
