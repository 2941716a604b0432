"""The embedded servers as real processes: they start once, and are gone when nobody needs them."""

from __future__ import annotations

import os
import signal
import stat
import sys
from typing import TYPE_CHECKING

import psycopg2
import pytest

if TYPE_CHECKING:
    from tests.embedded.conftest import Home

ALL_SOCKETS = [".s.PGSQL.5432", "control.sock", "valkey.sock"]


def test_concurrent_starts_share_one_pair_of_servers(home: Home) -> None:
    clients = [home.client() for _ in range(4)]

    said = {client.said() for client in clients}

    assert said == {str(home.run)}
    assert home.answering() == ALL_SOCKETS
    assert (home.data_dir / "log" / "supervisor.log").read_text().count("started in") == 1


def test_socket_folder_is_closed_to_everybody_else(home: Home) -> None:
    home.joined()

    assert stat.S_IMODE(home.run.stat().st_mode) == 0o700


def test_roles_have_exactly_their_rights(home: Home) -> None:
    home.joined()

    roles = home.query(
        "SELECT rolname, rolcanlogin, rolcreatedb, rolsuper, rolcreaterole, rolbypassrls, rolconfig"
        " FROM pg_roles WHERE rolname LIKE 'portal%' ORDER BY rolname",
    )
    owners = home.query("SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'portal'")
    creators = home.query(
        "SELECT rolname FROM pg_roles WHERE rolname LIKE 'portal%'"
        " AND has_schema_privilege(rolname, 'public', 'CREATE')",
    )

    assert roles == [
        ("portal_app", True, False, False, False, False, None),
        ("portal_owner", True, True, False, False, False, None),
        ("portal_public", True, False, False, False, False, ["default_transaction_read_only=on"]),
    ]
    assert owners == [("portal_owner",)]
    assert creators == [("portal_owner",)]


@pytest.mark.parametrize("database", ["portal", "template1"])
def test_new_tables_are_for_the_application_and_not_for_the_public(
    home: Home, database: str
) -> None:
    home.joined()

    rights = home.query(
        "CREATE TABLE probe (id int);"
        "SELECT role, array_agg(verb ORDER BY verb)"
        " FROM unnest(ARRAY['portal_app', 'portal_public']) AS role,"
        " unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) AS verb"
        " WHERE has_table_privilege(role, 'probe', verb) GROUP BY role",
        database=database,
    )
    extensions = home.query("SELECT extname FROM pg_extension ORDER BY 1", database=database)

    assert rights == [("portal_app", ["DELETE", "INSERT", "SELECT", "UPDATE"])]
    assert [name for (name,) in extensions] == [
        "btree_gist",
        "pg_trgm",
        "plpgsql",
        "unaccent",
        "vector",
    ]


def test_public_role_cannot_write(home: Home) -> None:
    home.joined()

    with pytest.raises(psycopg2.errors.ReadOnlySqlTransaction):
        home.query("CREATE TABLE probe (id int)", role="portal_public")


def test_letters_of_every_script_count_as_letters(home: Home) -> None:
    home.joined()

    found = home.query("SELECT similarity('помощь', 'ПОМОЩЬ'), similarity('边境管制', '边境管制')")

    assert found == [(1.0, 1.0)]


def test_servers_stay_for_the_client_that_is_left(home: Home) -> None:
    first, _ = home.joined(), home.joined()
    server = home.postmaster

    first.end(signal.SIGKILL)

    assert not home.wait_for(lambda: not home.runs(server), seconds=4)


def test_servers_are_gone_when_the_last_client_is_killed(home: Home) -> None:
    client = home.joined()
    server, supervisor = home.postmaster, home.supervisor

    client.end(signal.SIGKILL)

    assert home.wait_for(lambda: not home.runs(server) and not home.runs(supervisor))
    assert home.answering() == []
    assert not (home.cluster / "postmaster.pid").exists()


@pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux tells a child of its parent's death"
)
def test_servers_are_gone_when_the_supervisor_is_killed(home: Home) -> None:
    home.joined()
    server = home.postmaster

    os.kill(home.supervisor, signal.SIGKILL)

    assert home.wait_for(lambda: not home.runs(server), seconds=5)
    assert home.wait_for(lambda: home.answering() == [], seconds=2)


def test_the_next_start_recovers_when_everything_was_killed(home: Home) -> None:
    home.joined()
    supervisor, server = home.supervisor, home.postmaster
    os.kill(supervisor, signal.SIGSTOP)
    os.kill(server, signal.SIGKILL)
    os.kill(supervisor, signal.SIGKILL)

    home.joined()

    assert home.query("SELECT 1") == [(1,)]


def test_a_server_that_ends_by_itself_is_started_again(home: Home) -> None:
    home.joined()
    before = home.postmaster

    os.kill(before, signal.SIGINT)

    assert home.wait_for(lambda: not home.runs(before))
    assert home.wait_for(lambda: home.answering() == ALL_SOCKETS)
    assert home.postmaster != before


def test_data_of_another_major_version_is_refused(home: Home) -> None:
    client = home.joined()
    supervisor = home.supervisor
    client.end()
    assert home.wait_for(lambda: not home.runs(supervisor))
    version = home.cluster / "PG_VERSION"
    ours = version.read_text()
    version.write_text("16\n")

    said = home.client().said()
    version.write_text(ours)

    assert said == (
        f"refused: The data folder {home.cluster} was made by PostgreSQL 16 and this is PostgreSQL"
        f" {ours.strip()}: go back to the release that made it and move the data over with pg_dump,"
        " or set DATA_DIR to a new folder."
    )
