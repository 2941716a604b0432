"""honcho, with children that do not outlive it and come back when they were killed."""

from __future__ import annotations

import functools
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from honcho.manager import Manager
from honcho.process import Popen, Process

from .server import follow_parent

POLL_SECONDS = 0.5
SECONDS_TO_END = 3.0
SECONDS_TO_STOP = 15.0
RESTARTS = 5


class TetheredProcess(Process):  # type: ignore[misc]
    """A Procfile line that ends when `make run` is gone, even if it was killed, and is started again after a kill."""

    cmd: str

    def __init__(self, *args: Any, stopping: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # exec: the command itself gets the signals, not a shell around it.
        self.cmd = f"exec {self.cmd}"
        self.stopping = stopping
        self.again = False
        self.restarts = 0
        self.restarted_at = 0.0

    def run(self, events: object = None, ignore_signals: bool = False) -> None:
        follow = follow_parent(signal.SIGTERM)

        def in_child() -> None:
            follow()
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(
                    number, signal.SIG_DFL
                )  # honcho ignores them here, and a second start would inherit it

        self._child_ctor = functools.partial(Popen, preexec_fn=in_child)
        threading.Thread(target=self._watch, args=(os.getppid(),), daemon=True).start()
        while True:
            self.again = False
            super().run(events, ignore_signals)
            if not self.again:
                return
            time.sleep(1)
            if self.stopping.is_set():
                self._send_message({"returncode": -signal.SIGKILL}, type="stop")
                return
            self.restarted_at = time.monotonic()

    def _send_message(self, data: Any, type: str = "line") -> None:  # noqa: A002 - honcho's name
        """Keep a kill from honcho, which would end all the other lines for it."""
        if type == "stop" and data["returncode"] == -signal.SIGKILL and not self.stopping.is_set():
            self.restarts += 1
            if self.restarts <= RESTARTS:
                self.again = True
                data, type = b"was killed; starting it again\n", "line"
        super()._send_message(data, type)

    def _watch(self, parent: int) -> None:
        """End the command and its children when honcho is gone; polling works where the kernel tells nobody."""
        stopping_since = None
        while os.getppid() == parent:
            time.sleep(POLL_SECONDS)
            if self._child is not None and self._child.poll() is not None:
                # What a killed command left behind holds its output open.
                self._signal(signal.SIGKILL)
            elif self.stopping.is_set():
                if stopping_since is None:
                    stopping_since = time.monotonic()
                    if self.restarted_at and stopping_since - self.restarted_at < SECONDS_TO_END:
                        self._signal(
                            signal.SIGTERM
                        )  # honcho may not have known this one's number yet
                elif time.monotonic() - stopping_since > SECONDS_TO_STOP:
                    self._signal(signal.SIGKILL)
        self.stopping.set()
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
        self.stopping = multiprocessing.Event()
        self._process_ctor = functools.partial(TetheredProcess, stopping=self.stopping)
        self.when_started = when_started

    def terminate(self) -> None:
        self.stopping.set()
        super().terminate()

    def _start(self) -> None:
        super()._start()  # forks, and so comes before the thread
        threading.Thread(target=self.when_started, daemon=True).start()
        signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
