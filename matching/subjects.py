"""What a need asks about and an offer speaks of: vectors of subjects, and the codes that follow from them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import numpy as np

from matching import lexicon
from matching.inference import Reading
from matching.kinship import AREA_KINSHIP, AREAS, CATEGORIES, KIND_KINSHIP, KINDS
from matching.profiles import NeedProfile, OfferProfile

# How far a neighbouring subject (same areas, no other category) can stand in for the one asked about.
_SUBJECT_KINSHIP = 0.3
# What the model says below this share is noise; how much the words count where both speak.
_NOISE, _WORDS_SHARE = 0.05, 0.7
# A sentence of an offer that is this many times nearer to one subject than to the rest speaks of it in full.
_MEANT = 2.5
# A given area is doubtful when the text speaks of it less than this share of its main area.
_DOUBT = 0.2
# A code that the provider ticked and nowhere speaks of counts this much of one that the text bears out.
_TICKED_ONLY = 0.6
_UNTICKED_AREA, _UNTICKED_KIND = 0.65, 0.7
_GIVEN_SHARE, _INFERRED_KIND = 0.4, 0.6
# An offer for all categories whose text names others serves a category that it does not name this much.
_CATEGORY_NAMED, _UNNAMED_CATEGORY = 0.5, 0.6


def need_subjects(reading: Reading) -> np.ndarray:
    """Return what a need asks about as shares that sum to 1, or zeros when nothing was understood."""
    words = reading.by_words**1.5
    meaning = np.where(reading.by_meaning >= _NOISE, reading.by_meaning, 0.0)
    worded, meant = float(words.sum()), float(meaning.sum())
    words, meaning = words / max(worded, 1e-9), meaning / max(meant, 1e-9)
    if not worded:
        return meaning
    return _WORDS_SHARE * words + (1 - _WORDS_SHARE) * meaning if meant else words


def offer_subjects(reading: Reading) -> np.ndarray:
    """Return how fully an offer speaks of each subject, each between 0 and 1."""
    return np.maximum(reading.by_words, np.minimum(1.0, _MEANT * reading.by_meaning))


def reach(subjects: np.ndarray) -> np.ndarray:
    """Return how fully an offer with these subjects serves each, neighbours standing in."""
    return (_subject_kinship() * subjects).max(axis=1)


def offer_areas(offer: OfferProfile, reading: Reading) -> np.ndarray:
    """Return how fully an offer serves each area: ticked, spoken of, or near to one that is."""
    spoken = area_strengths(offer_subjects(reading))
    own = [_area_held(spoken.get(a, 0.0), ticked=a in offer.areas) for a in AREAS]
    return (AREA_KINSHIP * np.array(own)).max(axis=1)


def offer_kinds(offer: OfferProfile, reading: Reading) -> np.ndarray:
    """Return how fully an offer gives each kind of assistance; what its text rules out counts nothing."""
    own = [1.0 if k in offer.kinds else _UNTICKED_KIND * reading.kinds.get(k, 0.0) for k in KINDS]
    allowed = [k not in reading.ruled_out_kinds for k in KINDS]
    return (KIND_KINSHIP * np.array(own) * np.array(allowed)).max(axis=1)


def offer_categories(offer: OfferProfile, reading: Reading) -> np.ndarray:
    """Return how fully an offer serves each weapon category.

    None ticked means all, unless the text names some: then the others count less, being an afterthought.
    """
    named = {c for c in CATEGORIES if reading.categories.get(c, 0.0) >= _CATEGORY_NAMED}
    if offer.categories:
        return np.array([float(c in offer.categories) for c in CATEGORIES])
    return np.array([1.0 if not named or c in named else _UNNAMED_CATEGORY for c in CATEGORIES])


def need_areas(need: NeedProfile, subjects: np.ndarray) -> tuple[dict[str, float], tuple[str, ...]]:
    """Return the areas of a need as shares, and those given codes that its text does not bear out."""
    spoken = _as_shares(area_strengths(subjects / max(float(subjects.max(initial=0.0)), 1e-9)))
    if not spoken:
        return _as_shares(dict.fromkeys(need.areas, 1.0)), ()
    main = max(spoken.values())
    doubtful = tuple(a for a in need.areas if spoken.get(a, 0.0) < _DOUBT * main)
    trust = {a: 0.3 if a in doubtful else 1.0 for a in need.areas}
    share = _GIVEN_SHARE * sum(trust.values()) / len(trust) if trust else 0.0
    given = _as_shares(trust)
    merged = {a: share * given.get(a, 0.0) + (1 - share) * spoken.get(a, 0.0) for a in AREAS}
    return {a: s for a, s in merged.items() if s >= 0.02}, doubtful


def need_categories(need: NeedProfile, reading: Reading, subjects: np.ndarray) -> dict[str, float]:
    """Return the weapon categories of a need; the text counts more than a ticked box."""
    implied = _shares(subjects, CATEGORIES, [c.categories for c in lexicon.concepts()])
    spoken = {c: max(reading.categories.get(c, 0.0), implied.get(c, 0.0)) for c in CATEGORIES}
    merged = {c: max(s, 0.5 * (c in need.categories)) for c, s in spoken.items()}
    return {c: s for c, s in merged.items() if s >= 0.3}


def need_kinds(need: NeedProfile, reading: Reading) -> dict[str, float]:
    """Return the kinds of help a need asks for: those given, and with less weight those it speaks of."""
    return {
        **{k: _INFERRED_KIND * s for k, s in reading.kinds.items()},
        **dict.fromkeys(need.kinds, 1.0),
    }


def area_strengths(subjects: np.ndarray) -> dict[str, float]:
    """Return how strongly a vector of subjects speaks of each area."""
    return _shares(subjects, AREAS, [c.areas for c in lexicon.concepts()])


def outside_share(subjects: np.ndarray) -> float:
    """Return how much of what a need asks about is none of the resolution's business."""
    return float(sum(s for s, c in zip(subjects, lexicon.concepts(), strict=True) if c.outside))


def _area_held(spoken: float, *, ticked: bool) -> float:
    return _TICKED_ONLY + (1 - _TICKED_ONLY) * spoken if ticked else _UNTICKED_AREA * spoken


def _shares(
    subjects: np.ndarray, codes: tuple[str, ...], shares: list[Mapping[str, float]]
) -> dict[str, float]:
    table = np.array([[share.get(code, 0.0) for code in codes] for share in shares])
    strength = 1.0 - np.prod(1.0 - subjects[:, None] * table, axis=0)
    return {code: float(s) for code, s in zip(codes, strength, strict=True) if s >= 0.05}


def _as_shares(values: Mapping[str, float]) -> dict[str, float]:
    total = sum(values.values())
    return {k: v / total for k, v in values.items()} if total else {}


@lru_cache(maxsize=1)
def _subject_kinship() -> np.ndarray:
    listed = lexicon.concepts()
    areas = np.array([[c.areas.get(a, 0.0) for a in AREAS] for c in listed])
    lengths = np.linalg.norm(areas, axis=1)
    near = areas @ areas.T / np.maximum(np.outer(lengths, lengths), 1e-9)
    strangers = [[_no_common_category(c, d) for d in listed] for c in listed]
    kin = _SUBJECT_KINSHIP * near * ~np.array(strangers)
    np.fill_diagonal(kin, 1.0)
    return kin.astype(np.float32)


def _no_common_category(a: lexicon.Concept, b: lexicon.Concept) -> bool:
    return bool(a.categories) and bool(b.categories) and not set(a.categories) & set(b.categories)
