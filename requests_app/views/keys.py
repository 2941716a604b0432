"""The key that makes a second click find what the first one made."""

from __future__ import annotations

import uuid


def as_key(text: str | None) -> uuid.UUID | None:
    """Read the key as posted; nothing where it cannot be one."""
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return None
