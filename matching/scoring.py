"""The score of a need and an offer: a mix of four likenesses, discounted for what is missing.

    fit   = (Σ weight × likeness / Σ weight) × Π (1 - discount × (1 - fulfilment)) × (1 - share outside)
    score = 1 / (1 + exp(-(slope × fit + intercept)))

Likenesses: subject, area, meaning, words. Fulfilments: kind of help, weapon category, language,
freshness, timing, aim, focus. Both lie between 0 and 1, so every better feature gives a better score. The
score is calibrated: of pairs scored 0.7, about seven in ten were judged a main part of the answer or more.
All figures stand in `weights.json`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from matching.eligibility import refusals
from matching.embedder import Embedder
from matching.enums import Confidence
from matching.explanation import Reason, explain, is_outside
from matching.features import FEATURES, NeedView, OfferTable, features, view
from matching.profiles import NeedProfile, OfferProfile

_FILE = Path(__file__).with_name("weights.json")
_FIGURES = ("version", "mix", "discounts", "calibration", "bands")


@dataclass(frozen=True, slots=True)
class Weights:
    """One version of the figures; matches keep the version that ranked them."""

    version: str
    mix: Mapping[str, float]
    discounts: Mapping[str, float]
    calibration: Mapping[str, Mapping[str, float]]
    bands: Mapping[str, float]

    @classmethod
    def read(cls, text: str) -> Weights:
        """Read weights; a negative weight or an unknown feature is refused, the score being monotone."""
        raw: dict[str, Any] = json.loads(text)
        raw = {key: raw[key] for key in _FIGURES}
        named = {**raw["mix"], **raw["discounts"]}
        if set(named) != set(FEATURES) or any(v < 0 for v in named.values()):
            raise ValueError("weights: every feature needs one, none below 0")
        if any(discount > 1 for discount in raw["discounts"].values()):
            raise ValueError("weights: a discount takes away the whole at most")
        return cls(**raw)


@dataclass(frozen=True, slots=True)
class Ranked:
    """One offer in the ranking of a need; `score` is comparable between needs."""

    offer_id: str
    rank: int
    score: float
    confidence: Confidence
    reasons: tuple[Reason, ...]
    features: Mapping[str, float]


@lru_cache(maxsize=1)
def current_weights() -> Weights:
    return Weights.read(_FILE.read_text(encoding="utf-8"))


def rank(
    need: NeedProfile,
    offers: Sequence[OfferProfile] | OfferTable,
    *,
    as_of: date,
    embedder: Embedder,
    weights: Weights | None = None,
) -> list[Ranked]:
    """Return every eligible offer, the best first, with its score, confidence and reasons.

    An ineligible offer is never among them. Equal scores stand in the order of their ids. Pass an
    `OfferTable` where several needs are ranked against the same offers.
    """
    weights = weights or current_weights()
    table = offers if isinstance(offers, OfferTable) else OfferTable.of(offers, embedder=embedder)
    need_view = view(need, embedder=embedder)
    rows = features(need_view, table, as_of=as_of)
    score = scores(
        rows, outside=need_view.outside, with_model=bool(embedder.dimension), weights=weights
    )
    open_rows = [i for i, offer in enumerate(table.profiles) if not refusals(need, offer, as_of)]
    ordered = sorted(open_rows, key=lambda i: (-score[i], table.profiles[i].id))
    return [
        Ranked(
            offer_id=table.profiles[row].id,
            rank=position,
            score=float(score[row]),
            confidence=confidence(float(score[row]), need_view, weights=weights),
            reasons=explain(
                need_view, table, row, as_of=as_of, with_model=bool(embedder.dimension)
            ),
            features=dict(zip(FEATURES, rows[row].round(4).tolist(), strict=True)),
        )
        for position, row in enumerate(ordered, start=1)
    ]


def scores(rows: np.ndarray, *, outside: float, with_model: bool, weights: Weights) -> np.ndarray:
    """Return the calibrated score of each row of features."""
    fit = fits(rows, with_model=with_model, weights=weights)
    line = weights.calibration["with_model" if with_model else "without_model"]
    return 1.0 / (1.0 + np.exp(-(line["slope"] * fit * (1.0 - outside) + line["intercept"])))


def fits(rows: np.ndarray, *, with_model: bool, weights: Weights) -> np.ndarray:
    """Return the fit of each row of features, before calibration."""
    mix = {k: w for k, w in weights.mix.items() if with_model or k != "meaning"}
    columns = [FEATURES.index(name) for name in mix]
    fit = rows[:, columns] @ np.array(list(mix.values())) / sum(mix.values())
    for name, discount in weights.discounts.items():
        fit = fit * (1.0 - discount * (1.0 - rows[:, FEATURES.index(name)]))
    return fit


def confidence(score: float, need: NeedView, *, weights: Weights) -> Confidence:
    """Return the band of a score; a need largely outside the resolution never gets more than weak."""
    if is_outside(need) or score < weights.bands["possible"]:
        return Confidence.WEAK
    return Confidence.LIKELY if score >= weights.bands["likely"] else Confidence.POSSIBLE
