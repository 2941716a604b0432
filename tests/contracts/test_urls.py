"""Every address, as nobody, as an outsider and as a reader. A new address is closed until it is named here."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from tests.contracts.walk import Address, addresses

ADDRESSES = {address.path: address for address in addresses()}

# Open to everybody, because nothing confidential can be reached from there.
OPEN_NAMESPACES = ("pages:", "public_requests:", "public_offers:", "site:", "api:schema", "api:viewer", "api:summary",
                   "api:offer")  # fmt: skip
OPEN = {
    "healthz",
    "accounts:invitation",
    "requests:calendar-feed",
    "requests:link-received",
    "requests:link-not-for-us",
    "offers:link-confirm",
    "follow:link-end",
}
# The sign-in itself, for people who are not yet anybody.
SIGN_IN_PREFIX = "/account/"
# What everybody with an account may open, role or not: it shows only what is theirs, which may be nothing.
OWN_NAMES = {
    "requests:home", "requests:notices", "requests:list", "offers:home", "matching:list", "api:own-request-list",
    "api:own-notice-list", "requests:new", "offers:new", "offers:create",
    "letters:list",
    "follow:home", "follow:news",
}  # fmt: skip
CLOSED = {302, 401, 403, 404, 405}


def is_open(address: Address) -> bool:
    return address.name in OPEN or address.name.startswith(OPEN_NAMESPACES)


CLOSED_ADDRESSES = [
    address
    for address in ADDRESSES.values()
    if not is_open(address) and not address.path.startswith(SIGN_IN_PREFIX)
]
DESK_ADDRESSES = [address for address in CLOSED_ADDRESSES if address.path.startswith("/desk/")]


def answers(client: Client, address: Address) -> list[Any]:
    return [client.get(address.path), client.post(address.path, {})]


def test_the_walk_finds_the_site() -> None:
    assert {"requests:home", "admin:index", "pages:home", "offers:home", "healthz"} <= {
        address.name for address in ADDRESSES.values()
    }
    assert len(CLOSED_ADDRESSES) > 30


@pytest.mark.django_db
@pytest.mark.parametrize("address", CLOSED_ADDRESSES, ids=lambda address: address.path)
def test_nobody_gets_in(client: Client, address: Address) -> None:
    for answer in answers(client, address):
        assert answer.status_code in CLOSED, (
            f"{address.path} answered {answer.status_code} to nobody"
        )
        if answer.status_code == 302:
            assert (
                settings.LOGIN_URL in answer.url
                or "/account/" in answer.url
                or answer.url.startswith("/desk/")
            )


@pytest.mark.django_db
@pytest.mark.parametrize("address", CLOSED_ADDRESSES, ids=lambda address: address.path)
def test_an_outsider_reads_nothing(sign_in: Any, nobody: Any, address: Address) -> None:
    if address.name in OWN_NAMES:
        return
    for answer in answers(sign_in(nobody), address):
        assert answer.status_code in CLOSED, (
            f"{address.path} answered {answer.status_code} to an outsider"
        )


@pytest.mark.django_db
@pytest.mark.parametrize("address", DESK_ADDRESSES, ids=lambda address: address.path)
def test_the_desk_is_closed_to_missions_and_to_sessions_without_second_factor(
    sign_in: Any, focal_point: Any, expert: Any, address: Address
) -> None:
    for client in (sign_in(focal_point), sign_in(expert, second_factor=False)):
        for answer in answers(client, address):
            assert answer.status_code in CLOSED, f"{address.path} answered {answer.status_code}"


@pytest.mark.django_db
@pytest.mark.parametrize("address", DESK_ADDRESSES, ids=lambda address: address.path)
def test_a_reader_changes_nothing(sign_in: Any, member: Any, address: Address) -> None:
    from clearinghouse.audit.models import AuditEvent

    before = AuditEvent.objects.count()
    answer = sign_in(member).post(address.path, {})

    assert answer.status_code < 500
    assert AuditEvent.objects.count() == before


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        address
        for address in ADDRESSES.values()
        if is_open(address) and "nothing" not in address.path
    ],
    ids=lambda address: address.path,
)
def test_open_addresses_answer_everybody(client: Client, address: Address) -> None:
    assert client.get(address.path).status_code in {200, 302, 404, 410}
