"""What a second person's yes performs. Apps above register their steps from AppConfig.ready."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from clearinghouse.approvals.models import Approval


@dataclass(frozen=True, slots=True)
class Step:
    """`perform(approval, by)` does it, in the transaction of the approval, and raises a DomainError when it cannot be
    done any more; `describe(approval)` says in a sentence what exactly; `address(approval)` is where to look."""

    perform: Callable[[Approval, Any], object]
    describe: Callable[[Approval], str]
    address: Callable[[Approval], str]


_steps: dict[str, Step] = {}


def register(action: str, step: Step) -> None:
    """Say what the approval of this action performs."""
    _steps[action] = step


def step_of(approval: Approval) -> Step:
    """The registered step; KeyError when its app is not installed."""
    return _steps[approval.action]
