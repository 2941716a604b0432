"""The sheets of static/css as one answer: a page on a slow line asks once, and nothing has to be built."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from django.conf import settings

# Later sheets may override earlier ones; paper overrides everything.
ORDER: Final = ("tokens.css", "base.css", "layout.css", "ui/*.css", "print.css")


@dataclass(frozen=True, slots=True)
class Stylesheet:
    """All sheets joined, the same compressed, and a digest that changes with them."""

    plain: bytes
    compressed: bytes
    digest: str


def stylesheet() -> Stylesheet:
    """Return the site's stylesheet; read again at every call only while DEBUG is on."""
    return _joined() if settings.DEBUG else _kept()


@cache
def _kept() -> Stylesheet:
    return _joined()


def _joined() -> Stylesheet:
    folder = Path(settings.BASE_DIR) / "static" / "css"
    plain = b"\n".join(
        sheet.read_bytes() for pattern in ORDER for sheet in sorted(folder.glob(pattern))
    )
    # mtime=0, so that every process answers with the same bytes.
    return Stylesheet(plain, gzip.compress(plain, mtime=0), hashlib.sha256(plain).hexdigest()[:12])
