"""The subjects that the engine knows, with their words and sentences in six languages."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from matching.cues import CueSet, compile_cues

LANGUAGES: tuple[str, ...] = ("ar", "zh", "en", "fr", "ru", "es")
_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Concept:
    """A subject finer than an area: what it says about areas and categories, and whether it is none of ours."""

    id: str
    areas: Mapping[str, float]
    categories: Mapping[str, float]
    outside: bool


def _read(name: str) -> dict:
    return json.loads((_HERE / name).read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def concepts() -> tuple[Concept, ...]:
    """Return every subject, in the order of the file: the order of the columns everywhere."""
    listed = _read("concepts.json")["concepts"]
    return tuple(
        Concept(
            id=key,
            areas=value.get("areas", {}),
            categories=value.get("categories", {}),
            outside=value.get("outside", False),
        )
        for key, value in listed.items()
    )


@lru_cache(maxsize=1)
def version() -> str:
    """Return a digest of every word of the lexicon, kept with every match: an edited word makes them stale."""
    digest = hashlib.blake2b(digest_size=6)
    for path in sorted(_HERE.glob("*.json")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


@cache
def concept_cues(language: str) -> Mapping[str, CueSet]:
    """Return the cues of each subject for texts in one language, shared abbreviations included."""
    words = _read(f"{language}.json") if language in LANGUAGES else _read("en.json")
    shared = _read("any.json")
    return {
        key: compile_cues([*value["cues"], *shared.get(key, [])]) for key, value in words.items()
    }


@cache
def code_cues(table: str, language: str) -> Mapping[str, CueSet]:
    """Return the cues of the codes of one table (`kinds`, `categories`) in one language."""
    key = language if language in LANGUAGES else "en"
    return {
        code: compile_cues(by_language[key])
        for code, by_language in _read("codes.json")[table].items()
    }


@cache
def limit_cues(language: str) -> CueSet:
    """Return the words by which a text says what is not offered, or not asked for."""
    return compile_cues(_read("codes.json")["limits"][language if language in LANGUAGES else "en"])


@lru_cache(maxsize=1)
def prototypes() -> tuple[tuple[str, str, str], ...]:
    """Return (subject, language, sentence) for every subject in every language."""
    return tuple(
        (key, language, value["says"])
        for language in LANGUAGES
        for key, value in _read(f"{language}.json").items()
    )


@cache
def sentences(language: str) -> Mapping[str, str]:
    """Return one sentence for each subject in a language, to name it to a reader."""
    return {key: value["says"] for key, value in _read(f"{language}.json").items()}
