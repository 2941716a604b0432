"""The side of `ensure()`: join the supervisor of a data folder, starting it when none runs."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from . import places
from .endpoints import Endpoints
from .errors import EmbeddedError

SECONDS_TO_JOIN = 120
# The supervisor runs as the package `embedded`, without the project package around it, whose import would load Celery.
# Appended, so that no module of the project can shadow the standard library.
SUPERVISE = "import sys; sys.path.append(sys.argv[1]); from embedded.supervisor import main; main(*sys.argv[2:4])"


@dataclass
class Membership:
    """An open connection to a supervisor. Forked children inherit it, which only keeps the servers longer."""

    connection: socket.socket
    endpoints: Endpoints

    @property
    def alive(self) -> bool:
        try:
            return self.connection.recv(1, socket.MSG_DONTWAIT | socket.MSG_PEEK) != b""
        except BlockingIOError:
            return True
        except OSError:
            return False


_memberships: dict[tuple[Path, bool], Membership] = {}
_lock = threading.Lock()
os.register_at_fork(after_in_child=lambda: globals().update(_lock=threading.Lock()))


def join(data_dir: Path | None, *, fast: bool) -> Endpoints:
    """Return the endpoints of a data folder's servers, connected for the rest of this process's life."""
    key = (places.chosen_data_dir(data_dir, fast=fast), fast)
    with _lock:
        membership = _memberships.get(key)
        if membership is None or not membership.alive:
            if membership is not None:
                membership.connection.close()
            membership = _memberships[key] = _join(places.find(key[0], fast=fast))
        return membership.endpoints


def _join(found: places.Places) -> Membership:
    deadline = time.monotonic() + SECONDS_TO_JOIN
    while time.monotonic() < deadline:
        connection = _connect(found) or _start_and_connect(found)
        if connection is None:
            continue
        answer = _answer(connection)
        if answer.get("ready"):
            connection.settimeout(None)
            return Membership(connection, found.endpoints)
        connection.close()
        if "error" in answer:
            raise EmbeddedError(answer["error"])
        time.sleep(0.05)  # it was just stopping: start another
    raise EmbeddedError(
        f"The embedded servers did not start within {SECONDS_TO_JOIN} seconds: see {found.endpoints.supervisor_log}."
    )


def _connect(found: places.Places) -> socket.socket | None:
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(SECONDS_TO_JOIN)
    try:
        connection.connect(str(found.control_socket))
    except OSError:
        connection.close()
        return None
    return connection


def _start_and_connect(found: places.Places) -> socket.socket | None:
    with places.locked(found.data_dir / "start.lock", wait_seconds=SECONDS_TO_JOIN):
        connection = _connect(found)  # somebody else may have started it while we waited
        if connection is None:
            if found.store != found.data_dir and not found.cluster.exists():
                print(
                    f"The database's files go to {found.store}: the account '{found.account and found.account.name}', "
                    f"which runs PostgreSQL for root, cannot reach {found.data_dir}.",
                    file=sys.stderr,
                )
            _spawn(found)
            connection = _connect(found)
        return connection


def _spawn(found: places.Places) -> None:
    """Start a supervisor in a session of its own; it listens when this returns."""
    done = subprocess.run(
        [sys.executable, "-P", "-c", SUPERVISE, str(Path(__file__).resolve().parents[1]),
         str(found.data_dir), "fast" if found.fast else "safe"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        start_new_session=True,
        check=False,
    )  # fmt: skip
    if done.returncode:
        said = done.stdout.strip() or done.stderr.strip() or f"exit status {done.returncode}"
        raise EmbeddedError(said.splitlines()[-1])


def _answer(connection: socket.socket) -> dict[str, str]:
    """Read the supervisor's one line; empty when it went away without one."""
    received = b""
    try:
        while not received.endswith(b"\n"):
            part = connection.recv(4096)
            if not part:
                return {}
            received += part
    except OSError:
        return {}
    answer: dict[str, str] = json.loads(received)
    return answer
