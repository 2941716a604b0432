"""The embedded PostgreSQL: first set-up, start, roles."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from .binaries import Binaries
from .endpoints import PORT
from .errors import EmbeddedError
from .places import Places, make_private
from .server import Server, clean_environment, identity

SUPERUSER = "postgres"
ROLES = Path(__file__).with_name("roles.sql")
BYTES_FOR_A_NEW_CLUSTER = 300_000_000
BYTES_FOR_A_START = 50_000_000
SECONDS_TO_START = 90  # recovery after a power cut can take a while
SECONDS_TO_HAND_OVER = 15

# Nothing waits for the disk: a power cut may destroy the data, so only for tests.
FAST = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_wal_size=4GB",
)


def start(places: Places, binaries: Binaries) -> Server:
    """Start PostgreSQL on its socket, making the cluster and the roles where they are missing."""
    _check_disk(places)
    if not (places.cluster / "PG_VERSION").exists():
        _initialize(places, binaries)
    _check_version(places, binaries)
    _wait_for_predecessor(places)
    server = _server(places, binaries)
    _start_and_wait(places, server)
    try:
        _set_up(places, binaries)
    except BaseException:
        server.stop()
        raise
    return server


def _start_and_wait(places: Places, server: Server) -> None:
    deadline = time.monotonic() + SECONDS_TO_HAND_OVER
    while True:
        logged_before = server.log.stat().st_size if server.log.exists() else 0
        server.start()
        if server.wait_until(lambda: _is_ready(places, server), seconds=SECONDS_TO_START):
            return
        server.stop()
        with server.log.open(errors="replace") as log:
            log.seek(logged_before)
            said = log.read()
        # The children of a killed PostgreSQL need a moment to notice.
        if "pre-existing shared memory block" not in said or time.monotonic() > deadline:
            raise _failed(said, server.log)
        time.sleep(0.5)


def _server(places: Places, binaries: Binaries) -> Server:
    quoted = str(places.socket_dir).replace('"', '""')
    settings = [
        "listen_addresses=",
        f'unix_socket_directories="{quoted}"',
        "unix_socket_permissions=0700",
        f"port={PORT}",
        "timezone=UTC",
        "log_timezone=UTC",
        "dynamic_shared_memory_type=mmap",  # not in /dev/shm, which containers keep small
        *(FAST if places.fast else ()),
    ]
    options = [part for setting in settings for part in ("-c", setting)]
    return Server(
        name="PostgreSQL",
        command=[binaries.postgres, "-D", places.cluster, *options],
        cwd=places.cluster,
        log=places.endpoints.postgres_log,
        account=places.account,
        stop_signal=signal.SIGINT,  # PostgreSQL's fast shutdown: roll back, disconnect, checkpoint
    )


def _initialize(places: Places, binaries: Binaries) -> None:
    """Make the cluster beside its place and move it there when whole: a start may be killed at any moment."""
    unfinished = places.cluster.with_suffix(".new")
    shutil.rmtree(unfinished, ignore_errors=True)
    make_private(unfinished, account=places.account)
    command: list[str | Path] = [
        binaries.initdb,
        "-D",
        unfinished,
        "-U",
        SUPERUSER,
        "-A",
        "trust",
        "-E",
        "UTF8",
    ]
    # The builtin provider orders alike on every system. pg_trgm still asks the system's LC_CTYPE what a letter is.
    command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    command += (
        ["--locale=C", "--lc-ctype=UTF-8"] if sys.platform == "darwin" else ["--locale=C.UTF-8"]
    )
    _run(places, command + (["--no-sync"] if places.fast else []))
    unfinished.rename(places.cluster)


def _set_up(places: Places, binaries: Binaries) -> None:
    """Make the roles, the database and what every new database starts with."""
    psql: list[str | Path] = [binaries.psql, "-XqAt", "-v", "ON_ERROR_STOP=1", "-U", SUPERUSER]
    psql += ["-h", places.socket_dir, "-p", str(PORT)]
    script = ROLES.read_text()
    create = (
        "SELECT 'CREATE DATABASE portal OWNER portal_owner'"
        " WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'portal') \\gexec\n"
    )
    _run(places, [*psql, "-d", "template1"], stdin=script)
    _run(places, [*psql, "-d", "postgres"], stdin=create)
    _run(places, [*psql, "-d", "portal"], stdin=script)


def _run(places: Places, command: list[str | Path], *, stdin: str = "") -> None:
    done = subprocess.run(
        [os.fspath(part) for part in command],
        input=stdin,
        capture_output=True,
        text=True,
        cwd="/",
        env=clean_environment() | {"PGOPTIONS": "-c client_min_messages=warning"},
        check=False,
        **identity(places.account),
    )
    if done.returncode:
        said = done.stderr.strip() or done.stdout.strip()
        with places.endpoints.postgres_log.open("a") as log:
            log.write(said + "\n")
        raise _failed(said, places.endpoints.postgres_log)


def _is_ready(places: Places, server: Server) -> bool:
    try:
        lines = (places.cluster / "postmaster.pid").read_text().splitlines()
    except OSError:
        return False
    return (
        len(lines) >= 8
        and server.process is not None
        and lines[0] == str(server.process.pid)
        and (lines[7].strip() == "ready")
    )


def _check_disk(places: Places) -> None:
    new = not (places.cluster / "PG_VERSION").exists()
    wanted = BYTES_FOR_A_NEW_CLUSTER if new else BYTES_FOR_A_START
    free = shutil.disk_usage(places.store).free
    if free < wanted:
        raise EmbeddedError(
            f"The disk that holds {places.store} has {free // 1_000_000} MB free and the database needs "
            f"{wanted // 1_000_000} MB: free some space, or set DATA_DIR to a folder on another disk."
        )


def _check_version(places: Places, binaries: Binaries) -> None:
    ours = (
        subprocess.run(
            [binaries.postgres, "--version"],
            capture_output=True,
            text=True,
            check=True,
            env=clean_environment(),
        )
        .stdout.split()[2]
        .split(".")[0]
    )
    theirs = (places.cluster / "PG_VERSION").read_text().strip()
    if ours != theirs:
        raise EmbeddedError(
            f"The data folder {places.cluster} was made by PostgreSQL {theirs} and this is PostgreSQL {ours}: go back "
            "to the release that made it and move the data over with pg_dump, or set DATA_DIR to a new folder."
        )


def _wait_for_predecessor(places: Places) -> None:
    """Let a PostgreSQL whose supervisor was killed finish, and clear up after one that was killed itself.

    The number in its files may be another process's by now, or that of a dead one which nobody has collected;
    PostgreSQL would refuse to start beside either. We hold the data folder's lock and know better.
    """
    pid_file = places.cluster / "postmaster.pid"
    listens_on = places.socket_dir / f".s.PGSQL.{PORT}"
    deadline = time.monotonic() + SECONDS_TO_HAND_OVER
    asked = False
    while _answers(listens_on) or _is_postgres(pid_file):
        if (
            not asked and sys.platform != "linux" and _answers(listens_on)
        ):  # there, the kernel has told it
            os.kill(int(pid_file.read_text().split("\n", 1)[0]), signal.SIGINT)
            asked = True
        if time.monotonic() > deadline:
            raise EmbeddedError(
                f"Another PostgreSQL still uses {places.cluster}: stop the process whose number is the first line of "
                f"{pid_file}, or set DATA_DIR to another folder."
            )
        time.sleep(0.05)
    for leftover in (pid_file, listens_on, listens_on.with_name(f"{listens_on.name}.lock")):
        leftover.unlink(missing_ok=True)


def _answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.settimeout(1)
        try:
            probe.connect(str(path))
        except OSError:
            return False
        return True


def _is_postgres(pid_file: Path) -> bool:
    try:
        pid = pid_file.read_text().split("\n", 1)[0]
    except FileNotFoundError:
        return False
    said = subprocess.run(
        ["ps", "-o", "stat=,comm=", "-p", pid],
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    return "postgres" in said and not said.lstrip().startswith("Z")


def _failed(said: str, log: Path) -> EmbeddedError:
    if "No space left on device" in said:
        return EmbeddedError(
            "The disk is full: free some space, or set DATA_DIR to a folder on another disk."
        )
    serious = [
        line for line in said.splitlines() if "FATAL" in line or "ERROR" in line or "error:" in line
    ]
    last = (serious or said.splitlines() or ["it said nothing"])[-1].strip()
    return EmbeddedError(f"PostgreSQL did not start ({last}): see {log}.")
