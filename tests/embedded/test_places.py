"""Where the servers' files go, and what is refused with which sentence."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from clearinghouse.embedded import EmbeddedError, binaries, ensure, places, postgres
from clearinghouse.embedded.endpoints import Endpoints

OTHER_UID = 12345
is_root = os.geteuid() == 0


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that every account can pass through, unlike pytest's own."""
    made = Path(tempfile.mkdtemp(dir="/tmp"))
    made.chmod(0o711)
    yield made
    shutil.rmtree(made)


def test_addresses_are_what_django_environ_and_redis_read() -> None:
    folder = Path("/srv/a b/run")
    endpoints = Endpoints(folder, folder, folder, folder, folder)

    assert (
        endpoints.database_url("portal_app") == "postgres://portal_app@:5432//srv/a%20b/run/portal"
    )
    assert endpoints.broker_url == "redis+socket:///srv/a%20b/run/valkey.sock?virtual_host=0"
    assert endpoints.cache_url == "unix:///srv/a%20b/run/valkey.sock?db=1"


def test_data_folder_comes_from_the_argument_then_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DATA_DIR", "elsewhere/data")

    assert places.chosen_data_dir(Path("/srv/data")) == Path("/srv/data")
    assert places.chosen_data_dir() == places.PROJECT_ROOT / "elsewhere/data"
    assert places.chosen_data_dir(fast=True) == places.PROJECT_ROOT / "elsewhere/data/test"
    monkeypatch.delenv("DATA_DIR")
    assert places.chosen_data_dir() == places.PROJECT_ROOT / "var"


def test_sockets_are_beside_the_data_unless_the_path_is_too_long(folder: Path) -> None:
    deep = folder / ("deep " * 20)

    near = places.find(folder / "data", fast=False)
    far = places.find(deep, fast=False)

    assert near.socket_dir == folder / "data" / "run"
    assert len(os.fsencode(far.socket_dir / ".s.PGSQL.5432")) < 100
    assert far.socket_dir != places.find(folder / ("deeq " * 20), fast=False).socket_dir


def test_a_new_data_folder_is_private_and_an_existing_one_is_left(folder: Path) -> None:
    folder.chmod(0o755)
    (folder / "photographs").mkdir()

    places.find(folder / "data", fast=False)
    places.find(folder, fast=False)

    assert stat.S_IMODE((folder / "data").stat().st_mode) == (0o711 if is_root else 0o700)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o755


@pytest.mark.skipif(not is_root, reason="only root runs the servers as another account")
def test_roots_data_go_where_the_servers_account_can_reach_them(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    system = folder / "system"
    system.mkdir(mode=0o755)
    monkeypatch.setattr(places, "SYSTEM_FOLDERS", (str(system),))
    closed = folder / "closed"
    closed.mkdir(mode=0o700)

    first = places.find(closed / "var", fast=False)
    second = places.find(closed / "var", fast=False)
    shutil.rmtree(closed / "var")
    after_removal = places.find(closed / "var", fast=False)

    assert first.store.parent == system
    assert second.store == first.store
    assert after_removal.store not in (first.store, closed / "var")
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700


@pytest.mark.skipif(not is_root, reason="only root can give a folder away")
def test_root_runs_an_ordinary_users_data_as_that_user(folder: Path) -> None:
    (folder / "postgres").mkdir(mode=0o700)
    os.chown(folder / "postgres", 1, 1)

    account = places.find(folder, fast=False).account

    assert account is not None
    assert (account.uid, account.gid) == (1, 1)


@pytest.mark.skipif(not is_root, reason="only root can give a folder away")
def test_a_folder_of_another_user_is_refused(folder: Path) -> None:
    found = places.find(folder, fast=False)
    found.socket_dir.mkdir(mode=0o700)
    os.chown(found.socket_dir, OTHER_UID, OTHER_UID)

    with pytest.raises(
        EmbeddedError, match=f"{found.socket_dir} belongs to the user '{OTHER_UID}'"
    ):
        places.make(found)


def test_a_planted_link_in_the_place_of_the_socket_folder_is_refused(folder: Path) -> None:
    found = places.find(folder, fast=False)
    found.socket_dir.symlink_to("/tmp")

    with pytest.raises(EmbeddedError, match="set DATA_DIR to a folder of your own"):
        places.make(found)


def test_a_full_disk_is_one_sentence(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = places.find(folder, fast=False)
    monkeypatch.setattr(
        postgres.shutil, "disk_usage", lambda path: SimpleNamespace(free=20_000_000)
    )

    with pytest.raises(EmbeddedError) as refused:
        postgres.start(found, binaries.locate(found))

    assert str(refused.value) == (
        f"The disk that holds {folder} has 20 MB free and the database needs 300 MB: free some space, "
        "or set DATA_DIR to a folder on another disk."
    )


def test_an_unsupported_processor_is_one_sentence(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(binaries.platform, "machine", lambda: "riscv64")

    with pytest.raises(
        EmbeddedError,
        match="no PostgreSQL and Valkey for .* on riscv64.*set DATABASE_URL and REDIS_URL",
    ):
        binaries.locate(places.find(folder, fast=False))


def test_an_unsupported_system_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "win32")

    with pytest.raises(EmbeddedError, match="run on Linux and macOS, not on win32"):
        ensure()


def test_a_file_in_the_place_of_the_data_folder_is_one_sentence(folder: Path) -> None:
    (folder / "data").write_text("")

    with pytest.raises(EmbeddedError, match="cannot be made"):
        places.find(folder / "data", fast=False)
