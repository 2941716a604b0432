"""A legal move of a record: its verb, from where, to where, by whom, under which rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from clearinghouse.core.rules import Rule

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of a workflow table.

    `check(user, record)` raises NotAllowed; `event` names the audit event; `notice(record)` queues what people
    are told, in the same transaction.
    """

    verb: str
    label: str | _StrPromise
    sources: frozenset[str]
    target: str
    check: Callable[[Any, Any], None]
    event: str
    rules: tuple[Rule, ...] = ()
    notice: Callable[[Any], None] | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Workflow:
    """The whole table of one kind of record."""

    name: str
    model: str
    statuses: tuple[str, ...]
    initial: str
    transitions: tuple[Transition, ...]

    def by_verb(self, verb: str) -> Transition:
        """Return the transition of that verb; KeyError when the table has none."""
        for transition in self.transitions:
            if transition.verb == verb:
                return transition
        raise KeyError(verb)


REGISTRY: dict[str, Workflow] = {}


def register(workflow: Workflow) -> Workflow:
    """Make the table known to the diagram, the matrix and the contract tests."""
    REGISTRY[workflow.name] = workflow
    return workflow
