"""`make run`: what it refuses, what it leaves behind (nothing), and what comes back."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from clearinghouse.embedded import EmbeddedError, run
from clearinghouse.embedded.places import PROJECT_ROOT
from clearinghouse.embedded.preparation import _parameters

MANAGER = """
import sys
from clearinghouse.embedded.processes import TetheredManager
manager = TetheredManager(lambda: None)
manager.add_process("line", "sh -c 'echo $$ >> \\"$0\\"; sleep 60 & wait' " + repr(sys.argv[1]), quiet=True)
manager.loop()
"""


def wait_for(condition: Callable[[], bool], *, seconds: float = 8) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return False


class Lines:
    """A manager in a process of its own, whose one line notes its number each time it starts."""

    def __init__(self, notes: Path) -> None:
        self.notes = notes
        self.manager = subprocess.Popen(
            [sys.executable, "-c", MANAGER, str(notes)], cwd=PROJECT_ROOT, stdout=subprocess.DEVNULL
        )

    @property
    def started(self) -> list[int]:
        return [int(pid) for pid in self.notes.read_text().split()] if self.notes.exists() else []

    def group_runs(self, pid: int) -> bool:
        said = subprocess.run(
            ["ps", "-eo", "pgid=,stat="], capture_output=True, text=True, check=True
        ).stdout
        return any(
            group == str(pid) and not state.startswith("Z")
            for group, state in map(str.split, said.splitlines())
        )


@pytest.fixture
def lines(tmp_path: Path) -> Iterator[Lines]:
    found = Lines(tmp_path / "started")
    assert wait_for(lambda: len(found.started) == 1)
    yield found
    found.manager.kill()
    found.manager.wait()


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGKILL])
def test_nothing_is_left_when_the_manager_ends(lines: Lines, number: signal.Signals) -> None:
    lines.manager.send_signal(number)
    lines.manager.wait(10)

    assert wait_for(lambda: not lines.group_runs(lines.started[0]))
    assert len(lines.started) == 1


@pytest.mark.slow
def test_a_killed_line_is_started_again(lines: Lines) -> None:
    os.kill(lines.started[0], signal.SIGKILL)

    assert wait_for(lambda: len(lines.started) == 2)
    assert lines.manager.poll() is None
    assert not lines.group_runs(lines.started[0])
    lines.manager.terminate()
    lines.manager.wait(10)


def test_a_taken_port_is_one_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(EmbeddedError) as refused:
            run.check_ports_are_free(port - 1)

    assert f"Port {port}, which the mailbox page needs, is taken" in str(refused.value)
    assert "choose other ports with `make run PORT=" in str(refused.value)


@pytest.mark.parametrize("given", ["http", "0", "65534", "-1"])
def test_a_port_that_is_none_is_one_sentence(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("PORT", given)

    with pytest.raises(EmbeddedError, match=f"PORT is '{given}': give a number"):
        run._port()


def test_what_the_person_has_set_stands(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://app:p%40ss@db.example:5433/portal")
    monkeypatch.setenv("SITE_URL", "https://portal.example")

    environment = run._environment(tmp_path, port=8100)

    assert environment["SITE_URL"] == "https://portal.example"
    assert environment["DATABASE_OWNER_URL"] == "postgres://app:p%40ss@db.example:5433/portal"
    assert environment["EMAIL_PORT"] == "8102"
    assert "EMBEDDED" not in environment


def test_addresses_of_both_forms_are_understood() -> None:
    assert _parameters("postgres://app:p%40ss@db.example:5433/portal") == {
        "host": "db.example",
        "port": 5433,
        "user": "app",
        "password": "p@ss",
        "dbname": "portal",
        "connect_timeout": 10,
    }
    assert _parameters("postgres://portal_owner@:5432//srv/a%20b/run/portal") == {
        "host": "/srv/a b/run",
        "port": 5432,
        "user": "portal_owner",
        "dbname": "portal",
        "connect_timeout": 10,
    }
