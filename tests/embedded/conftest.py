"""A data folder outside pytest's own, which other accounts cannot pass through, and clients of its servers."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from clearinghouse.embedded.endpoints import PORT
from clearinghouse.embedded.places import PROJECT_ROOT

CLIENT = """
import sys, time
from pathlib import Path
from clearinghouse.embedded import EmbeddedError, ensure
try:
    print(ensure(Path(sys.argv[1]), fast=True).socket_dir, flush=True)
except EmbeddedError as error:
    print("refused:", error, flush=True)
else:
    time.sleep(60)
"""


class Client:
    """A process of its own that uses the servers of a data folder."""

    def __init__(self, data_dir: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", CLIENT, str(data_dir)],
            cwd=PROJECT_ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )

    def said(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def end(self, number: signal.Signals = signal.SIGTERM) -> None:
        if self.process.poll() is None:
            self.process.send_signal(number)
            self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()


class Home:
    """A data folder of the fast servers and what can be seen of them from outside."""

    def __init__(self, given: Path) -> None:
        self.given = given
        self.data_dir = given / "test"
        self.run = self.data_dir / "run"
        self.cluster = self.data_dir / "postgres"
        self.clients: list[Client] = []

    def client(self) -> Client:
        self.clients.append(Client(self.given))
        return self.clients[-1]

    def joined(self) -> Client:
        """Start a client and wait until it has its servers."""
        client = self.client()
        assert client.said() == str(self.run)
        return client

    @property
    def postmaster(self) -> int:
        return int((self.cluster / "postmaster.pid").read_text().split("\n", 1)[0])

    @property
    def supervisor(self) -> int:
        return int((self.data_dir / "supervisor.lock").read_text())

    def answering(self) -> list[str]:
        """Name the sockets that somebody listens on."""
        names = [f".s.PGSQL.{PORT}", "control.sock", "valkey.sock"]
        return [name for name in names if self._answers(self.run / name)]

    def query(
        self, sql: str, *, role: str = "portal_owner", database: str = "portal"
    ) -> list[tuple[Any, ...]]:
        """Run SQL in a transaction that is rolled back."""
        connection = psycopg2.connect(
            host=str(self.run), port=PORT, user=role, dbname=database, connect_timeout=5
        )
        try:
            with connection.cursor() as cursor:
                cursor.execute(sql)
                return cursor.fetchall()
        finally:
            connection.close()

    def runs(self, pid: int) -> bool:
        """Say whether a process runs; one that only waits to be collected does not."""
        said = subprocess.run(
            ["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False
        ).stdout.strip()
        return said != "" and not said.startswith("Z")

    def wait_for(self, condition: Callable[[], bool], *, seconds: float = 10) -> bool:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if condition():
                return True
            time.sleep(0.05)
        return False

    def stop(self) -> None:
        with suppress(FileNotFoundError, ProcessLookupError, ValueError):
            over = self.supervisor
            os.kill(over, signal.SIGTERM)
            self.wait_for(lambda: not self.runs(over))

    @staticmethod
    def _answers(path: Path) -> bool:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
            try:
                probe.connect(str(path))
            except OSError:
                return False
            return True


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A data folder with a space in its path, that the servers' account of root can reach."""
    made = Path(tempfile.mkdtemp(prefix="portal test ", dir="/tmp"))
    made.chmod(0o711)
    yield made
    Home(made).stop()
    shutil.rmtree(made)


@pytest.fixture
def home(folder: Path) -> Iterator[Home]:
    found = Home(folder)
    yield found
    for client in found.clients:
        client.end(signal.SIGKILL)
