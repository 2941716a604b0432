"""Signing in leads back to a page, never to an address that only takes a form."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_a_page_comes_back_after_sign_in(client: Client) -> None:
    assert client.get("/workspace/notices/").url == "/account/login/?next=/workspace/notices/"


def test_a_late_form_leads_back_to_its_page(client: Client) -> None:
    page = f"/workspace/requests/{uuid4()}/"

    answer = client.post(
        f"{page}do/withdraw/", {"note": "x"}, headers={"Referer": f"http://testserver{page}"}
    )

    assert answer.url == f"/account/login/?next={page}"
    assert "nothing was sent" in client.get(answer.url).content.decode()


def test_a_foreign_page_is_never_where_it_leads(client: Client) -> None:
    path = f"/workspace/requests/{uuid4()}/decide/"

    for referer in ("", "https://elsewhere.example/workspace/", f"http://testserver{path}"):
        answer = client.post(path, headers={"Referer": referer})
        assert answer.url == "/account/login/?next=/workspace/"
