"""Whether something is what a person wants to hear of. Pure: knows no table."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from clearinghouse.follow.enums import ItemKind


@dataclass(frozen=True, slots=True)
class Item:
    """Something that can be told, with the codes by which it is found. `label` is for pages only, never for a mail."""

    kind: ItemKind
    id: UUID
    at: datetime
    label: str
    href: str
    reference: str = ""
    areas: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    states: frozenset[str] = frozenset()
    is_for_all_states: bool = False
    is_for_all_categories: bool = False

    @property
    def kind_name(self) -> str:
        """The kind in words, for pages."""
        return str(self.kind.label)


class Wanted(Protocol):
    """What a follow asks for."""

    areas: list[str]
    kinds: list[str]
    categories: list[str]
    regions: list[str]
    states: list[str]


def fits(wanted: Wanted, item: Item) -> bool:
    """Every field that asks for something finds one of its values; regions and States are one field."""
    return (
        _one_of(wanted.areas, item.areas)
        and _one_of(wanted.kinds, item.kinds)
        and (item.is_for_all_categories or _one_of(wanted.categories, item.categories))
        and (item.is_for_all_states or _is_there(wanted, item))
    )


def _is_there(wanted: Wanted, item: Item) -> bool:
    if not wanted.regions and not wanted.states:
        return True
    return bool(
        item.regions.intersection(wanted.regions) or item.states.intersection(wanted.states)
    )


def _one_of(wanted: Collection[str], found: frozenset[str]) -> bool:
    return not wanted or bool(found.intersection(wanted))
