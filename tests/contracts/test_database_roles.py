"""What each database role can do, tried with connections of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg2
import pytest
from django.db import connection

from clearinghouse.core.database_roles import append_only_tables, public_tables

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_role() -> Iterator[Any]:
    """Return a function that connects to the test database as a role."""
    opened = []

    def connect(role: str) -> Any:
        settings = connection.settings_dict
        link = psycopg2.connect(
            dbname=settings["NAME"], user=role, host=settings["HOST"], port=settings["PORT"] or None
        )
        link.autocommit = True
        opened.append(link)
        return link.cursor()

    yield connect
    for link in opened:
        link.close()


def all_tables() -> list[str]:
    with connection.cursor() as cursor:
        return connection.introspection.table_names(cursor)


def test_public_copies_are_these_and_no_others() -> None:
    assert set(public_tables()) == {
        "requests_app_publicsummary",
        "requests_app_publicwithdrawal",
        "requests_app_publicsigningkey",
        "offers_app_publicoffer",
        "offers_app_publicofferwithdrawal",
        "parties_publicparty",
        "parties_publicgrouping",
        "reference_term",
        "reference_policy",
    }


def test_public_role_reads_public_copies_and_nothing_else(as_role: Any) -> None:
    cursor = as_role("portal_public")

    readable = []
    for table in all_tables():
        try:
            cursor.execute(f'SELECT 1 FROM "{table}" LIMIT 1')
            readable.append(table)
        except psycopg2.errors.InsufficientPrivilege:
            pass
    assert set(readable) == set(public_tables())


def test_public_role_writes_nothing(as_role: Any) -> None:
    cursor = as_role("portal_public")
    cursor.execute("SET default_transaction_read_only = off")

    for table in public_tables():
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            cursor.execute(f'DELETE FROM "{table}"')
    with pytest.raises(psycopg2.Error):
        cursor.execute("CREATE TABLE mine (id int)")


@pytest.mark.parametrize("verb", ["UPDATE", "DELETE", "TRUNCATE", "DISABLE"])
def test_application_cannot_rewrite_history(as_role: Any, verb: str) -> None:
    cursor = as_role("portal_app")

    assert "audit_auditevent" in append_only_tables()
    for table in append_only_tables():
        statement = {
            "UPDATE": f'UPDATE "{table}" SET id = id',
            "DELETE": f'DELETE FROM "{table}"',
            "TRUNCATE": f'TRUNCATE "{table}" CASCADE',
            "DISABLE": f'ALTER TABLE "{table}" DISABLE TRIGGER ALL',
        }[verb]
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            cursor.execute(statement)


def test_tests_themselves_run_as_the_application() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("portal_app",)
