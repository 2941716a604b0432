"""The consolidated list is exactly what the address lists, and no cell of it calculates."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook

from clearinghouse.reports import consolidated
from requests_app import services
from requests_app.models import AssistanceRequest
from requests_app.selectors import requests_for_desk
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def answered(
    focal_point: Any, arcadia: Any, provider: Any, provider_contact: Any
) -> AssistanceRequest:
    record = factories.make_request(focal_point, arcadia, at="distributed", title="=HYPERLINK(1)")
    notice = record.notices.get(provider=provider)
    answer = {"need": record.needs.get().pk, "verdict": "yes", "text": "In spring."}
    services.answer(notice, by=provider_contact, answers=[answer])
    return record


def test_a_line_says_who_asked_what_and_how_it_stands(answered: Any, expert: Any) -> None:
    table = consolidated.table_of(requests_for_desk(expert))

    [row] = table.rows
    line = dict(zip(table.columns, row, strict=True))
    assert line["Reference"] == answered.reference
    assert line["Status"] == "Distributed"
    assert line["Needs and how each stands"].endswith("(Answered)")
    assert line["Providers that can help"] == "Aid Organization"


def test_the_file_lists_what_the_screen_lists(
    sign_in: Any, expert: Any, answered: Any, other_focal_point: Any, borduria: Any
) -> None:
    other = factories.make_request(other_focal_point, borduria)
    client = sign_in(expert)

    text = client.get("/desk/reports/requests.csv?status=distributed").content.decode("utf-8-sig")

    references = {row["Reference"] for row in csv.DictReader(StringIO(text))}
    screen = client.get("/desk/requests/?status=distributed").content.decode()
    assert references == {answered.reference}
    assert answered.reference in screen
    assert other.reference not in screen


def test_no_format_calculates_a_title(sign_in: Any, expert: Any, answered: Any) -> None:
    client = sign_in(expert)

    sheet = load_workbook(BytesIO(client.get("/desk/reports/requests.xlsx").content)).worksheets[0]
    rows = list(csv.reader(StringIO(client.get("/desk/reports/requests.csv").content.decode())))
    document = Document(BytesIO(client.get("/desk/reports/requests.docx").content))

    assert sheet["D2"].value == "'=HYPERLINK(1)"
    assert rows[1][3] == "'=HYPERLINK(1)"
    assert document.tables[0].rows[1].cells[3].text == "=HYPERLINK(1)"


def test_the_number_of_queries_does_not_grow(
    expert: Any, focal_point: Any, arcadia: Any, django_assert_num_queries: Any
) -> None:
    factories.make_request(focal_point, arcadia)
    everything = requests_for_desk(expert)
    consolidated.table_of(everything.all())

    for _ in range(2):
        with django_assert_num_queries(4):
            consolidated.table_of(requests_for_desk(expert).filter(pk__isnull=False))
        factories.make_request(focal_point, arcadia)


@pytest.mark.parametrize("person", ["focal_point", "provider_contact", "administrator", "nobody"])
def test_others_get_no_list(
    person: str, sign_in: Any, answered: Any, request: pytest.FixtureRequest
) -> None:
    client = sign_in(request.getfixturevalue(person))

    assert client.get("/desk/reports/requests.csv").status_code in {302, 403}


def test_an_unknown_format_is_not_found(sign_in: Any, expert: Any) -> None:
    assert sign_in(expert).get("/desk/reports/requests.exe").status_code == 404
