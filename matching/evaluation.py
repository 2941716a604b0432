"""How good a ranking is against graded judgements: pure arithmetic, the same for every ranking."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import mean

from matching.casefile import CaseFile
from matching.eligibility import refusals
from matching.embedder import Embedder
from matching.enums import Confidence
from matching.features import OfferTable
from matching.profiles import NeedProfile
from matching.scoring import Ranked, rank

GOOD = 2


@dataclass(frozen=True, slots=True)
class NeedResult:
    """The measures of one need; those of a need that nothing answers are None."""

    need: str
    language: str
    ndcg_5: float | None
    ndcg_10: float | None
    reciprocal_rank: float | None
    recall_10: float | None
    ineligible: tuple[str, ...]
    top_score: float
    top_confidence: str
    ranking: tuple[tuple[str, float], ...]


def evaluate(cases: CaseFile, *, embedder: Embedder) -> list[NeedResult]:
    """Rank every offer for every need with the production ranking, and measure each need."""
    table = OfferTable.of(cases.offers, embedder=embedder)
    results = []
    for need in cases.needs:
        ranking = rank(need, table, as_of=cases.as_of, embedder=embedder)
        refused = {o.id for o in cases.offers if refusals(need, o, cases.as_of)}
        results.append(
            _measured(need.id, need.language, ranking, cases.grades.get(need.id, {}), refused)
        )
    return results


def of_order(need: NeedProfile, order: Sequence[str], grades: Mapping[str, int]) -> NeedResult:
    """Measure an order of offers that another ranking gave, having no scores of ours."""
    return NeedResult(
        need=need.id,
        language=need.language,
        ndcg_5=ndcg(order, grades, at=5),
        ndcg_10=ndcg(order, grades, at=10),
        reciprocal_rank=reciprocal_rank(order, grades),
        recall_10=recall(order, grades, at=10),
        ineligible=(),
        top_score=0.0,
        top_confidence="",
        ranking=(),
    )


def summary(results: Sequence[NeedResult]) -> dict[str, object]:
    """Return the means over needs and by language, and what must never happen."""
    unanswered = [r for r in results if r.ndcg_10 is None]
    languages = sorted({r.language for r in results})
    return {
        **_means(results),
        "by_language": {
            lang: _means([r for r in results if r.language == lang]) for lang in languages
        },
        "needs_with_ineligible_offers": [r.need for r in results if r.ineligible],
        "unanswered_needs": {r.need: r.top_confidence for r in unanswered},
        "unanswered_needs_above_weak": [
            r.need for r in unanswered if r.top_confidence != Confidence.WEAK
        ],
    }


def ndcg(ranking: Sequence[str], grades: Mapping[str, int], *, at: int) -> float | None:
    """Return the normalised discounted cumulative gain, gain 2^grade - 1; None where no offer has a grade."""
    ideal = _dcg(sorted(grades.values(), reverse=True)[:at])
    return _dcg([grades.get(offer, 0) for offer in ranking[:at]]) / ideal if ideal else None


def reciprocal_rank(ranking: Sequence[str], grades: Mapping[str, int]) -> float | None:
    """Return 1 / rank of the first offer of grade 2 or more, 0 when none is listed."""
    if not any(g >= GOOD for g in grades.values()):
        return None
    return next(
        (1 / i for i, offer in enumerate(ranking, start=1) if grades.get(offer, 0) >= GOOD), 0.0
    )


def recall(ranking: Sequence[str], grades: Mapping[str, int], *, at: int) -> float | None:
    """Return the share of the offers of grade 2 or more that stand among the first."""
    good = {offer for offer, grade in grades.items() if grade >= GOOD}
    return len(good & set(ranking[:at])) / len(good) if good else None


def _dcg(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / math.log2(i + 2) for i, grade in enumerate(grades))


def _measured(
    need: str,
    language: str,
    ranking: Sequence[Ranked],
    grades: Mapping[str, int],
    refused: set[str],
) -> NeedResult:
    order = [r.offer_id for r in ranking]
    return NeedResult(
        need=need,
        language=language,
        ndcg_5=ndcg(order, grades, at=5),
        ndcg_10=ndcg(order, grades, at=10),
        reciprocal_rank=reciprocal_rank(order, grades),
        recall_10=recall(order, grades, at=10),
        ineligible=tuple(offer for offer in order if offer in refused),
        top_score=ranking[0].score if ranking else 0.0,
        top_confidence=ranking[0].confidence.value if ranking else Confidence.WEAK.value,
        ranking=tuple((r.offer_id, r.score) for r in ranking),
    )


def _means(results: Sequence[NeedResult]) -> dict[str, object]:
    def average(values: list[float | None]) -> float | None:
        known = [v for v in values if v is not None]
        return round(mean(known), 4) if known else None

    return {
        "needs": len(results),
        "measured": sum(r.ndcg_10 is not None for r in results),
        "ndcg_5": average([r.ndcg_5 for r in results]),
        "ndcg_10": average([r.ndcg_10 for r in results]),
        "reciprocal_rank": average([r.reciprocal_rank for r in results]),
        "recall_10": average([r.recall_10 for r in results]),
    }
