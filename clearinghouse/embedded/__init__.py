"""Embedded PostgreSQL and Valkey for machines that have neither: `ensure()` and nothing else.

Plain Python, no Django: settings call it before Django is configured.
"""

from __future__ import annotations

import sys
from pathlib import Path

from .endpoints import Endpoints
from .errors import EmbeddedError

__all__ = ["EmbeddedError", "Endpoints", "ensure"]


def ensure(data_dir: Path | None = None, *, fast: bool = False) -> Endpoints:
    """Start the embedded servers of a data folder, or join those that run, and say where they listen.

    The servers live as long as any process that called this, and a few seconds more. `data_dir` defaults to the
    environment's DATA_DIR, then to `var/` in the project. `fast` is for tests: a data folder of their own beneath
    it (`test/`) and no waiting for the disk. Raises EmbeddedError, whose text is one sentence that says what to do.
    """
    if sys.platform not in ("linux", "darwin"):
        raise EmbeddedError(
            f"The embedded servers run on Linux and macOS, not on {sys.platform}: "
            "set DATABASE_URL and REDIS_URL to servers of your own."
        )
    from .client import join

    return join(data_dir, fast=fast)
