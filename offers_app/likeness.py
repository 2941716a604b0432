"""Whether an offer says what another of the same provider says already. Letters and codes only, in any language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from offers_app import selectors
from offers_app.models import Offer

# Shares of common letter triples and codes above which two offers look like one; tried on the demonstration.
ALIKE: Final = 0.6
_WEIGHT_OF_TITLE, _WEIGHT_OF_TEXT, _WEIGHT_OF_CODES = 0.4, 0.4, 0.2
# Shorter titles say too little to warn about.
SHORTEST_TITLE: Final = 8


def most_alike(offer: Offer) -> Offer | None:
    """Return the provider's other offer that this one nearly repeats, if there is any. Writes nothing."""
    if len(offer.title.strip()) < SHORTEST_TITLE:
        return None
    others = selectors.others_of_provider(offer)
    found = max(((likeness(offer, other), other) for other in others), key=_first, default=None)
    return found[1] if found and found[0] >= ALIKE else None


def likeness(one: Offer, other: Offer) -> float:
    """From 0 to 1. Where one of them has no description or codes yet, the rest counts for all."""
    parts = [(_WEIGHT_OF_TITLE, _share(_triples(one.title), _triples(other.title)))]
    if one.description and other.description:
        texts = _triples(one.description), _triples(other.description)
        parts.append((_WEIGHT_OF_TEXT, _share(*texts)))
    codes = {*one.areas, *one.kinds}, {*other.areas, *other.kinds}
    if all(codes):
        parts.append((_WEIGHT_OF_CODES, _share(*codes)))
    return sum(weight * share for weight, share in parts) / sum(weight for weight, _share in parts)


def _triples(text: str) -> set[str]:
    words = f"  {' '.join(text.casefold().split())} "
    return {words[start : start + 3] for start in range(len(words) - 2)}


def _share(one: Iterable[str], other: Iterable[str]) -> float:
    first, second = set(one), set(other)
    return len(first & second) / len(first | second) if first | second else 0.0


def _first(pair: tuple[float, Offer]) -> float:
    return pair[0]
