"""A modest limit on repeating something, counted in the cache."""

from __future__ import annotations

from django.core.cache import cache


def within_limit(key: str, *, limit: int, seconds: int) -> bool:
    """Count one more of `key`; return whether there were at most `limit` in the present span of `seconds`."""
    name = f"throttle:{key}"
    if cache.add(name, 1, timeout=seconds):
        return True
    try:
        return bool(cache.incr(name) <= limit)
    except ValueError:  # it ended between the two questions
        cache.set(name, 1, timeout=seconds)
        return True
