"""honcho, with children that do not outlive it."""

from __future__ import annotations

import functools
import os
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress

from honcho.manager import Manager
from honcho.process import Popen, Process

from .server import follow_parent

POLL_SECONDS = 0.5
SECONDS_TO_END = 3.0


class TetheredProcess(Process):  # type: ignore[misc]
    """A Procfile line that ends when `make run` is gone, even if it was killed."""

    cmd: str

    def run(self, events: object = None, ignore_signals: bool = False) -> None:
        # exec: the command itself gets the signals, not a shell around it.
        self.cmd = f"exec {self.cmd}"
        self._child_ctor = functools.partial(Popen, preexec_fn=follow_parent(signal.SIGTERM))
        threading.Thread(target=self._watch, args=(os.getppid(),), daemon=True).start()
        super().run(events, ignore_signals)

    def _watch(self, parent: int) -> None:
        """End the command and its children when honcho is gone; polling works where the kernel tells nobody."""
        while os.getppid() == parent:
            time.sleep(POLL_SECONDS)
        self._signal(signal.SIGTERM)
        time.sleep(SECONDS_TO_END)
        self._signal(signal.SIGKILL)
        os._exit(1)

    def _signal(self, number: signal.Signals) -> None:
        with suppress(AttributeError, ProcessLookupError):  # not started yet, or ended
            os.killpg(self._child.pid, number)


class TetheredManager(Manager):  # type: ignore[misc]
    """Runs the Procfile and calls `when_started` in a thread once every line has been started."""

    def __init__(self, when_started: Callable[[], None]) -> None:
        super().__init__()
        self._process_ctor = TetheredProcess
        self.when_started = when_started

    def _start(self) -> None:
        super()._start()  # forks, and so comes before the thread
        threading.Thread(target=self.when_started, daemon=True).start()
        signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
