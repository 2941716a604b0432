"""The model's space with each language moved to a common centre, kept in a file so that a worker starts at once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from matching import lexicon

_FILE = Path(__file__).parent / "lexicon" / "space.npz"


@dataclass(frozen=True, slots=True)
class Space:
    """The model's space with each language moved to a common centre, and the subjects as points in it.

    Sentence models keep texts of one language together. Every subject is described once in every
    language, so the mean of those descriptions is where a language stands, and taking it away lets a
    need in Arabic meet an offer in English.
    """

    subjects: np.ndarray
    query_centres: Mapping[str, np.ndarray]
    passage_centres: Mapping[str, np.ndarray]

    def centred(self, vectors: np.ndarray, language: str, *, as_query: bool) -> np.ndarray:
        centres = self.query_centres if as_query else self.passage_centres
        return unit(vectors - centres.get(language, centres[""]))


def digest_of(name: str, version: str) -> str:
    """Return what the space of a model is made from: the model and every sentence, in order."""
    made_from = json.dumps([name, version, lexicon.prototypes()])
    return hashlib.sha256(made_from.encode()).hexdigest()


def load(digest: str) -> Space | None:
    """Return the space of the file, or nothing when it was made from another model or other sentences."""
    if not _FILE.exists():
        return None
    with np.load(_FILE) as stored:
        if str(stored["digest"]) != digest:
            return None
        return Space(stored["subjects"], _centres(stored, "query"), _centres(stored, "passage"))


def save(space: Space, *, digest: str) -> Path:
    """Write the space and return where; `manage.py build_matching_space` calls it."""
    arrays = {f"query_{language}": v for language, v in space.query_centres.items()}
    arrays |= {f"passage_{language}": v for language, v in space.passage_centres.items()}
    np.savez(_FILE, digest=np.array(digest), subjects=space.subjects, **arrays)  # type: ignore[arg-type]
    return _FILE


def unit(vectors: np.ndarray) -> np.ndarray:
    """Return the vectors at length 1; a zero stays zero."""
    return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)


def _centres(stored: Mapping[str, np.ndarray], prefix: str) -> dict[str, np.ndarray]:
    return {
        name.removeprefix(f"{prefix}_"): stored[name]
        for name in stored
        if name.startswith(f"{prefix}_")
    }
