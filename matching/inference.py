"""How a text is read: its subjects, categories and kinds of help, by its words and by its meaning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from matching import lexicon, space_file
from matching.cues import normalize, strengths
from matching.embedder import Embedder
from matching.segments import Segments, clauses, split
from matching.space_file import Space, unit

# How sharply the nearest subject stands out from the rest; found on labelled cases, flat around it.
_SHARPNESS = 10.0
# A sentence no nearer than the first to any subject says nothing; from the second on it speaks plainly.
_STRANGE, _PLAIN = 0.15, 0.45
# How much the whole text of a need counts against its single sentences.
_WHOLE = 0.6


@dataclass(frozen=True, slots=True)
class Reading:
    """What the engine understood of one text; strengths between 0 and 1, columns as in `lexicon.concepts()`."""

    segments: Segments
    by_words: np.ndarray
    by_meaning: np.ndarray
    vectors: np.ndarray
    categories: Mapping[str, float]
    kinds: Mapping[str, float]
    ruled_out_kinds: frozenset[str]


@lru_cache(maxsize=4096)
def read(title: str, text: str, language: str, *, embedder: Embedder, as_query: bool) -> Reading:
    """Read one text. Row 0 of `vectors` is the whole text, the rest its title and sentences.

    Without an embedder `vectors` has no columns, `by_meaning` is zero, and the words alone decide.
    """
    segments = split(title, text)
    stated, limited = _stated_and_limited(segments, language)
    subject_words = strengths(lexicon.concept_cues(language), stated)
    title_words = strengths(lexicon.concept_cues(language), normalize(title))
    kinds = strengths(lexicon.code_cues("kinds", language), stated)
    vectors, by_meaning = _meaning(segments, language, embedder=embedder, as_query=as_query)
    return Reading(
        segments=segments,
        by_words=np.array(
            [
                _with_title(subject_words.get(c.id, 0.0), title_words.get(c.id, 0.0))
                for c in lexicon.concepts()
            ],
            dtype=np.float32,
        ),
        by_meaning=by_meaning,
        vectors=vectors,
        categories=strengths(lexicon.code_cues("categories", language), stated),
        kinds=kinds,
        ruled_out_kinds=frozenset(strengths(lexicon.code_cues("kinds", language), limited))
        - frozenset(kinds),
    )


@lru_cache(maxsize=4)
def space(embedder: Embedder) -> Space:
    """Return the centred space of a model: as built beforehand, else computed, which takes some ten seconds."""
    return space_file.load(digest_of_space(embedder)) or compute_space(embedder)


def compute_space(embedder: Embedder) -> Space:
    """Compute the centred space from the sentences of the lexicon."""
    rows = lexicon.prototypes()
    sentences = [sentence for _, _, sentence in rows]
    languages = np.array([language for _, language, _ in rows])
    subjects = np.array([name for name, _, _ in rows])
    passages = embedder.encode_passages(sentences)
    queries = embedder.encode_queries(sentences)
    passage_centres = _centres(passages, languages)
    own_centres = np.stack([passage_centres[language] for language in languages])
    centred = unit(passages - own_centres)
    points = np.stack([centred[subjects == c.id].mean(axis=0) for c in lexicon.concepts()])
    return Space(unit(points), _centres(queries, languages), passage_centres)


def digest_of_space(embedder: Embedder) -> str:
    """Return what a space is made from: the model and every sentence, in order."""
    return space_file.digest_of(embedder.name, embedder.version)


def _with_title(in_text: float, in_title: float) -> float:
    return 1.0 - (1.0 - in_text) * (1.0 - 0.5 * in_title)


def _stated_and_limited(segments: Segments, language: str) -> tuple[str, str]:
    limit = lexicon.limit_cues(language)
    stated: list[str] = [normalize(segments.title)]
    limited: list[str] = []
    for sentence in segments.sentences:
        for clause in clauses(sentence):
            text = normalize(clause)
            (limited if limit.hits(text) else stated).append(text)
    return ". ".join(stated), ". ".join(limited)


def _meaning(
    segments: Segments, language: str, *, embedder: Embedder, as_query: bool
) -> tuple[np.ndarray, np.ndarray]:
    count = len(lexicon.concepts())
    texts = [segments.whole, *dict.fromkeys(t for t in (segments.title, *segments.sentences) if t)]
    if not embedder.dimension:
        return np.zeros((len(texts), 0), dtype=np.float32), np.zeros(count, dtype=np.float32)
    raw = embedder.encode_queries(texts) if as_query else embedder.encode_passages(texts)
    vectors = space(embedder).centred(raw, language, as_query=as_query)
    nearness = vectors @ space(embedder).subjects.T
    sure = np.clip((nearness.max(axis=1) - _STRANGE) / (_PLAIN - _STRANGE), 0.0, 1.0)
    heat = np.exp((nearness - nearness.max(axis=1, keepdims=True)) * _SHARPNESS)
    share = sure[:, None] * heat / heat.sum(axis=1, keepdims=True)
    by_meaning = _of_need(share) if as_query else share.max(axis=0)
    return vectors, by_meaning.astype(np.float32)


def _of_need(share: np.ndarray) -> np.ndarray:
    """Return what a need means: its whole text first, then its sentences, since it may ask for two things.

    An offer may speak of many subjects, one a sentence, and each counts in full.
    """
    return _WHOLE * share[0] + (1 - _WHOLE) * share[1:].mean(axis=0) if len(share) > 1 else share[0]


def _centres(vectors: np.ndarray, languages: np.ndarray) -> dict[str, np.ndarray]:
    found = {
        language: vectors[languages == language].mean(axis=0)
        for language in dict.fromkeys(languages.tolist())
    }
    return {**found, "": vectors.mean(axis=0)}
