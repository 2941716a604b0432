"""What every tick does besides the requests' own clock. Apps register from their AppConfig.ready.

Celery's beat and `manage.py sweep` run the same list, so nothing here waits for Redis.
"""

from __future__ import annotations

from collections.abc import Callable

import structlog

from clearinghouse.core.errors import DomainError

log = structlog.get_logger(__name__)

_steps: dict[str, Callable[[], object]] = {}


def on_every_tick(name: str, step: Callable[[], object]) -> None:
    """Run `step()` at every tick. It does what is due, touches no broker, and may run at any time, any number
    of times and beside itself."""
    _steps[name] = step


def run_steps() -> None:
    """Run every step; the failure of one is logged and keeps no other from its time."""
    for name, step in _steps.items():
        try:
            step()
        except DomainError as refusal:
            log.info("tick_refused", step=name, reason=type(refusal).__name__)
        except Exception:  # the next tick tries it again
            log.exception("tick_failed", step=name)
