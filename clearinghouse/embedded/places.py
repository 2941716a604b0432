"""Which folders the embedded servers use, and as which account they run."""

from __future__ import annotations

import fcntl
import hashlib
import os
import pwd
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .endpoints import Endpoints
from .errors import EmbeddedError

PROJECT_ROOT = Path(__file__).resolve().parents[2]
LONGEST_SOCKET_PATH = 100  # the kernel's limit is 107 bytes on Linux, 103 on macOS
LONGEST_SOCKET_NAME = len("/.s.PGSQL.5432")
SYSTEM_FOLDERS = ("/var/lib", "/usr/local/var", "/var/tmp")  # noqa: S108 - a folder of random name is made there


@dataclass(frozen=True)
class Account:
    """The unprivileged account that the servers run as when we are root: PostgreSQL refuses root."""

    name: str
    uid: int
    gid: int


@dataclass(frozen=True)
class Places:
    data_dir: Path
    """What the person chose: locks, logs, and the data where the servers' account can reach it."""
    store: Path
    """Where the servers' own files are: the data folder, or a system folder when that is out of their reach."""
    socket_dir: Path
    account: Account | None
    fast: bool

    @property
    def cluster(self) -> Path:
        return self.store / "postgres"

    @property
    def logs(self) -> Path:
        return self.data_dir / "log"

    @property
    def control_socket(self) -> Path:
        return self.socket_dir / "control.sock"

    @property
    def endpoints(self) -> Endpoints:
        return Endpoints(
            data_dir=self.data_dir,
            socket_dir=self.socket_dir,
            postgres_log=self.logs / "postgres.log",
            valkey_log=self.logs / "valkey.log",
            supervisor_log=self.logs / "supervisor.log",
        )


def chosen_data_dir(data_dir: Path | None = None, *, fast: bool = False) -> Path:
    """Return the absolute data folder: the argument, DATA_DIR, or `var/`; the fast servers' is `test/` in it."""
    chosen = Path(data_dir or os.environ.get("DATA_DIR") or "var").expanduser()
    absolute = Path(os.path.abspath(PROJECT_ROOT / chosen))
    return absolute / "test" if fast and absolute.name != "test" else absolute


def find(data_dir: Path, *, fast: bool) -> Places:
    """Work out the places of an absolute data folder, making only the folder itself."""
    _make_data_dir(data_dir)
    account = _account(data_dir)
    store = data_dir
    if account is not None and not reachable(data_dir, account=account):
        store = _system_store(data_dir, account=account)
    return Places(data_dir, store=store, socket_dir=_socket_dir(store), account=account, fast=fast)


def make(places: Places) -> None:
    """Make the folders that are missing, and refuse those that belong to somebody else."""
    owner = places.account.uid if places.account else os.geteuid()
    places.logs.mkdir(mode=0o700, exist_ok=True)
    if not places.socket_dir.is_symlink() and not places.socket_dir.exists():
        make_private(places.socket_dir, account=places.account)
    for folder in (places.socket_dir, places.cluster):
        if folder == places.cluster and not folder.exists():
            continue
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner:
            raise EmbeddedError(_somebody_elses(folder, found.st_uid, data_dir=places.data_dir))
        if stat.S_IMODE(found.st_mode) != 0o700:
            folder.chmod(0o700)


def make_private(folder: Path, *, account: Account | None) -> None:
    """Make a 0700 folder that belongs to the servers' account."""
    folder.mkdir(mode=0o700)
    if account:
        os.chown(folder, account.uid, account.gid)


def reachable(folder: Path, *, account: Account) -> bool:
    """Say whether an account may pass through a folder and all its parents."""
    for part in (folder, *folder.parents):
        found = part.stat()
        if found.st_uid == account.uid:
            allowed = found.st_mode & stat.S_IXUSR
        elif found.st_gid == account.gid:
            allowed = found.st_mode & stat.S_IXGRP
        else:
            allowed = found.st_mode & stat.S_IXOTH
        if not allowed:
            return False
    return True


