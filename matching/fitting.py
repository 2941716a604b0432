"""Choosing weights by machine: the same readable score, its figures moved one at a time.

The measure is the mean over languages of nDCG@10, so that a language with few cases weighs as much as
one with many. Each figure is tried at a few steps around where it stands and kept where the measure
rises; a small price on every step away from the present figures keeps them where nothing speaks for
moving. No figure becomes negative and no discount exceeds 1, so the score stays monotone.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import mean

import numpy as np

from matching.casefile import CaseFile
from matching.eligibility import refusals
from matching.embedder import Embedder
from matching.evaluation import GOOD
from matching.features import OfferTable, features, view
from matching.scoring import Weights, fits, scores

_STEPS = (0.5, 0.7, 0.85, 1.15, 1.4, 2.0)
_PASSES = 4
_FOLDS = 5
# What moving one figure by its whole size must earn in nDCG: keeps figures that do not matter where they are.
_PRICE = 0.01
_AT = 10
# What a judgement for and against is worth as a share: another judge would sometimes say otherwise,
# and new needs are never read as well as those that the words were chosen on.
_SURE = (0.8, 0.005)
# No discount takes away everything: a missing fulfilment is no gate.
_MOST = 0.9


@dataclass(frozen=True, slots=True)
class Labelled:
    """The eligible offers of one need as rows of features, with their grades; `weight` is small for decisions."""

    need: str
    language: str
    rows: np.ndarray
    outside: float
    grades: np.ndarray
    weight: float = 1.0
    trap: str = ""
    original: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """New weights beside what cross-validation makes one expect of them."""

    weights: Weights
    before: float
    after: float
    expected: float


def labelled(cases: CaseFile, *, embedder: Embedder) -> list[Labelled]:
    """Return the features of every eligible pair of the cases; offers without a judgement have grade 0."""
    table = OfferTable.of(cases.offers, embedder=embedder)
    found = []
    for need in cases.needs:
        asked = view(need, embedder=embedder)
        is_open = [not refusals(need, o, cases.as_of) for o in cases.offers]
        graded = cases.grades.get(need.id, {})
        found.append(
            Labelled(
                need=need.id,
                language=need.language,
                rows=features(asked, table, as_of=cases.as_of)[is_open],
                outside=asked.outside,
                grades=np.array(
                    [graded.get(o.id, 0) for o, ok in zip(cases.offers, is_open, strict=True) if ok]
                ),
                trap=cases.traps.get(need.id, ""),
                original=cases.same_as.get(need.id, ""),
            )
        )
    return found


def propose(cases: Sequence[Labelled], *, weights: Weights) -> Proposal:
    """Return weights fitted on all the cases, with the measure that held-out folds of them give."""
    graded = [c for c in cases if c.grades.any()]
    expected = []
    for fold in range(_FOLDS):
        kept = [c for c in graded if _fold(c) != fold]
        left = [c for c in graded if _fold(c) == fold]
        if kept and left:
            expected.append((len(left), measure(left, _fitted(kept, weights))))
    best = calibrated(cases, _fitted(graded, weights))
    total = sum(n for n, _ in expected)
    return Proposal(
        weights=best,
        before=measure(graded, weights),
        after=measure(graded, best),
        expected=sum(n * m for n, m in expected) / total if total else 0.0,
    )


def measure(cases: Sequence[Labelled], weights: Weights) -> float:
    """Return the mean over languages of nDCG@10."""
    by_language: dict[str, list[tuple[float, float]]] = {}
    for case in cases:
        value = ndcg(case, weights)
        if value is not None:
            by_language.setdefault(case.language, []).append((case.weight, value))
    return mean(
        sum(w * v for w, v in part) / sum(w for w, _ in part) for part in by_language.values()
    )


def ndcg(case: Labelled, weights: Weights, *, at: int = _AT) -> float | None:
    """Return how well the weights order the offers of one need; None where no offer has a grade."""
    if not case.grades.any():
        return None
    gains = 2.0**case.grades - 1.0
    order = np.argsort(-fits(case.rows, with_model=True, weights=weights), kind="stable")[:at]
    discount = 1.0 / np.log2(np.arange(2, len(order) + 2))
    return float(gains[order] @ discount / (np.sort(gains)[::-1][:at] @ discount))


def calibrated(cases: Sequence[Labelled], weights: Weights, *, with_model: bool = True) -> Weights:
    """Return the weights with the line that turns a fit into the share of main answers (grade 2 or 3).

    The ranking without the model has a line of its own: pass cases read without it.
    """
    fit = np.concatenate(
        [fits(c.rows, with_model=with_model, weights=weights) * (1 - c.outside) for c in cases]
    )
    good = np.where(np.concatenate([c.grades >= GOOD for c in cases]), *_SURE)
    weight = np.concatenate([np.full(len(c.grades), c.weight) for c in cases])
    slope, intercept = _logistic(fit, good, weight)
    line = {"slope": round(slope, 2), "intercept": round(intercept, 2)}
    which = "with_model" if with_model else "without_model"
    return replace(weights, calibration={**weights.calibration, which: line})


def reliability(
    cases: Sequence[Labelled], weights: Weights, *, with_model: bool = True
) -> dict[str, tuple[int, int, float]]:
    """Return for each band how many pairs it holds, how many are main answers, and their mean score."""
    score = np.concatenate(
        [scores(c.rows, outside=c.outside, with_model=with_model, weights=weights) for c in cases]
    )
    good = np.concatenate([c.grades >= GOOD for c in cases])
    floors = {"likely": weights.bands["likely"], "possible": weights.bands["possible"], "weak": 0.0}
    table, ceiling = {}, math.inf
    for band, floor in floors.items():
        inside = (score >= floor) & (score < ceiling)
        held = int(inside.sum())
        table[band] = (held, int(good[inside].sum()), float(score[inside].mean()) if held else 0.0)
        ceiling = floor
    return table


def _fitted(cases: Sequence[Labelled], start: Weights) -> Weights:
    best, reached = start, measure(cases, start)
    for _ in range(_PASSES):
        before = reached
        for name in (*start.mix, *start.discounts):
            for step in _STEPS:
                candidate = _moved(best, name, step)
                value = measure(cases, candidate) - _price(candidate, start)
                if value > reached + 1e-6:
                    best, reached = candidate, value
        if reached == before:
            break
    return best


def _moved(weights: Weights, name: str, step: float) -> Weights:
    if name in weights.mix:
        return replace(weights, mix={**weights.mix, name: round(weights.mix[name] * step, 3)})
    moved = round(min(weights.discounts[name] * step, _MOST), 3)
    return replace(weights, discounts={**weights.discounts, name: moved})


def _price(weights: Weights, start: Weights) -> float:
    def moves(new: Mapping[str, float], old: Mapping[str, float]) -> float:
        return sum(abs(math.log(new[k] / old[k])) for k in old if new[k] > 0 and old[k] > 0)

    return _PRICE * (moves(weights.mix, start.mix) + moves(weights.discounts, start.discounts))


def _logistic(x: np.ndarray, y: np.ndarray, weight: np.ndarray) -> tuple[float, float]:
    """Return slope and intercept by Newton's method."""
    design = np.stack([x, np.ones_like(x)], axis=1)
    line = np.array([10.0, -5.0])
    for _ in range(50):
        p = 1.0 / (1.0 + np.exp(-design @ line))
        slope = (design * (weight * p * (1 - p))[:, None]).T @ design + 1e-6 * np.eye(2)
        step = np.linalg.solve(slope, design.T @ (weight * (y - p)))
        line = line + np.clip(step, -3.0, 3.0)
        if np.abs(step).max() < 1e-6:
            break
    return float(line[0]), float(line[1])


def _fold(case: Labelled) -> int:
    """Return the fold of a need; translations of one need share it."""
    name = (case.original or case.need).encode()
    return hashlib.sha256(name + b"fold").digest()[0] % _FOLDS
