"""A Celery scheduler whose life can be seen from outside."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from celery.beat import PersistentScheduler


class WatchedScheduler(PersistentScheduler):  # type: ignore[misc]
    """Touches `beat-alive` beside its timetable at every round; the timetable itself is written at the end only."""

    def tick(self, *args: Any, **options: Any) -> Any:
        seconds_to_next = super().tick(*args, **options)
        Path(self.schedule_filename).with_name("beat-alive").touch()
        return seconds_to_next
