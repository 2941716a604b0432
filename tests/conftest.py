"""The cast and the clients. Records are made by tests/factories.py."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections
from django.db.backends.postgresql.operations import DatabaseOperations
from django.test import Client
from django.utils import translation

from clearinghouse.access.catalogue import DeskRole, PartyRole
from clearinghouse.core.database_roles import APPLICATION_ROLE, OWNER_ROLE
from tests import factories

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-background-networking",
]

_flush = DatabaseOperations.execute_sql_flush


# Loaded once for all tests; what tests add to it is fictitious.
KEPT = re.compile(r'"(reference_\w+|parties_(?!contact|partygroupobjectpermission)\w+)",? ?')
FICTITIOUS = "(SELECT id FROM parties_party WHERE is_fictitious)"


def _flush_as_owner(self: DatabaseOperations, sql_list: list[str]) -> None:
    """Empty the tables as the owner, which the application's role may not, and keep the reference data."""
    statements = [re.sub(r",? *;$", ";", KEPT.sub("", statement)) for statement in sql_list]
    with self.connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {OWNER_ROLE}")
        _flush(self, statements)
        for table in ("parties_state", "parties_organization"):
            cursor.execute(f"DELETE FROM {table} WHERE party_ptr_id IN {FICTITIOUS}")
        cursor.execute("DELETE FROM parties_publicparty WHERE is_fictitious")
        cursor.execute("DELETE FROM parties_party WHERE is_fictitious")
        cursor.execute(f"SET ROLE {APPLICATION_ROLE}")


DatabaseOperations.execute_sql_flush = _flush_as_owner


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Load the reference data, then become the application's role for all tests."""
    connection = connections["default"]
    with django_db_blocker.unblock():
        call_command("load_reference", verbosity=0)
        connection.close()
        connection.settings_dict["OPTIONS"] = {"options": f"-c role={APPLICATION_ROLE}"}
    yield
    with django_db_blocker.unblock():
        connection.close()
        connection.settings_dict["OPTIONS"] = {}


@pytest.fixture(autouse=True)
def _public_reads_the_test(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let the public connection see what a test wrote: Django's test mirror is a session of its own."""
    if not (
        {"db", "_django_db_helper"} & set(request.fixturenames)
    ) and not request.node.get_closest_marker("django_db"):
        yield
        return
    request.getfixturevalue("_django_db_helper")
    kept = connections["public"]
    connections["public"] = connections["default"]
    yield
    connections["public"] = kept


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """No test inherits the language of a page that an earlier one opened."""
    with translation.override("en"):
        yield


@pytest.fixture
def arcadia(db: None) -> Any:
    """The State that asks."""
    return factories.make_state("XAA", "Arcadia")


@pytest.fixture
def borduria(db: None) -> Any:
    """Another State, which must not see what Arcadia asks."""
    return factories.make_state("XBB", "Borduria")


@pytest.fixture
def provider(db: None) -> Any:
    """An organization that provides assistance."""
    return factories.make_organization("AIDORG", "Aid Organization", is_provider=True)


@pytest.fixture
def other_provider(db: None) -> Any:
    """Another one, which must not see the first one's notices."""
    return factories.make_organization("OTHORG", "Other Organization", is_provider=True)


@pytest.fixture
def focal_point(arcadia: Any) -> Any:
    return factories.make_user("focal@arcadia.example", PartyRole.FOCAL_POINT, arcadia)


@pytest.fixture
def drafter(arcadia: Any) -> Any:
    return factories.make_user("drafter@arcadia.example", PartyRole.DRAFTER, arcadia)


@pytest.fixture
def other_focal_point(borduria: Any) -> Any:
    return factories.make_user("focal@borduria.example", PartyRole.FOCAL_POINT, borduria)


@pytest.fixture
def provider_contact(provider: Any) -> Any:
    return factories.make_user("contact@aidorg.example", PartyRole.PROVIDER_CONTACT, provider)


@pytest.fixture
def other_provider_contact(other_provider: Any) -> Any:
    return factories.make_user("contact@othorg.example", PartyRole.PROVIDER_CONTACT, other_provider)


@pytest.fixture
def expert(db: None) -> Any:
    return factories.make_user("expert@desk.example", DeskRole.EXPERT)


@pytest.fixture
def member(db: None) -> Any:
    return factories.make_user("member@desk.example", DeskRole.MEMBER)


@pytest.fixture
def secretariat(db: None) -> Any:
    return factories.make_user("secretariat@desk.example", DeskRole.SECRETARIAT)


@pytest.fixture
def administrator(db: None) -> Any:
    return factories.make_user("admin@desk.example", DeskRole.ADMINISTRATOR)


@pytest.fixture
def nobody(db: None) -> Any:
    """A person with an account and no role."""
    return factories.make_user("nobody@nowhere.example")


@pytest.fixture
def sign_in() -> Any:
    """Return a client signed in as the person; desk people with their second factor, as at the real door."""

    def _sign_in(user: Any, *, second_factor: bool = True) -> Client:
        client = Client()
        client.force_login(user)
        methods = [{"method": "password", "at": 0}]
        if second_factor and user.is_staff:
            methods.append({"method": "mfa", "type": "totp", "at": 0})
        session = client.session
        session["account_authentication_methods"] = methods
        session["account_authentication_methods_user"] = str(user.pk)
        session.save()
        return client

    return _sign_in


@pytest.fixture(scope="module")
def browser_thread() -> Iterator[ThreadPoolExecutor]:
    """A thread of its own for the browser: its event loop would make Django refuse the database."""
    with ThreadPoolExecutor(max_workers=1) as executor:
        yield executor


@pytest.fixture(scope="module")
def browser(browser_thread: ThreadPoolExecutor) -> Iterator[Any]:
    """Chromium, to be used in its thread only."""
    from playwright.sync_api import sync_playwright

    playwright = browser_thread.submit(lambda: sync_playwright().start()).result()
    launch = playwright.chromium.launch
    opened = browser_thread.submit(
        lambda: launch(executable_path=CHROMIUM, args=CHROMIUM_OPTIONS)
    ).result()
    yield opened
    browser_thread.submit(opened.close).result()
    browser_thread.submit(playwright.stop).result()
