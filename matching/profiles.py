"""What the engine reads of a need and of an offer: plain values, no tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Place:
    """A State as the gates see it: its code, the M49 codes above it, its groupings on the day."""

    code: str
    m49: frozenset[str] = frozenset()
    groupings: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Requester:
    """Who asks: a State, or an organization that asks on behalf of its members.

    The groupings of an organization are the ones that it is, under whatever other code.
    """

    code: str
    kind: str = "state"
    m49: frozenset[str] = frozenset()
    groupings: frozenset[str] = frozenset()
    members: tuple[Place, ...] = ()

    @property
    def place(self) -> Place:
        return Place(self.code, self.m49, self.groupings)


@dataclass(frozen=True, slots=True)
class Scope:
    """Whom an offer reaches; an excluded State is never reached, whatever else is said."""

    everywhere: bool = False
    m49: frozenset[str] = frozenset()
    groupings: frozenset[str] = frozenset()
    states: frozenset[str] = frozenset()
    excluded_states: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class NeedProfile:
    """One need. Its code lists may be empty or wrong: the text has the last word."""

    id: str
    requester: Requester
    title: str
    text: str
    language: str = "en"
    areas: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    delivery_languages: tuple[str, ...] = ()
    needed_by: date | None = None
    excluded_providers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class OfferProfile:
    """One offer, as its provider described it."""

    id: str
    provider: str
    title: str
    description: str
    scope: Scope = field(default_factory=Scope)
    provider_kind: str = "organization"
    language: str = "en"
    areas: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    delivery_languages: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None
    last_confirmed: date | None = None
    is_open: bool = True
