"""Error pages stand where the reader is, and tell the log no more than they must."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.core.exceptions import BadRequest, RequestDataTooBig
from django.test import Client, RequestFactory

from clearinghouse.core.log_filter import OneLineForRefusals
from clearinghouse.pages.errors import bad_request
from tests.browser_forms import read
from tests.contracts.walk import NOBODYS

pytestmark = pytest.mark.django_db

WORKSPACE = f"/workspace/requests/{NOBODYS}/"


@pytest.mark.parametrize("path", [WORKSPACE, "/workspace/nothing/", "/account/nothing/"])
def test_missing_page_of_the_workspace_leads_back_to_it(
    sign_in: Any, focal_point: Any, path: str
) -> None:
    answer = sign_in(focal_point).get(path)
    page = read(answer)

    assert answer.status_code == 404
    assert page.select_one(".workspace-nav")
    assert page.select_one("main a.button")["href"] == "/workspace/"


@pytest.mark.parametrize("path", [f"/desk/requests/{NOBODYS}/", "/desk/nothing/"])
def test_missing_page_of_the_desk_leads_back_to_it(sign_in: Any, expert: Any, path: str) -> None:
    answer = sign_in(expert).get(path)

    assert answer.status_code == 404
    assert 'href="/desk/"' in answer.content.decode()
    assert "Back to the desk" in answer.content.decode()


def test_refusal_in_the_workspace_says_why_and_stays_there(
    sign_in: Any, provider_contact: Any
) -> None:
    answer = sign_in(provider_contact).get("/workspace/requests/new/")

    assert answer.status_code == 403
    assert "Only drafters and focal points" in read(answer).find(id="main").text
    assert read(answer).select_one(".workspace-nav")


def test_public_site_knows_nobody(sign_in: Any, focal_point: Any) -> None:
    answer = sign_in(focal_point).get("/en/nothing/")

    assert answer.status_code == 404
    assert str(focal_point) not in answer.content.decode()
    assert Client().get("/desk/nothing/").status_code in {302, 404}


@pytest.mark.parametrize(("status", "keeps"), [(403, False), (404, False), (500, True)])
def test_only_faults_leave_a_traceback(status: int, keeps: bool) -> None:
    fault = (ValueError, ValueError("x"), None)
    record = logging.LogRecord("django.request", 30, "x", 1, "Said: %s", ("x",), fault)
    record.status_code = status

    assert OneLineForRefusals().filter(record)

    assert bool(record.exc_info) is keeps


@pytest.mark.parametrize(
    ("exception", "status", "says"),
    [
        (RequestDataTooBig("big"), 413, "is still in the form"),
        (BadRequest(), 400, "reload the page"),
    ],
)
def test_what_cannot_be_read_says_how_to_go_on(
    rf: RequestFactory, focal_point: Any, exception: Exception, status: int, says: str
) -> None:
    request = rf.post("/workspace/")
    request.user = focal_point

    answer = bad_request(request, exception)

    assert answer.status_code == status
    assert says in answer.content.decode()


@pytest.mark.usefixtures("arcadia")
def test_ten_megabytes_of_text_get_a_sentence(
    sign_in: Any, focal_point: Any, settings: Any
) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000

    answer = sign_in(focal_point).post("/workspace/requests/new/", {"language": "é" * 1000})

    assert answer.status_code == 413
    assert b"The text is too long" in answer.content
