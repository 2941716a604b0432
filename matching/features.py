"""How well offers fit a need, one column a feature, each between 0 and 1 and better when higher.

Columns over all candidates at once, so that a thousand offers cost little more than ten. No column
looks at the other offers: the score of a pair depends on the pair alone, so that a changed offer
needs its own pairs ranked again and no others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from matching import lexical, lexicon, subjects
from matching.embedder import Embedder
from matching.inference import Reading, read
from matching.kinship import AREAS, CATEGORIES, KINDS
from matching.profiles import NeedProfile, OfferProfile

FEATURES: tuple[str, ...] = (
    "subject", "area", "meaning", "words", "kind", "category", "language", "freshness", "timing", "aim", "focus",
)  # fmt: skip

_FRESH_YEARS, _STALE_YEARS = 1.5, 10.0
# Centred cosines of unrelated and of fitting texts.
_FAR, _NEAR = 0.05, 0.55
_CATEGORY_ASKED = 0.3
# What an offer speaks of less than this does not blur its focus.
_SPOKEN = 0.2


@dataclass(frozen=True, slots=True)
class NeedView:
    """A need as the features see it: given codes merged with what its text says."""

    profile: NeedProfile
    reading: Reading
    subjects: np.ndarray
    outside: float
    areas: Mapping[str, float]
    doubtful_areas: tuple[str, ...]
    categories: Mapping[str, float]
    kinds: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class OfferTable:
    """Offers as columns, read once; rank many needs against one table."""

    profiles: tuple[OfferProfile, ...]
    readings: tuple[Reading, ...]
    subjects: np.ndarray
    spoken: np.ndarray
    areas: np.ndarray
    categories: np.ndarray
    kinds: np.ndarray
    vectors: np.ndarray
    first_rows: np.ndarray

    @classmethod
    def of(cls, offers: Sequence[OfferProfile], *, embedder: Embedder) -> OfferTable:
        readings = tuple(
            read(o.title, o.description, o.language, embedder=embedder, as_query=False)
            for o in offers
        )
        pairs = list(zip(offers, readings, strict=True))
        rows = [len(r.vectors) for r in readings]
        spoken = [subjects.offer_subjects(r) for r in readings]
        return cls(
            profiles=tuple(offers),
            readings=readings,
            subjects=_stack([subjects.reach(each) for each in spoken], len(lexicon.concepts())),
            spoken=_stack(spoken, len(lexicon.concepts())),
            areas=_stack([subjects.offer_areas(o, r) for o, r in pairs], len(AREAS)),
            categories=_stack([subjects.offer_categories(o, r) for o, r in pairs], len(CATEGORIES)),
            kinds=_stack([subjects.offer_kinds(o, r) for o, r in pairs], len(KINDS)),
            vectors=np.concatenate([r.vectors for r in readings]) if readings else np.zeros((0, 0)),
            first_rows=np.cumsum([0, *rows[:-1]], dtype=np.intp),
        )


def view(need: NeedProfile, *, embedder: Embedder) -> NeedView:
    """Read a need and merge its given codes with those that its text speaks of."""
    reading = read(need.title, need.text, need.language, embedder=embedder, as_query=True)
    asked = subjects.need_subjects(reading)
    areas, doubtful = subjects.need_areas(need, asked)
    ours = np.array([not c.outside for c in lexicon.concepts()])
    return NeedView(
        profile=need,
        reading=reading,
        subjects=np.where(ours, asked, 0.0),
        outside=subjects.outside_share(asked),
        areas=areas,
        doubtful_areas=doubtful,
        categories=subjects.need_categories(need, reading, asked),
        kinds=subjects.need_kinds(need, reading),
    )


def features(need: NeedView, table: OfferTable, *, as_of: date) -> np.ndarray:
    """Return one row an offer, columns as in `FEATURES`."""
    if not table.profiles:
        return np.zeros((0, len(FEATURES)))
    texts = [r.segments.whole for r in table.readings]
    columns = (
        table.subjects @ need.subjects,
        table.areas @ _weights(need.areas, AREAS) * (1.0 - need.outside),
        meaning_fit(need, table),
        lexical.scores(need.reading.segments.whole, texts, language=need.profile.language),
        _share_held(_weights(need.kinds, KINDS), table.kinds),
        _category_fit(_weights(need.categories, CATEGORIES), table.categories),
        np.array([_language_fit(need.profile, o) for o in table.profiles]),
        np.array([_freshness(o, as_of) for o in table.profiles]),
        np.array([_timing(need.profile, o, as_of) for o in table.profiles]),
        np.array([_aim(o) for o in table.profiles]),
        _focus(need.subjects, table.spoken),
    )
    return np.stack([np.asarray(c, dtype=np.float64) for c in columns], axis=1)


def meaning_fit(need: NeedView, table: OfferTable) -> np.ndarray:
    """Return how near the texts are: as wholes, and each sentence of the need to its best in the offer."""
    if not need.reading.vectors.shape[1]:
        return np.zeros(len(table.profiles))
    near = table.vectors @ need.reading.vectors.T
    best = np.maximum.reduceat(near, table.first_rows, axis=0)
    raw = 0.4 * near[table.first_rows, 0] + 0.3 * best[:, 0] + 0.3 * best[:, 1:].mean(axis=1)
    return np.clip((raw - _FAR) / (_NEAR - _FAR), 0.0, 1.0)


def _category_fit(asked: np.ndarray, held: np.ndarray) -> np.ndarray:
    if not asked.any():
        return np.ones(len(held))
    return 0.5 * held @ asked / asked.sum() + 0.5 * (held * (asked >= _CATEGORY_ASKED)).max(axis=1)


def _language_fit(need: NeedProfile, offer: OfferProfile) -> float:
    wanted = need.delivery_languages or (need.language,)
    return float(bool(set(wanted) & set(offer.delivery_languages)))


def _freshness(offer: OfferProfile, as_of: date) -> float:
    confirmed = offer.last_confirmed or offer.valid_from
    if confirmed is None:
        return 0.0
    years = (as_of - confirmed).days / 365.25
    return float(np.clip((_STALE_YEARS - years) / (_STALE_YEARS - _FRESH_YEARS), 0.0, 1.0))


def _timing(need: NeedProfile, offer: OfferProfile, as_of: date) -> float:
    if offer.valid_from is not None and offer.valid_from > (need.needed_by or as_of):
        return 0.0
    if (
        need.needed_by is not None
        and offer.valid_until is not None
        and offer.valid_until < need.needed_by
    ):
        return 0.5
    return 1.0


def _aim(offer: OfferProfile) -> float:
    """Return how closely an offer is aimed: at named States, at a region or grouping, or at everybody."""
    if offer.scope.everywhere:
        return 0.0
    return 1.0 if offer.scope.states else 0.6


def _focus(asked: np.ndarray, spoken: np.ndarray) -> np.ndarray:
    """Return how much of what an offer speaks of was asked about: little for a programme of many windows."""
    near = subjects.reach(asked / max(float(asked.max(initial=0.0)), 1e-9))
    plain = np.where(spoken >= _SPOKEN, spoken, 0.0)
    return plain @ near / np.maximum(plain.sum(axis=1), 1e-9)


def _share_held(asked: np.ndarray, held: np.ndarray) -> np.ndarray:
    return held @ asked / asked.sum() if asked.any() else np.ones(len(held))


def _weights(values: Mapping[str, float], codes: tuple[str, ...]) -> np.ndarray:
    return np.array([values.get(c, 0.0) for c in codes])


def _stack(rows: list[np.ndarray], width: int) -> np.ndarray:
    return np.stack(rows).astype(np.float32) if rows else np.zeros((0, width), dtype=np.float32)
