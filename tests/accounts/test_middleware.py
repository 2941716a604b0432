"""The desk opens only to a session that passed a second factor."""

from __future__ import annotations

import time
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client

PASSWORD = "correct horse battery"
SECRET = "JBSWY3DPEHPK3PXP"


def _code() -> str:
    return str(format_hotp_value(hotp_value(SECRET, int(time.time()) // 30)))


def test_password_alone_leads_to_setting_up_a_factor(expert: Any) -> None:
    client = Client()
    client.post("/account/login/", {"login": expert.email, "password": PASSWORD})

    response = client.get("/desk/")

    assert (response.status_code, response["Location"]) == (302, "/account/2fa/")


def test_password_and_code_open_the_desk(expert: Any) -> None:
    TOTP.activate(expert, SECRET)
    client = Client()

    first = client.post("/account/login/", {"login": expert.email, "password": PASSWORD})
    before = client.get("/desk/")
    second = client.post(first["Location"], {"code": _code()})

    assert first["Location"].startswith("/account/2fa/authenticate/")
    assert before.status_code == 302
    assert second["Location"] == "/desk/"
    assert client.get("/desk/").status_code == 200


def test_wrong_code_does_not(expert: Any) -> None:
    TOTP.activate(expert, SECRET)
    client = Client()
    first = client.post("/account/login/", {"login": expert.email, "password": PASSWORD})

    client.post(first["Location"], {"code": "000000"})

    assert client.get("/desk/", follow=True).redirect_chain[-1][0].startswith("/account/")
    assert "_auth_user_id" not in client.session


def test_factor_just_set_up_is_confirmed_in_the_same_session(expert: Any) -> None:
    client = Client()
    client.post("/account/login/", {"login": expert.email, "password": PASSWORD})
    TOTP.activate(expert, SECRET)

    asked = client.get("/desk/requests/")
    confirmed = client.post(asked["Location"], {"code": _code()})

    assert asked["Location"].startswith("/account/2fa/reauthenticate/")
    assert confirmed["Location"] == "/desk/requests/"
    assert client.get("/desk/requests/").status_code == 200


@pytest.mark.parametrize(
    "path", ["/desk/", "/desk/requests/", "/desk/accounts/user/", "/desk/jsi18n/", "/workspace/"]
)
def test_desk_person_without_factor_reaches_nothing(sign_in: Any, expert: Any, path: str) -> None:
    response = sign_in(expert, second_factor=False).get(path)

    assert (response.status_code, response["Location"]) == (302, "/account/2fa/")


def test_mark_of_another_person_does_not_count(sign_in: Any, expert: Any, member: Any) -> None:
    client = sign_in(expert)
    session = client.session
    session["account_authentication_methods_user"] = str(member.pk)
    session.save()

    assert client.get("/desk/")["Location"] == "/account/2fa/"


def test_login_of_the_admin_has_no_form(db: None) -> None:
    response = Client().get("/desk/login/")

    assert response.status_code == 302
    assert response["Location"].startswith("/account/login/")


@pytest.mark.parametrize("person", ["focal_point", "provider_contact", "nobody"])
def test_desk_is_closed_to_everybody_else(
    person: str, sign_in: Any, request: pytest.FixtureRequest
) -> None:
    client = sign_in(request.getfixturevalue(person))

    assert client.get("/desk/").status_code in {302, 403}
    assert client.get("/desk/", follow=True).status_code == 403


def test_private_pages_are_never_cached(sign_in: Any, focal_point: Any) -> None:
    response = sign_in(focal_point).get("/account/profile/")

    assert response["Cache-Control"] == "no-store, private"
