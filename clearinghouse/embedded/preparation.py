"""What `make run` does to the database before it starts the portal, and how it knows what is done already."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

import psycopg2

from .errors import EmbeddedError
from .places import PROJECT_ROOT

# What a step depends on: it is done again when one of these files or the database is another one.
MIGRATION_SOURCES = (
    "**/migrations/*.py",
    "**/apps.py",
    "clearinghouse/core/database_roles.py",
    "requirements.lock",
)
REFERENCE_SOURCES = (
    *MIGRATION_SOURCES,
    "clearinghouse/core/vocabulary.py",
    "**/management/commands/load_reference.py",
    "clearinghouse/reference/**/*",
    "clearinghouse/parties/data/**/*",
)
PACKAGES = ("clearinghouse", "requests_app", "offers_app", "matching")


class Preparation:
    """The steps before the start, each skipped when its stamp in the data folder says that nothing changed."""

    def __init__(self, data_dir: Path, environment: Mapping[str, str]) -> None:
        self.environment = environment
        self.stamps_file = data_dir / "prepared.json"
        self.database = self._identify_database()

    def run(self) -> None:
        """Bring tables and reference data up to date, and put the demonstration into an empty database."""
        migrations = self._fingerprint(MIGRATION_SOURCES)
        if self._stamp("migrations") != migrations:
            self._step(
                "Bringing the database up to date", "migrate", "--database=owner", "--verbosity=0"
            )
            self._set_stamp("migrations", migrations)
        reference = self._fingerprint(REFERENCE_SOURCES)
        if self._stamp("reference") != reference:
            self._step("Loading States, groupings, vocabulary and providers", "load_reference")
            self._set_stamp("reference", reference)
        if self._stamp("demonstration") != self.database:
            if self._is_empty():
                self._step("Loading the demonstration", "load_demonstration")
            self._set_stamp("demonstration", self.database)

    def _step(self, what: str, *command: str) -> None:
        print(f"{what} ...", flush=True)
        began = time.monotonic()
        done = subprocess.run(
            [sys.executable, "manage.py", *command], cwd=PROJECT_ROOT, env=dict(self.environment)
        )
        if done.returncode:
            raise EmbeddedError(f"`manage.py {' '.join(command)}` failed; its own words are above.")
        print(f"  done in {time.monotonic() - began:.1f} s", flush=True)

    def _stamps(self) -> dict[str, str]:
        try:
            stamps: dict[str, str] = json.loads(self.stamps_file.read_text())
        except (OSError, ValueError):
            return {}
        return stamps

    def _stamp(self, name: str) -> str | None:
        return self._stamps().get(name)

    def _set_stamp(self, name: str, value: str) -> None:
        unfinished = self.stamps_file.with_suffix(".new")
        unfinished.write_text(json.dumps({**self._stamps(), name: value}, indent=1))
        unfinished.replace(self.stamps_file)

    def _fingerprint(self, patterns: Iterable[str]) -> str:
        digest = hashlib.sha256(self.database.encode())
        for path in sorted(set(_files(patterns))):
            digest.update(
                str(path.relative_to(PROJECT_ROOT)).encode() + b"\0" + path.read_bytes() + b"\0"
            )
        return digest.hexdigest()

    def _identify_database(self) -> str:
        """Return what tells this database from one made anew in its place."""
        rows = self._query(
            "SELECT system_identifier || '/' || oid FROM pg_control_system(), pg_database"
            " WHERE datname = current_database()"
        )
        return str(rows[0][0])

    def _is_empty(self) -> bool:
        """Say whether nobody has an account yet: no portal in use is without one."""
        return not self._query("SELECT 1 FROM accounts_user LIMIT 1")

    def _query(self, sql: str) -> list[tuple[object, ...]]:
        connection = psycopg2.connect(**_parameters(self.environment["DATABASE_OWNER_URL"]))
        try:
            with connection.cursor() as cursor:
                cursor.execute(sql)
                rows: list[tuple[object, ...]] = cursor.fetchall()
                return rows
        finally:
            connection.close()


def _files(patterns: Iterable[str]) -> Iterable[Path]:
    for pattern in patterns:
        if not pattern.startswith("**"):
            found = PROJECT_ROOT.glob(pattern)
            yield from (path for path in found if path.is_file() and path.suffix != ".pyc")
            continue
        for package in PACKAGES:  # not the whole project: the virtual environment is in it
            yield from (PROJECT_ROOT / package).glob(pattern)


def _parameters(url: str) -> dict[str, object]:
    """Read a DSN in django-environ's form, where a socket's folder stands before the database."""
    parts = urlsplit(url)
    folder, _, database = unquote(parts.path).removeprefix("/").rpartition("/")
    given: dict[str, object] = {
        "host": folder or parts.hostname,
        "port": parts.port,
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "dbname": database,
    }
    return {name: value for name, value in given.items() if value} | {"connect_timeout": 10}


def environment_file(path: Path) -> None:
    """Read `.env` as settings will, so that PORT and DATA_DIR in it count here too."""
    import environ

    if path.exists():
        environ.Env.read_env(path)
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
