from __future__ import annotations

from typing import Any

import pytest
from django.contrib import admin
from django.urls import reverse

from clearinghouse.accounts import services as accounts
from clearinghouse.accounts.models import Invitation
from requests_app.enums import RequestStatus
from tests import factories
from tests.browser_forms import read

DESK = ["expert", "secretariat", "member", "administrator"]
STATUS_MODELS = {"assistancerequest", "need", "notice", "run", "publicsummary", "auditevent"}


@pytest.mark.parametrize("person", DESK)
def test_first_page_opens_for_every_desk_role(
    person: str, sign_in: Any, request: pytest.FixtureRequest
) -> None:
    response = sign_in(request.getfixturevalue(person)).get("/desk/")

    assert response.status_code == 200
    assert "What is due" in response.content.decode()


@pytest.mark.parametrize("person", DESK)
def test_every_listed_screen_opens(
    person: str, sign_in: Any, request: pytest.FixtureRequest
) -> None:
    """Every link of the records on the first page leads somewhere for the reader."""
    client = sign_in(request.getfixturevalue(person))
    context = client.get("/desk/").context

    addresses = [model["admin_url"] for app in context["app_list"] for model in app["models"]]

    assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(
        addresses, 200
    )


def test_first_page_holds_nothing_inline(sign_in: Any, expert: Any) -> None:
    page = sign_in(expert).get("/desk/").content.decode()

    for forbidden in (" style=", " onclick=", "<style", "<script>"):
        assert forbidden not in page


def test_administrator_reads_no_request(
    sign_in: Any, administrator: Any, focal_point: Any, arcadia: Any
) -> None:
    factories.make_request(focal_point, arcadia, title="Secret need")
    client = sign_in(administrator)

    listed = [
        model["object_name"]
        for app in client.get("/desk/").context["app_list"]
        for model in app["models"]
    ]

    assert "AssistanceRequest" not in listed
    assert client.get("/desk/requests_app/assistancerequest/").status_code == 403
    assert "Secret need" not in client.get("/desk/").content.decode()


def test_nothing_about_a_request_is_editable_in_the_admin(
    sign_in: Any, expert: Any, rf: Any
) -> None:
    request = rf.get("/desk/")
    request.user = expert
    for model, model_admin in admin.site._registry.items():
        if model._meta.model_name in STATUS_MODELS:
            granted = [
                model_admin.has_add_permission(request),
                model_admin.has_change_permission(request),
                model_admin.has_delete_permission(request),
            ]
            assert granted == [False, False, False], model


def test_admin_of_a_request_leads_to_its_one_page(
    sign_in: Any, member: Any, focal_point: Any, arcadia: Any
) -> None:
    record = factories.make_request(focal_point, arcadia, at=RequestStatus.DISTRIBUTED)

    response = sign_in(member).get(
        reverse("admin:requests_app_assistancerequest_change", args=[record.pk])
    )

    assert response["Location"] == f"/desk/requests/{record.pk}/"


@pytest.mark.parametrize("person", DESK)
def test_groups_are_nobodys_to_edit(
    person: str, sign_in: Any, request: pytest.FixtureRequest
) -> None:
    assert sign_in(request.getfixturevalue(person)).get("/desk/auth/group/").status_code == 404


@pytest.mark.parametrize(
    ("person", "status"),
    [("secretariat", 200), ("administrator", 200), ("expert", 403), ("member", 403)],
)
@pytest.mark.parametrize(
    "path", ["/desk/accounts/user/", "/desk/accounts/invitation/", "/desk/accounts/invitation/add/"]
)
def test_people_are_kept_by_the_secretariat(
    person: str, status: int, path: str, sign_in: Any, request: pytest.FixtureRequest
) -> None:
    response = sign_in(request.getfixturevalue(person)).get(path)

    assert response.status_code == status


def test_secretariat_invites_resends_and_revokes(
    sign_in: Any, secretariat: Any, arcadia: Any
) -> None:
    client = sign_in(secretariat)
    data = {
        "email": "new@arcadia.example",
        "full_name": "New",
        "role": "focal_point",
        "party": arcadia.pk,
        "language": "ar",
    }

    client.post("/desk/accounts/invitation/add/", data)
    invitation = Invitation.objects.get()
    first = invitation.token_hash
    client.post(f"/desk/accounts/invitation/{invitation.pk}/resend/")
    invitation.refresh_from_db()
    second = invitation.token_hash
    client.post(f"/desk/accounts/invitation/{invitation.pk}/revoke/")

    assert first != second
    assert (
        "run out or revoked"
        in client.get(f"/desk/accounts/invitation/{invitation.pk}/change/").content.decode()
    )


def test_invitation_that_does_not_fit_keeps_what_was_typed(sign_in: Any, secretariat: Any) -> None:
    data = {
        "email": "new@arcadia.example",
        "full_name": "Kept Name",
        "role": "focal_point",
        "party": "",
        "language": "ar",
    }

    response = sign_in(secretariat).post("/desk/accounts/invitation/add/", data)

    assert response.status_code == 422
    assert "Kept Name" in response.content.decode()
    assert "Choose the State or organization" in response.content.decode()
    assert not Invitation.objects.exists()


def test_secretariat_closes_an_account(sign_in: Any, secretariat: Any, expert: Any) -> None:
    sign_in(secretariat).post(f"/desk/accounts/user/{expert.pk}/close/")

    expert.refresh_from_db()
    assert not expert.is_active


@pytest.mark.parametrize("person", ["expert", "member", "focal_point", "nobody"])
def test_others_neither_close_nor_invite(
    person: str, sign_in: Any, nobody: Any, secretariat: Any, request: pytest.FixtureRequest
) -> None:
    invitation = accounts.invite(
        email="x@y.example", full_name="X", role="member", party=None, language="en", by=secretariat
    )
    client = sign_in(request.getfixturevalue(person))

    codes = {
        client.post(f"/desk/accounts/user/{secretariat.pk}/close/").status_code,
        client.post(f"/desk/accounts/invitation/{invitation.pk}/revoke/").status_code,
        client.post("/desk/accounts/invitation/add/", {}).status_code,
    }

    assert codes <= {302, 403, 404}
    secretariat.refresh_from_db()
    invitation.refresh_from_db()
    assert secretariat.is_active
    assert invitation.expires_at > invitation.created_at


@pytest.mark.parametrize(
    ("person", "offered"),
    [
        (
            "secretariat",
            {"drafter", "focal_point", "provider_contact", "expert", "secretariat", "member"},
        ),
        ("administrator", {"secretariat", "administrator"}),
    ],
)
def test_form_offers_the_roles_that_may_be_given(
    person: str, offered: set[str], sign_in: Any, request: pytest.FixtureRequest
) -> None:
    response = sign_in(request.getfixturevalue(person)).get("/desk/accounts/invitation/add/")

    assert {value for value, _label in response.context["form"].fields["role"].choices} == offered


@pytest.mark.parametrize("person", DESK)
def test_every_part_in_the_navigation_opens(
    person: str, sign_in: Any, request: pytest.FixtureRequest
) -> None:
    client = sign_in(request.getfixturevalue(person))
    page = read(client.get("/desk/"))

    links = [link["href"] for link in page.select(".main-nav a[href^='/desk/']")]

    assert {href: client.get(href).status_code for href in links} == dict.fromkeys(links, 200)
    parts = {reverse("admin:reports:home"), reverse("admin:approvals:list")}
    assert parts & set(links) == (set() if person == "administrator" else parts)
