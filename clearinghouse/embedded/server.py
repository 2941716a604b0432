"""One server process that ends with its parent."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypedDict

from .places import Account

PR_SET_PDEATHSIG = 1
LONGEST_LOG = 5_000_000


def follow_parent(signal_number: signal.Signals) -> Callable[[], None]:
    """Return a `preexec_fn` that has the kernel signal the child when its parent is gone, however it ended.

    Linux only, and bound to the thread that forks: call Popen from the main thread. Elsewhere it does nothing.
    """
    parent = os.getpid()
    libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None

    def in_child() -> None:
        if libc is not None:
            libc.prctl(PR_SET_PDEATHSIG, int(signal_number), 0, 0, 0)
            if os.getppid() != parent:  # it died between the fork and the line above
                os._exit(1)

    return in_child


def clean_environment() -> dict[str, str]:
    """Return the environment of the servers: no PG* variable or locale of the caller may change them."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}


class Identity(TypedDict, total=False):
    """The Popen arguments that give up root."""

    user: int
    group: int
    extra_groups: list[int]


def identity(account: Account | None) -> Identity:
    if account is None:
        return {}
    return {"user": account.uid, "group": account.gid, "extra_groups": []}


@dataclass
class Server:
    name: str
    command: Sequence[str | Path]
    cwd: Path
    log: Path
    account: Account | None
    stop_signal: signal.Signals
    environment: dict[str, str] = field(default_factory=clean_environment)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        log = os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            if os.fstat(log).st_size > LONGEST_LOG:
                os.ftruncate(log, 0)
            self.process = subprocess.Popen(
                [os.fspath(part) for part in self.command],
                cwd=self.cwd,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=follow_parent(self.stop_signal),  # noqa: PLW1509 - the supervisor has one thread
                **identity(self.account),
            )
        finally:
            os.close(log)

    @property
    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def stop(self, *, wait_seconds: float = 20) -> None:
        """Ask the server to stop, and make it when it does not."""
        if self.process is None or not self.running:
            return
        self.process.send_signal(self.stop_signal)
        try:
            self.process.wait(wait_seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def wait_until(self, ready: Callable[[], bool], *, seconds: float) -> bool:
        """Wait until the server is ready; False when it ended or took too long."""
        deadline = time.monotonic() + seconds
        while self.running and time.monotonic() < deadline:
            if ready():
                return True
            time.sleep(0.01)
        return False
