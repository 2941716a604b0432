"""The cache of the sign-in: its limits and used codes. While Redis is away, people still get in."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, ClassVar, Final

import structlog
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)

SILENCE_SECONDS: Final = 30


def _redis_or_memory(name: str) -> Callable[..., Any]:
    asked = getattr(RedisCache, name)

    def method(self: SignInCache, *arguments: Any, **options: Any) -> Any:
        if self.is_away():
            return getattr(self.memory, name)(*arguments, **options)
        try:
            answer = asked(self, *arguments, **options)
        except (RedisError, OSError) as error:
            self.note_away(error)
            return getattr(self.memory, name)(*arguments, **options)
        self.note_back()
        return answer

    return method


class SignInCache(RedisCache):
    """Redis, and the memory of this process for 30 s after Redis failed to answer.

    Limits then count for each process apart, which is weaker than one count and stronger than none.
    """

    # Of the process, not of the object: Django makes one cache object for each thread.
    _away_until: ClassVar[dict[str, float]] = {}

    def __init__(self, server: str | list[str], params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._place = str(server)
        self.memory = LocMemCache(f"sign-in {self._place}", {"OPTIONS": {"MAX_ENTRIES": 10_000}})

    def is_away(self) -> bool:
        """Whether Redis failed so lately that it is not asked again yet."""
        return time.monotonic() < self._away_until.get(self._place, 0)

    def note_away(self, error: Exception) -> None:
        """Leave Redis alone for a while; said once for each outage."""
        if self._place not in self._away_until:
            log.warning("cache_away", error=type(error).__name__)
        self._away_until[self._place] = time.monotonic() + SILENCE_SECONDS

    def note_back(self) -> None:
        """Trust Redis again."""
        if self._away_until.pop(self._place, None) is not None:
            log.warning("cache_back")

    add = _redis_or_memory("add")
    get = _redis_or_memory("get")
    set = _redis_or_memory("set")
    touch = _redis_or_memory("touch")
    delete = _redis_or_memory("delete")
    get_many = _redis_or_memory("get_many")
    has_key = _redis_or_memory("has_key")
    incr = _redis_or_memory("incr")
    set_many = _redis_or_memory("set_many")
    delete_many = _redis_or_memory("delete_many")
    clear = _redis_or_memory("clear")