@contextmanager
def locked(path: Path, *, wait_seconds: float) -> Iterator[int]:
    """Hold an exclusive lock on a file; the kernel frees it however the holder ends."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        deadline = time.monotonic() + wait_seconds
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise EmbeddedError(
                        f"Another start of the embedded servers has held {path} for {wait_seconds:.0f} seconds: "
                        "stop that process, or set DATA_DIR to another folder."
                    ) from None
                time.sleep(0.02)
        yield handle
    finally:
        os.close(handle)


def _make_data_dir(data_dir: Path) -> None:
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        if os.access(data_dir, os.R_OK | os.W_OK | os.X_OK):
            _close_to_others(data_dir)
            return
    except PermissionError:
        raise EmbeddedError(
            f"The data folder {data_dir} cannot be made here: set DATA_DIR to a folder that you may write to."
        ) from None
    except OSError as error:
        raise EmbeddedError(
            f"The data folder {data_dir} cannot be made ({error.strerror}): set DATA_DIR."
        ) from None
    raise EmbeddedError(_somebody_elses(data_dir, data_dir.stat().st_uid, data_dir=data_dir))


def _close_to_others(data_dir: Path) -> None:
    """Make a new data folder private; one that holds anything of the person's own stays as it is."""
    is_new = all(path.name == "secret_key" for path in data_dir.iterdir())
    if is_new and data_dir.stat().st_uid == os.geteuid():
        # Root's servers run as another account, which has to pass through to its own 0700 folders.
        data_dir.chmod(0o711 if os.geteuid() == 0 else 0o700)


def _account(data_dir: Path) -> Account | None:
    if os.geteuid() != 0:
        return None
    cluster = data_dir / "postgres"
    # Data that an ordinary user made stays that user's when root starts the servers once.
    owner = cluster.stat().st_uid if cluster.is_dir() else 0
    for candidate in (owner, "nobody", "daemon", "www-data"):
        try:
            found = (
                pwd.getpwuid(candidate) if isinstance(candidate, int) else pwd.getpwnam(candidate)
            )
        except KeyError:
            continue
        if found.pw_uid != 0:
            return Account(name=found.pw_name, uid=found.pw_uid, gid=found.pw_gid)
    raise EmbeddedError(
        "PostgreSQL does not run as root and this system has no account 'nobody': "
        "run as an ordinary user, or set DATABASE_URL and REDIS_URL to servers of your own."
    )


def _system_store(data_dir: Path, *, account: Account) -> Path:
    """Return a folder outside the data folder; it is remembered there, so that a new clone starts empty."""
    pointer = data_dir / "elsewhere"
    with locked(data_dir / "elsewhere.lock", wait_seconds=10):
        if pointer.exists():
            came_from, _, where = pointer.read_text().partition("\n")
            if came_from == str(data_dir) and Path(where).is_dir():
                return Path(where)
        for parent in map(Path, SYSTEM_FOLDERS):
            if (
                parent.is_dir()
                and os.access(parent, os.W_OK)
                and reachable(parent, account=account)
            ):
                store = Path(
                    tempfile.mkdtemp(prefix=f"clearinghouse-{_digest(data_dir)}-", dir=parent)
                )
                store.chmod(0o711)
                pointer.write_text(f"{data_dir}\n{store}")
                return store
    raise EmbeddedError(
        f"The account '{account.name}', which runs PostgreSQL for root, cannot reach {data_dir}: "
        "set DATA_DIR to a folder that everybody may pass through, for example /srv/clearinghouse."
    )


def _socket_dir(store: Path) -> Path:
    beside_data = store / "run"
    if len(os.fsencode(beside_data)) + LONGEST_SOCKET_NAME < LONGEST_SOCKET_PATH:
        return beside_data
    # Not TMPDIR: every process of the project must come to the same answer.
    return Path("/tmp").resolve() / f"clearinghouse-{_digest(store)}"  # noqa: S108 - checked in make()


def _digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]


def _somebody_elses(folder: Path, uid: int, *, data_dir: Path) -> str:
    try:
        name = pwd.getpwuid(uid).pw_name
    except KeyError:
        name = str(uid)
    return (
        f"The folder {folder} belongs to the user '{name}', probably from a start as root: start it as that user "
        f"again, remove {data_dir} with its data, or set DATA_DIR to a folder of your own."
    )
