"""Named places where a process can be made to die, so that crash tests reach them by name and not by luck."""

from __future__ import annotations

import os
import signal

from django.conf import settings


def crash_point(name: str) -> None:
    """Kill this process outright if CRASH_AT names this place; does nothing unless settings allow faults."""
    if settings.FAULTS_ALLOWED and os.environ.get("CRASH_AT") == name:
        os.kill(os.getpid(), signal.SIGKILL)
