"""Who could meet all needs of a request together: the smallest set of providers, then of their offers.

Pure: plain values in, plain values out. A need is a bit of a mask, so that "covers" is an `or`. Whatever the order
of the input, the answer is the same: providers and offers are taken in the order of their codes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

# So much work at most, a second or so, for a page waits for it. Where that ends the search, `is_proven` says so.
_PATIENCE = 20_000
# Choosing a set looks at all others; asking whether a cover is possible looks at the masks alone.
_CHOOSING, _ASKING = 10, 1
# Scores are added as whole numbers: the sum does not depend on the order.
_SCALE = 10_000


@dataclass(frozen=True, slots=True)
class Candidate:
    """One offer that could answer some of the needs; `scores` by need."""

    offer: str
    provider: str
    scores: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Coalition:
    """Which offer is to answer which need.

    `picks` holds the best of the chosen offers for each need that any candidate covers, `uncovered` the
    needs that none does. `is_proven` is false when there were too many equal choices to compare them all.
    """

    providers: tuple[str, ...]
    picks: Mapping[str, str]
    uncovered: tuple[str, ...]
    total: float
    is_proven: bool = True

    @property
    def offers(self) -> tuple[str, ...]:
        return tuple(sorted(set(self.picks.values())))


@dataclass(frozen=True, slots=True)
class _Set:
    """A provider or an offer: what it covers, and how well, by the number of the need."""

    key: str
    mask: int
    worth: tuple[int, ...]


def smallest(
    needs: Sequence[str], candidates: Iterable[Candidate], *, patience: int = _PATIENCE
) -> Coalition:
    """Return the fewest providers that cover every need that can be covered; among them the fewest offers, then the best.

    "Best" is the highest sum, over the needs, of the score of the best chosen offer. Where the work that `patience`
    allows is not enough to compare everything, the best found so far, and `is_proven` is false.
    """
    listed = sorted(candidates, key=lambda each: (each.provider, each.offer))
    offers = {each.offer: _as_set(each.offer, [each], needs) for each in listed}
    by_provider: dict[str, list[Candidate]] = {}
    for each in listed:
        by_provider.setdefault(each.provider, []).append(each)
    providers = [_as_set(code, own, needs) for code, own in by_provider.items()]
    best: tuple[tuple[int, int], tuple[_Set, ...], tuple[_Set, ...]] | None = None
    left = _Patience(patience)
    search = _Search(providers, left)
    for chosen in search.covers():
        keys = {each.key for each in chosen}
        inner = _Search([offers[c.offer] for c in listed if c.provider in keys], left)
        for picked in inner.covers():
            rank = (len(picked), -_worth(picked))
            if best is None or rank < best[0]:
                best = (rank, chosen, picked)
            inner.floor = max(inner.floor, -rank[1])
        # A set whose every provider gives one offer cannot be beaten but by its worth.
        if best is not None and best[0][0] == len(chosen):
            search.floor = max(search.floor, -best[0][1])
    if best is None:
        return Coalition((), {}, tuple(needs), 0.0)
    return _told(needs, best[1], best[2], is_proven=not left.is_over)


def alternatives(
    needs: Sequence[str],
    candidates: Collection[Candidate],
    *,
    first: Coalition | None = None,
    at_most: int = 2,
) -> list[Coalition]:
    """Return the next best coalitions: what remains when one provider of the best one does not take part.

    Only those that leave no further need without an answer. `first` is the best one, where it is known already; all
    together take no more work than it may.
    """
    first = first or smallest(needs, candidates)
    found: dict[tuple[str, ...], Coalition] = {}
    patience = _PATIENCE // max(1, len(first.providers))
    for code in first.providers:
        others = [each for each in candidates if each.provider != code]
        other = smallest(needs, others, patience=patience)
        if other.uncovered == first.uncovered:
            found.setdefault(other.offers, other)
    ordered = sorted(
        found.values(), key=lambda c: (len(c.providers), len(c.offers), -c.total, c.offers)
    )
    return ordered[:at_most]


@dataclass(slots=True)
class _Patience:
    left: int

    @property
    def is_over(self) -> bool:
        return self.left <= 0


class _Search:
    """All smallest covers of what the sets cover together, the best ones first; worse than `floor` are left out."""

    def __init__(self, sets: Sequence[_Set], patience: _Patience) -> None:
        self.floor = -1
        self._patience = patience
        self._sets = sets
        self._all = 0
        for each in sets:
            self._all |= each.mask
        self._masks = _without_the_lesser({each.mask for each in sets})
        self._most = max((mask.bit_count() for mask in self._masks), default=0)
        self._hopeless: set[tuple[int, int]] = set()

    def covers(self) -> Iterator[tuple[_Set, ...]]:
        if not self._all:
            return
        size = next(n for n in range(1, len(self._sets) + 1) if self._can_cover(self._all, n))
        if self._patience.is_over:
            yield self._greedy()
            return
        yield from self._extend((), self._all, size, tuple(self._sets))

    def _greedy(self) -> tuple[_Set, ...]:
        """A cover without any search: always the set that adds most, then the better one."""
        chosen: list[_Set] = []
        missing = self._all
        while missing:
            chosen.append(
                min(
                    self._sets,
                    key=lambda s: (-(s.mask & missing).bit_count(), -sum(s.worth), s.key),
                )
            )
            missing &= ~chosen[-1].mask
        return tuple(chosen)

    def _extend(
        self, chosen: tuple[_Set, ...], missing: int, size: int, allowed: tuple[_Set, ...]
    ) -> Iterator[tuple[_Set, ...]]:
        if not missing:
            yield chosen
            return
        if not self._can_cover(missing, size):
            return
        # The need with the fewest answers decides soonest whether this branch leads anywhere.
        bit = min(_bits(missing), key=lambda b: sum(1 for each in allowed if each.mask & b))
        number = bit.bit_length() - 1
        answers = sorted(
            (each for each in allowed if each.mask & bit),
            key=lambda each: (-each.worth[number], -sum(each.worth), each.key),
        )
        for each in answers:
            # Every cover with this one has been seen once the branch is done: the next ones go without it.
            rest = tuple(other for other in allowed if other is not each)
            self._patience.left -= _CHOOSING
            if self._patience.is_over or _worth((*chosen, *allowed)) <= self.floor:
                return
            yield from self._extend((*chosen, each), missing & ~each.mask, size - 1, rest)
            allowed = rest

    def _can_cover(self, missing: int, size: int) -> bool:
        """Whether so many sets can cover what is missing, or patience has ended before that was known.

        What was found hopeless once is not tried again.
        """
        if not missing or self._patience.is_over:
            return True
        if missing.bit_count() > size * self._most or (missing, size) in self._hopeless:
            return False
        self._patience.left -= _ASKING
        bit = missing & -missing
        if any(
            self._can_cover(missing & ~mask, size - 1)
            for mask in sorted(
                (m for m in self._masks if m & bit), key=lambda m: -(m & missing).bit_count()
            )
        ):
            return True
        self._hopeless.add((missing, size))
        return False


def _as_set(key: str, own: Sequence[Candidate], needs: Sequence[str]) -> _Set:
    mask = 0
    worth = [0] * len(needs)
    for number, need in enumerate(needs):
        scores = [each.scores[need] for each in own if need in each.scores]
        if scores:
            mask |= 1 << number
            worth[number] = round(_SCALE * max(scores))
    return _Set(key, mask, tuple(worth))


def _worth(sets: Sequence[_Set]) -> int:
    return sum(max(column) for column in zip(*(each.worth for each in sets), strict=True))


def _without_the_lesser(masks: set[int]) -> list[int]:
    """Leave out what covers no more than another: it never makes a cover smaller."""
    kept: list[int] = []
    for mask in sorted(masks, key=lambda m: (-m.bit_count(), m)):
        if not any(mask | other == other for other in kept):
            kept.append(mask)
    return kept


def _bits(mask: int) -> Iterator[int]:
    while mask:
        yield mask & -mask
        mask &= mask - 1


def _told(
    needs: Sequence[str],
    providers: tuple[_Set, ...],
    offers: tuple[_Set, ...],
    *,
    is_proven: bool,
) -> Coalition:
    picks = {}
    for number, need in enumerate(needs):
        holding = [each for each in offers if each.mask >> number & 1]
        if holding:
            picks[need] = min(holding, key=lambda each: (-each.worth[number], each.key)).key
    return Coalition(
        providers=tuple(sorted(each.key for each in providers)),
        picks=picks,
        uncovered=tuple(need for need in needs if need not in picks),
        total=_worth(offers) / _SCALE,
        is_proven=is_proven,
    )
