"""Vectors kept in the database: what one process has encoded, no other encodes again."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np

from clearinghouse.core import clock
from matching.embedder import Embedder
from matching.models import TextVector

_AT_ONCE = 500


class StoredVectors:
    """An embedder that looks into the table first and writes what it had to compute. Safe to race."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.name = embedder.name
        self.version = embedder.version
        self.dimension = embedder.dimension

    def encode_queries(self, texts: Sequence[str]) -> np.ndarray:
        return self._encode(texts, as_query=True)

    def encode_passages(self, texts: Sequence[str]) -> np.ndarray:
        return self._encode(texts, as_query=False)

    def _encode(self, texts: Sequence[str], *, as_query: bool) -> np.ndarray:
        by_digest = {_digest(text): text for text in texts}
        known = self._stored(list(by_digest), as_query=as_query)
        new = {digest: text for digest, text in by_digest.items() if digest not in known}
        if new:
            encode = self._embedder.encode_queries if as_query else self._embedder.encode_passages
            fresh = dict(zip(new, encode(list(new.values())), strict=True))
            self._store(fresh, as_query=as_query)
            known.update(fresh)
        rows = [known[_digest(text)] for text in texts]
        return np.stack(rows) if rows else np.zeros((0, self.dimension), dtype=np.float32)

    def _stored(self, digests: list[str], *, as_query: bool) -> dict[str, np.ndarray]:
        found: dict[str, np.ndarray] = {}
        for start in range(0, len(digests), _AT_ONCE):
            rows = TextVector.objects.filter(
                model=self._model,
                as_query=as_query,
                text_sha256__in=digests[start : start + _AT_ONCE],
            )
            for digest, vector in rows.values_list("text_sha256", "vector"):
                found[digest] = np.asarray(vector, dtype=np.float32)
        return found

    def _store(self, vectors: dict[str, np.ndarray], *, as_query: bool) -> None:
        now = clock.now()
        TextVector.objects.bulk_create(
            [
                TextVector(
                    model=self._model,
                    as_query=as_query,
                    text_sha256=digest,
                    vector=vector,
                    created_at=now,
                )
                for digest, vector in vectors.items()
            ],
            ignore_conflicts=True,
        )

    @property
    def _model(self) -> str:
        return f"{self.name} {self.version}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
