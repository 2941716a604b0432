"""Two requests in one paragraph, seen by their words alone: cheap enough for a page, needing no model."""

from __future__ import annotations

from matching import lexicon
from matching.cues import normalize, strengths
from matching.kinship import area_kinship
from matching.segments import split

# A sentence speaks plainly of an area from here on; areas less akin than this are two desks' business.
_PLAIN = 0.45
_STRANGERS = 0.2


def separate_asks(text: str, *, language: str) -> tuple[str, ...]:
    """Return two sentences of a need that ask for unrelated things, or nothing.

    Each must speak plainly of areas of which the other says nothing, nor of any akin to them.
    """
    sentences = [(s, _areas(s, language)) for s in split("", text).sentences]
    spoken = [(s, areas) for s, areas in sentences if areas]
    for i, (first, ours) in enumerate(spoken):
        for second, theirs in spoken[i + 1 :]:
            if all(area_kinship(a, b) < _STRANGERS for a in ours for b in theirs):
                return first, second
    return ()


def _areas(sentence: str, language: str) -> set[str]:
    found = strengths(lexicon.concept_cues(language), normalize(sentence))
    return {
        area
        for concept in lexicon.concepts()
        for area, share in concept.areas.items()
        if found.get(concept.id, 0.0) * share >= _PLAIN
    }
