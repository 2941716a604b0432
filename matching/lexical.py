"""Words in common: a small BM25 for any of the six languages.

How rare a word is and how long a text usually is come from the lexicon's own sentences and not from
the candidates, so that the score of a pair does not move when another offer is published.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np

from matching import lexicon
from matching.cues import normalize

_WORD = re.compile(r"[^\W_]+")
_CJK = re.compile(r"[\u3400-\u9fff]+")
_ARABIC_PREFIX = re.compile(r"^(?:[وف]?[بكل]?ال|لل|[وف](?=\w{4}))")
_K1, _B, _USUAL_LENGTH = 1.2, 0.6, 50.0
# Letters kept of a word: a stemmer that works for every alphabet alike and needs no library.
_STEM, _ARABIC_STEM = 6, 5


def scores(query: str, documents: Sequence[str], *, language: str) -> np.ndarray:
    """Return the BM25 score of each document, as a share of the best that the query could reach."""
    rarities = {word: _rarity(word, language) for word in set(tokens(query))}
    best = sum(rarities.values())
    if not best:
        return np.zeros(len(documents))
    return np.array([_score(rarities, document) / best for document in documents])


@lru_cache(maxsize=20_000)
def tokens(text: str) -> tuple[str, ...]:
    """Return the words of a text, cut to their stems; Chinese is segmented into words first."""
    found: list[str] = []
    for word in _WORD.findall(_CJK.sub(_segmented, normalize(text))):
        if _CJK.match(word):
            found.append(word)
        elif len(word) > 2 or word.isdigit():
            found.append(_stem(word))
    return tuple(found)


def _score(rarities: Mapping[str, float], document: str) -> float:
    counts = _counted(document)
    norm = _K1 * (1 - _B + _B * sum(counts.values()) / _USUAL_LENGTH)
    return sum(
        rarity * counts[word] * (_K1 + 1) / (counts[word] + norm)
        for word, rarity in rarities.items()
        if word in counts
    )


@lru_cache(maxsize=4096)
def _counted(document: str) -> Counter[str]:
    return Counter(tokens(document))


def _rarity(word: str, language: str) -> float:
    known = _background(language if language in lexicon.LANGUAGES else "en")
    holding = sum(1 for words in known if word in words)
    return math.log(1 + (len(known) - holding + 0.5) / (holding + 0.5))


@lru_cache(maxsize=8)
def _background(language: str) -> tuple[frozenset[str], ...]:
    return tuple(
        frozenset(tokens(s)) for _, spoken, s in lexicon.prototypes() if spoken == language
    )


def _segmented(run: re.Match[str]) -> str:
    import rjieba

    return " ".join(("", *rjieba.cut(run.group()), ""))


def _stem(word: str) -> str:
    if "\u0600" <= word[0] <= "\u06ff":
        return (_ARABIC_PREFIX.sub("", word) or word)[:_ARABIC_STEM]
    return word[:_STEM]
