"""The way in: only what is used has an address, a link goes to its owner alone, and a dead cache locks nobody out."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, reverse

from clearinghouse import settings as real
from clearinghouse.notifications.models import Message

PASSWORD = "correct horse battery"
SECRET = "JBSWY3DPEHPK3PXP"
THIEF = "thief@elsewhere.example"


def _reset(address: str) -> Any:
    return Client().post("/account/password/reset/", {"email": address})


def _enter(person: Any, **headers: Any) -> tuple[Client, Any]:
    client = Client()
    return client, client.post(
        "/account/login/", {"login": person.email, "password": PASSWORD}, **headers
    )


# --- Addresses ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/account/email/", "/account/confirm-email/"])
def test_nobody_adds_an_address_to_an_account(sign_in: Any, focal_point: Any, address: str) -> None:
    response = sign_in(focal_point).post(address, {"email": THIEF, "action_add": ""})

    assert response.status_code == 404
    assert not EmailAddress.objects.filter(email=THIEF).exists()


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("account_email", []),
        ("account_email_verification_sent", []),
        ("account_confirm_email", ["key"]),
        ("account_confirm_login_code", []),
    ],
)
def test_what_is_not_used_has_no_address(name: str, arguments: list[str]) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name, args=arguments)


def test_sign_up_takes_nothing(db: None) -> None:
    form = {"email": THIEF, "password1": PASSWORD, "password2": PASSWORD}

    assert Client().post("/account/signup/", form).status_code == 405


# --- A new password -----------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def _outbox(settings: Any) -> None:
    """The real one, which the test runner replaces."""
    settings.EMAIL_BACKEND = real.EMAIL_BACKEND


@pytest.mark.parametrize("verified", [False, True])
def test_link_does_not_go_to_an_added_address(focal_point: Any, verified: bool) -> None:
    EmailAddress.objects.create(user=focal_point, email=THIEF, verified=verified)

    assert _reset(THIEF).status_code == 302
    assert not Message.objects.exists()


def test_link_goes_to_the_stored_address_however_it_was_typed(focal_point: Any) -> None:
    kelvin = "\u212a"
    focal_point.email = "kim@arcadia.example"
    focal_point.save()

    _reset(f"{kelvin}im@arcadia.example")

    sent = Message.objects.values_list("deliveries__address", flat=True)
    assert set(sent) <= {"kim@arcadia.example"}


def test_closed_account_and_unknown_address_get_no_mail(focal_point: Any) -> None:
    focal_point.is_active = False
    focal_point.save()

    answers = [_reset(focal_point.email), _reset("unknown@arcadia.example")]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert not Message.objects.exists()


def test_mail_with_the_link_speaks_as_the_clearing_house(focal_point: Any, settings: Any) -> None:
    settings.SITE_URL = "https://workspace.example"

    _reset(focal_point.email)

    mail = Message.objects.get()
    assert mail.subject == "Set a new password"
    assert "https://workspace.example/account/password/reset/key/" in mail.text
    assert "testserver" not in mail.text
    assert "Hello" not in mail.text
    link = next(word for word in mail.text.split() if word.startswith(settings.SITE_URL))
    form = Client().get(link.removeprefix(settings.SITE_URL), follow=True)
    assert 'name="password1"' in form.content.decode()


# --- The cache is away --------------------------------------------------------------------------------------------


@pytest.fixture(params=["dead", "frozen"])
def no_cache(request: pytest.FixtureRequest, settings: Any) -> Iterator[None]:
    """The real cache, with nobody answering; the limits of sign-in are on."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        if request.param == "frozen":
            silent.listen(50)
        place = f"redis://127.0.0.1:{silent.getsockname()[1]}/0"
        settings.CACHES = {"default": {**real.CACHES["default"], "LOCATION": place}}
        settings.ACCOUNT_RATE_LIMITS = {}
        yield


def test_password_and_code_let_in_without_the_cache(no_cache: None, expert: Any) -> None:
    TOTP.activate(expert, SECRET)
    began = time.monotonic()

    client, first = _enter(expert)
    code = str(format_hotp_value(hotp_value(SECRET, int(time.time()) // 30)))
    second = client.post(first["Location"], {"code": code})

    assert first["Location"].startswith("/account/2fa/authenticate/")
    assert second["Location"] == "/desk/"
    assert time.monotonic() - began < 3


def test_link_is_sent_without_the_cache(no_cache: None, focal_point: Any) -> None:
    _reset(focal_point.email)

    assert Message.objects.exists()


def test_limits_hold_in_the_process_without_the_cache(
    no_cache: None, settings: Any, focal_point: Any
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
    address = {"REMOTE_ADDR": "192.0.2.77"}

    answers = [_enter(focal_point, **address)[1].status_code for _ in range(3)]

    assert answers == [302, 302, 429]
    cache.clear()


def test_limits_are_counted_in_redis_while_it_answers(settings: Any, focal_point: Any) -> None:
    settings.CACHES = real.CACHES
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    cache.clear()

    answers = [_enter(focal_point)[1].status_code for _ in range(2)]
    cache.memory.clear()
    answers.append(_enter(focal_point)[1].status_code)

    assert answers == [302, 429, 429]
    assert not cache.is_away()
    cache.clear()


# --- Behind a proxy -----------------------------------------------------------------------------------------------


def test_limits_count_the_clients_of_the_proxy_apart(settings: Any, focal_point: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    answers = [
        _enter(focal_point, HTTP_X_FORWARDED_FOR=came_from)[1].status_code
        for came_from in ("198.51.100.1", "198.51.100.2", "203.0.113.9, 198.51.100.1")
    ]

    assert answers == [302, 302, 429]
    cache.clear()


@pytest.mark.parametrize(
    ("changes", "count"),
    [
        ({"SITE_URL": "https://workspace.example"}, "1"),
        ({"SITE_URL": "http://localhost:8000"}, "0"),
        ({"SITE_URL": "https://workspace.example", "TRUSTED_PROXY_COUNT": "2"}, "2"),
    ],
)
def test_proxies_are_told_by_the_environment(changes: dict[str, str], count: str) -> None:
    environment = {
        **os.environ,
        "DATABASE_URL": "postgres://nobody@localhost/nothing",
        "SECRET_KEY": "for tests only",
        **changes,
    }
    script = "from clearinghouse import settings; print(settings.ALLAUTH_TRUSTED_PROXY_COUNT)"

    done = subprocess.run(
        [sys.executable, "-c", script],
        env=environment,
        cwd=real.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stdout.strip() == count, done.stderr
