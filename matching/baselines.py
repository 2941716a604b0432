"""What simpler rankings would do with the same cases: the measure of what the engine adds."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from matching import lexical
from matching.embedder import Embedder
from matching.features import OfferTable, view
from matching.kinship import AREAS, CATEGORIES, KINDS
from matching.profiles import NeedProfile, OfferProfile

Ranker = Callable[[NeedProfile], np.ndarray]


def rankers(table: OfferTable, *, embedder: Embedder) -> dict[str, Ranker]:
    """Return scores of every offer, by the name of the baseline."""
    by_codes = [_codes(offer) for offer in table.profiles]
    texts = [f"{offer.title}. {offer.description}" for offer in table.profiles]
    passages = embedder.encode_passages(texts)

    def codes(need: NeedProfile) -> np.ndarray:
        asked = _codes(need)
        return np.array([_jaccard(asked, held) for held in by_codes])

    def bm25(need: NeedProfile) -> np.ndarray:
        return lexical.scores(f"{need.title}. {need.text}", texts, language=need.language)

    def e5(need: NeedProfile) -> np.ndarray:
        vector = embedder.encode_queries([f"{need.title}. {need.text}"])[0]
        return np.asarray(passages @ vector)

    def e5_and_codes(need: NeedProfile) -> np.ndarray:
        return _ranks(e5(need)) + _ranks(codes(need))

    def centred(need: NeedProfile) -> np.ndarray:
        vectors = view(need, embedder=embedder).reading.vectors
        return np.asarray(table.vectors[table.first_rows] @ vectors[0])

    found: dict[str, Ranker] = {"codes alone": codes, "BM25 alone": bm25}
    if embedder.dimension:
        found |= {
            "e5 alone": e5,
            "e5, languages centred": centred,
            "e5 and codes": e5_and_codes,
        }
    return found


def _codes(party: NeedProfile | OfferProfile) -> frozenset[str]:
    return frozenset({*party.areas, *party.categories, *party.kinds}) & _KNOWN


_KNOWN = frozenset({*AREAS, *CATEGORIES, *KINDS})


def _jaccard(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / len(a | b) if a | b else 0.0


def _ranks(scores: np.ndarray) -> np.ndarray:
    """Return each score as the reciprocal of its rank, ties sharing theirs."""
    better = (scores[None, :] > scores[:, None]).sum(axis=1)
    return np.asarray(1.0 / (60.0 + better))
