from __future__ import annotations

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from clearinghouse.access.catalogue import DeskRole, PartyRole
from clearinghouse.accounts.models import Invitation, User
from clearinghouse.parties.models import State
from tests.factories import make_user

FORM = {
    "full_name": "New Person",
    "password": "a long way to Arcadia",
    "password_again": "a long way to Arcadia",
}


def test_invitation_page_speaks_the_language_of_the_invitation(invite: Any) -> None:
    _invitation, token = invite(language="ar")

    page = Client().get(f"/account/invitation/{token}/").content.decode()

    assert '<html lang="ar" dir="rtl">' in page


def test_reading_the_invitation_does_not_use_it_up(invite: Any) -> None:
    invitation, token = invite()

    Client().get(f"/account/invitation/{token}/")

    invitation.refresh_from_db()
    assert invitation.accepted_at is None


def test_accepting_leads_to_the_sign_in(invite: Any) -> None:
    _invitation, token = invite()
    client = Client()

    response = client.post(f"/account/invitation/{token}/", FORM)

    assert (response.status_code, response["Location"]) == (302, "/account/login/")
    signed_in = client.post(
        "/account/login/", {"login": "new@arcadia.example", "password": FORM["password"]}
    )
    assert (signed_in.status_code, signed_in["Location"]) == (302, "/workspace/")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"password": "short", "password_again": "short"}, "12"),
        ({"password_again": "a long way to Borduria"}, "differ"),
        ({"full_name": ""}, ""),
    ],
)
def test_bad_input_keeps_the_name_and_opens_nothing(
    invite: Any, change: dict[str, str], sentence: str
) -> None:
    _invitation, token = invite(language="en")

    page = Client().post(f"/account/invitation/{token}/", FORM | change).content.decode()

    assert sentence in page
    assert FORM["password"] not in page
    assert not User.objects.filter(email="new@arcadia.example").exists()


@pytest.mark.parametrize("token", ["", "x" * 43])
def test_unknown_token_is_told_what_to_do(db: None, token: str) -> None:
    response = Client().get(f"/account/invitation/{token or 'nothing'}/")

    assert response.status_code == 410
    assert "ask the secretariat" in response.content.decode()


def test_used_link_says_so(invite: Any) -> None:
    _invitation, token = invite(language="en")
    Client().post(f"/account/invitation/{token}/", FORM)

    response = Client().get(f"/account/invitation/{token}/")

    assert response.status_code == 410
    assert "used already" in response.content.decode()


def test_known_person_signs_in_and_accepts(invite: Any, nobody: Any, sign_in: Any) -> None:
    _invitation, token = invite(email=nobody.email, language="en")

    stranger = Client().get(f"/account/invitation/{token}/").content.decode()
    response = sign_in(nobody).post(f"/account/invitation/{token}/")

    assert 'name="password"' not in stranger
    assert response["Location"] == "/workspace/"
    assert nobody.groups.count() == 1


def test_somebody_else_who_is_signed_in_cannot_accept(
    invite: Any, focal_point: Any, sign_in: Any
) -> None:
    _invitation, token = invite(language="en")

    response = sign_in(focal_point).post(f"/account/invitation/{token}/", FORM)

    assert response.status_code == 403
    assert not User.objects.filter(email="new@arcadia.example").exists()


def test_profile_keeps_name_language_and_zone(focal_point: Any, sign_in: Any) -> None:
    client = sign_in(focal_point)

    client.post(
        "/account/profile/",
        {
            "full_name": "Ms Focal",
            "job_title": "Counsellor",
            "language": "es",
            "time_zone": "Africa/Nairobi",
        },
    )

    focal_point.refresh_from_db()
    assert (focal_point.full_name, focal_point.language, focal_point.time_zone) == (
        "Ms Focal",
        "es",
        "Africa/Nairobi",
    )
    assert 'lang="es"' in client.get("/account/profile/").content.decode()


def test_profile_takes_no_role_or_address(nobody: Any, sign_in: Any) -> None:
    sign_in(nobody).post(
        "/account/profile/",
        {
            "full_name": "N",
            "language": "en",
            "time_zone": "UTC",
            "email": "other@x.example",
            "is_staff": "on",
            "groups": "1",
        },
    )

    nobody.refresh_from_db()
    assert (nobody.email, nobody.is_staff, nobody.groups.count()) == (
        "nobody@nowhere.example",
        False,
        0,
    )


def test_language_is_kept_on_the_person(focal_point: Any, sign_in: Any) -> None:
    response = sign_in(focal_point).post(
        "/account/language/", {"language": "ru", "next": "/workspace/"}
    )

    focal_point.refresh_from_db()
    assert (response["Location"], focal_point.language) == ("/workspace/", "ru")


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"]
)
def test_language_never_leads_away(focal_point: Any, sign_in: Any, target: str) -> None:
    response = sign_in(focal_point).post("/account/language/", {"language": "ru", "next": target})

    assert response["Location"] == "/account/profile/"


def test_unknown_language_changes_nothing(focal_point: Any, sign_in: Any) -> None:
    sign_in(focal_point).post("/account/language/", {"language": "xx", "next": "/workspace/"})

    focal_point.refresh_from_db()
    assert focal_point.language == "en"


def test_first_administrator_comes_from_the_command_line(db: None) -> None:
    call_command("invite", "root@desk.example", desk="administrator", name="Root")

    invitation = Invitation.objects.get()
    assert (invitation.role, invitation.party, invitation.invited_by) == (
        DeskRole.ADMINISTRATOR,
        None,
        None,
    )


def test_command_refuses_an_unknown_party(db: None) -> None:
    with pytest.raises(CommandError, match="no party"):
        call_command("invite", "a@b.example", role="drafter", party="NOWHERE")


def test_profile_refuses_a_place_that_is_no_zone(focal_point: Any, sign_in: Any) -> None:
    typed = {"full_name": "Ms Focal", "language": "en", "time_zone": "Atlantis"}

    response = sign_in(focal_point).post("/account/profile/", typed)

    focal_point.refresh_from_db()
    assert focal_point.time_zone == "America/New_York"
    assert 'value="Atlantis"' in response.content.decode()


@pytest.mark.django_db
def test_profile_offers_the_zones_of_the_persons_state_first(sign_in: Any) -> None:
    kazakhstan = State.objects.get(iso3="KAZ")
    person = make_user("focal@kaz.example", PartyRole.FOCAL_POINT, kazakhstan.party_ptr)

    page = sign_in(person).get("/account/profile/")

    own = [zone for zone, _place in page.context["own_zones"]]
    assert (own[0], own[-1]) == ("Asia/Almaty", "America/New_York")
    assert page.context["all_zones"][: len(own)] == own


def test_profile_leads_to_the_calendar_only_where_it_opens(
    sign_in: Any, focal_point: User, drafter: User, provider_contact: User
) -> None:
    for person, opens in ((focal_point, 200), (drafter, 200), (provider_contact, 403)):
        client = sign_in(person)

        profile = client.get("/account/profile/").content.decode()

        assert ("/workspace/calendar/" in profile) == (opens == 200)
        assert client.get("/workspace/calendar/").status_code == opens
