"""`make run`: the whole portal on this machine, until Ctrl-C.

Prepares the database, runs the Procfile, and says where to look. Nothing that it started is left when it ends.
"""

from __future__ import annotations

import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from honcho.environ import parse_procfile

from . import ensure
from .errors import EmbeddedError
from .places import PROJECT_ROOT, chosen_data_dir
from .preparation import Preparation, environment_file
from .processes import TetheredManager

SECONDS_TO_ANSWER = 120
FIRST_STEPS = """
Try first:
  1. Sign in as the mission, write a request and submit it.
  2. Open the mailbox: the letters of the portal are there, none leaves this machine.
  3. Sign in as the expert and open the request in the desk.
Ctrl-C stops everything; the data stay in {data_dir}.
"""


def main() -> int:
    """Run the portal; return the exit status."""
    signal.signal(signal.SIGTERM, _stop)
    began = time.monotonic()
    try:
        environment_file(PROJECT_ROOT / ".env")
        data_dir = chosen_data_dir()
        port = _port()
        check_ports_are_free(port)
        environment = {**os.environ, **_environment(data_dir, port=port)}
        with _only_one(data_dir):
            Preparation(data_dir, environment).run()
            return _serve(data_dir, environment, began=began)
    except EmbeddedError as error:
        print(f"\n{error}", file=sys.stderr, flush=True)
        return 1
    except KeyboardInterrupt:
        return 130


def check_ports_are_free(first: int) -> None:
    """Refuse to start where the site, its mailbox or its relay would find their port taken."""
    for port, what in (
        (first, "the site"),
        (first + 1, "the mailbox page"),
        (first + 2, "the mail relay"),
    ):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except PermissionError:
                raise EmbeddedError(
                    f"Port {port} is reserved for the system: choose a higher one, for example `make run PORT=8100`."
                ) from None
            except OSError:
                raise EmbeddedError(
                    f"Port {port}, which {what} needs, is taken by another program: stop that program, "
                    f"or choose other ports with `make run PORT={_other_port(first)}`."
                ) from None


def _other_port(first: int) -> int:
    return first + 100 if first + 102 < 65536 else 8100


def _port() -> int:
    given = os.environ.get("PORT") or "8000"
    if not given.isdecimal() or not 1 <= int(given) <= 65533:
        raise EmbeddedError(
            f"PORT is {given!r}: give a number from 1 to 65533, for example `make run PORT=8100`."
        )
    return int(given)


def _environment(data_dir: Path, *, port: int) -> dict[str, str]:
    """Return what the processes need to find each other; what the person has set already stands."""
    environment = {
        "DATA_DIR": str(data_dir),
        "PORT": str(port),
        "PATH": os.pathsep.join(
            [str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)]
        ),
        "WORKER_TMP": "/dev/shm" if os.access("/dev/shm", os.W_OK) else "/tmp",  # noqa: S108 - gunicorn's heartbeat
    }
    defaults = {
        "SITE_URL": f"http://localhost:{port}",
        "MAILBOX_PORT": str(port + 1),
        "MAILBOX_URL": f"http://localhost:{port + 1}/",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(port + 2),
        "RELAY_LOG": str(data_dir / "relay.log"),
        "OMP_NUM_THREADS": "1",  # the sentence model deadlocks in a forked child otherwise
    }
    if "DATABASE_URL" in os.environ:
        defaults["DATABASE_OWNER_URL"] = os.environ["DATABASE_URL"]
    else:
        with suppress(
            OSError
        ):  # WhiteNoise warns without it, though here it finds the files where they are written
            (PROJECT_ROOT / "staticfiles").mkdir(exist_ok=True)
        print(f"Starting PostgreSQL and Valkey in {data_dir} ...", flush=True)
        servers = ensure(data_dir)
        environment |= {
            "EMBEDDED": "1",
            "DATABASE_URL": servers.database_url("portal_app"),
            "DATABASE_PUBLIC_URL": servers.database_url("portal_public"),
            "DATABASE_OWNER_URL": servers.database_url("portal_owner"),
        }
        defaults |= {"REDIS_URL": servers.broker_url, "CACHE_URL": servers.cache_url}
    return {name: os.environ.get(name, value) for name, value in defaults.items()} | environment


@contextmanager
def _only_one(data_dir: Path) -> Iterator[None]:
    """Hold the data folder's `run.lock`: two beats and two relays would get in each other's way."""
    with (data_dir / "run.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise EmbeddedError(
                f"The portal already runs on the data in {data_dir} (process {lock.read().strip() or 'unknown'}): "
                "stop it, or set DATA_DIR to another folder."
            ) from None
        lock.truncate(0)
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        yield


def _serve(data_dir: Path, environment: dict[str, str], *, began: float) -> int:
    """Run the Procfile until a signal, or until one of its lines ends."""
    site = environment["SITE_URL"].rstrip("/") + "/"
    local = f"http://127.0.0.1:{environment['PORT']}"
    print("Starting the site, the worker, the scheduler and the mail relay ...", flush=True)

    def welcome() -> None:
        if not _answers(f"{local}/healthz"):
            print(f"\nThe site does not answer at {local}: its own words are above.\n", flush=True)
            return
        print(f"\nReady: {site}   ({time.monotonic() - began:.0f} s)", flush=True)
        print(f"Mailbox: {environment['MAILBOX_URL']}\n", flush=True)
        subprocess.run(
            [sys.executable, "manage.py", "demo_accounts"],
            cwd=PROJECT_ROOT,
            env=environment,
            check=False,
        )
        print(FIRST_STEPS.format(data_dir=data_dir), flush=True)

    manager = TetheredManager(welcome)
    for name, command in parse_procfile((PROJECT_ROOT / "Procfile").read_text()).processes.items():
        manager.add_process(name, command, env=environment, cwd=str(PROJECT_ROOT))
    manager.loop()
    # honcho answers a signal with 128 + its number; stopping the portal is no failure.
    return 0 if manager.returncode in (0, 130, 143) else int(manager.returncode or 1)


def _answers(url: str) -> bool:
    deadline = time.monotonic() + SECONDS_TO_ANSWER
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - our own http address
                return bool(answer.status == 200)
        except urllib.error.HTTPError as error:
            print(f"{url} answers {error.code}", flush=True)
        except OSError:
            pass
        time.sleep(0.2)
    return False


def _stop(*_: object) -> None:
    raise SystemExit(143)


if __name__ == "__main__":
    sys.exit(main())
