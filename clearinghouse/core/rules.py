"""What makes a function a numbered rule of the procedure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from clearinghouse.core.errors import Refusal

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

REGISTRY: dict[str, Rule] = {}


@dataclass(frozen=True, slots=True)
class Rule:
    """A condition on a record. Call it with the record: true when the condition holds."""

    number: str
    sentence: str | _StrPromise
    source: str
    field: str
    holds: Callable[[Any], bool]

    def __call__(self, record: Any) -> bool:
        return self.holds(record)

    @property
    def __name__(self) -> str:
        return self.holds.__name__


def rule(
    number: str, sentence: str | _StrPromise, *, source: str, field: str = ""
) -> Callable[[Callable[[Any], bool]], Rule]:
    """Declare a rule. `sentence` is what the person reads when it is broken, `source` where it comes from."""

    def declare(holds: Callable[[Any], bool]) -> Rule:
        if number in REGISTRY:
            raise ValueError(f"Rule {number} is declared twice.")
        declared = Rule(number=number, sentence=sentence, source=source, field=field, holds=holds)
        REGISTRY[number] = declared
        return declared

    return declare


def broken(record: Any, rules: Iterable[Rule]) -> tuple[Refusal, ...]:
    """Return every rule that the record breaks, in the order given."""
    return tuple(
        Refusal(number=each.number, sentence=each.sentence, field=each.field)
        for each in rules
        if not each(record)
    )
