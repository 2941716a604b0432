"""The API denies by default, shows public copies to everybody and own records to their own people."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from clearinghouse.access.drf import DenyByDefault
from requests_app import services
from requests_app.enums import RequestStatus
from tests.factories import colleague, make_request

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(focal_point: Any, expert: Any, arcadia: Any) -> Any:
    request = make_request(focal_point, arcadia)
    summary = services.write_summary(
        request, by=expert, language="en", title="Controls", text="Arcadia asks."
    )
    services.put_summary_to_state(summary, by=colleague())
    services.consent(summary, by=focal_point, sha256=summary.sha256)
    return summary


def test_a_view_that_says_nothing_answers_nobody(rf: Any) -> None:
    from rest_framework.views import APIView

    class Forgotten(APIView):
        def get(self, request: Any) -> None:
            raise AssertionError("reached")

    assert Forgotten.permission_classes == [DenyByDefault]
    assert Forgotten.as_view()(rf.get("/")).status_code == 403


def test_public_reads_consented_summaries(client: Client, published: Any) -> None:
    told = client.get("/api/v1/summaries/").json()

    assert told["count"] == 1
    assert set(told["results"][0]) == {
        "id", "language", "title", "text", "requester_code", "requester_names", "region_codes", "areas",
        "categories", "kinds", "year", "received_date", "published_at", "is_demonstration",
    }  # fmt: skip
    assert client.get(f"/api/v1/summaries/{published.public_id}/").json()["text"] == "Arcadia asks."


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("area=3C", 1),
        ("area=2L", 0),
        ("state=XAA", 1),
        ("region=002", 1),
        ("region=150", 0),
        ("language=fr", 0),
    ],
)
def test_filters(client: Client, published: Any, query: str, count: int) -> None:
    assert client.get(f"/api/v1/summaries/?{query}").json()["count"] == count


def test_wrong_filter_gets_an_error(client: Client, published: Any) -> None:
    assert client.get("/api/v1/summaries/?area=nonsense").status_code == 400


@pytest.mark.parametrize(
    "query", ["search__a=b", "requester_code__startswith=X", "ordering=sha256"]
)
def test_hidden_paths_change_nothing(client: Client, published: Any, query: str) -> None:
    assert (
        client.get(f"/api/v1/summaries/?{query}").json() == client.get("/api/v1/summaries/").json()
    )


def test_own_requests_are_for_the_own_party(
    sign_in: Any, client: Client, focal_point: Any, other_focal_point: Any, arcadia: Any
) -> None:
    request = make_request(focal_point, arcadia)

    assert client.get("/api/v1/own/requests/").status_code == 403
    assert sign_in(other_focal_point).get("/api/v1/own/requests/").json()["count"] == 0
    assert sign_in(other_focal_point).get(f"/api/v1/own/requests/{request.pk}/").status_code == 404
    assert (
        sign_in(focal_point).get(f"/api/v1/own/requests/{request.pk}/").json()["reference"]
        == request.reference
    )


def test_notices_are_for_the_provider_and_hold_no_contacts(
    sign_in: Any, focal_point: Any, provider_contact: Any, other_provider_contact: Any, arcadia: Any
) -> None:
    make_request(focal_point, arcadia, at=RequestStatus.DISTRIBUTED)

    mine = sign_in(provider_contact).get("/api/v1/own/notices/").json()["results"]
    assert [notice["provider"] for notice in mine] == ["AIDORG"]
    for hidden in ("mission@arcadia.example", "preferred_providers", "providers_approached"):
        assert hidden not in str(mine)
    theirs = sign_in(other_provider_contact).get(f"/api/v1/own/notices/{mine[0]['id']}/")
    assert theirs.status_code == 404


def test_nothing_can_be_written(sign_in: Any, focal_point: Any, arcadia: Any) -> None:
    client = sign_in(focal_point)

    for address in ("/api/v1/summaries/", "/api/v1/own/requests/", "/api/v1/own/notices/"):
        assert client.post(address, {}, content_type="application/json").status_code in {403, 405}


def test_schema_describes_every_address(client: Client) -> None:
    answer = client.get("/api/v1/schema/?format=json")

    assert answer.status_code == 200
    assert {"/api/v1/summaries/", "/api/v1/own/requests/", "/api/v1/own/notices/"} <= set(
        answer.json()["paths"]
    )
