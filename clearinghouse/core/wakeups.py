"""Wake-ups for the workers, published beside the caller: a broker that is away or frozen costs nobody a second."""

from __future__ import annotations

import os
import queue
import threading
import time
from typing import Any

import structlog
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)

# What does not fit is dropped: the rows stand in PostgreSQL, and the sweep finds them.
CAPACITY = 200
# A wake-up that nobody took by then is worth nothing any more.
EXPIRES_SECONDS = 120
# After a failure the broker is left alone for this long.
PAUSE_SECONDS = 30


class Publisher:
    """One thread of this process that hands wake-ups to the broker, in order."""

    def __init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self._pid = os.getpid()
        self._waiting: queue.Queue[tuple[Any, dict[str, str]]] = queue.Queue(CAPACITY)
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._silent_until = 0.0

    def publish(self, task: Any, ids: dict[str, str]) -> None:
        """Put the wake-up into the line and return at once."""
        if self._pid != os.getpid():  # a forked child inherits the line, but not the thread
            self._begin()
        try:
            self._waiting.put_nowait((task, ids))
        except queue.Full:
            log.warning("wake_up_dropped", task=task.name)
            return
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._work, name="wake-ups", daemon=True)
                self._thread.start()

    def join(self) -> None:
        """Wait until the line is empty; for tests."""
        self._waiting.join()

    def _work(self) -> None:
        while True:
            task, ids = self._waiting.get()
            try:
                self._hand_over(task, ids)
            finally:
                self._waiting.task_done()

    def _hand_over(self, task: Any, ids: dict[str, str]) -> None:
        if time.monotonic() < self._silent_until:
            return
        try:
            task.apply_async(kwargs=ids, retry=False, expires=EXPIRES_SECONDS)
        except (OperationalError, RedisError, OSError) as error:
            self._silent_until = time.monotonic() + PAUSE_SECONDS
            log.warning("wake_up_lost", task=task.name, error=type(error).__name__, **ids)


publisher = Publisher()
