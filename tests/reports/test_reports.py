"""Briefings, years, and the cases behind every number."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError, transaction
from django.utils import translation
from docx import Document
from openpyxl import load_workbook

from clearinghouse.core import clock
from clearinghouse.core.errors import NotAllowed, Stale
from clearinghouse.reports import documents, figures, selectors, services
from clearinghouse.reports.models import Briefing
from clearinghouse.reports.periods import Period
from requests_app import services as requests
from requests_app.enums import NoticeKind
from requests_app.models import AssistanceRequest, Notice
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def record(focal_point: Any, arcadia: Any, provider: Any) -> AssistanceRequest:
    return factories.make_request(focal_point, arcadia, at="distributed")


@pytest.fixture
def today() -> Period:
    day = clock.new_york_day()
    return Period(day, day)


def numbers(period: Period) -> dict[str, int]:
    return {
        line.figure.key: line.number
        for section in selectors.counted(period)
        for line in section.lines
        if line.number
    }


def test_figures_of_one_distributed_request(record: AssistanceRequest, today: Period) -> None:
    assert numbers(today) == {
        "received": 1,
        "open": 1,
        "distributed": 1,
        "in-time": 1,
        "within-week": 1,
        "silent": record.notices.count(),
        "needs": 1,
        "needs-unanswered": 1,
    }


def test_a_second_mail_is_not_a_second_silence(record: AssistanceRequest, today: Period) -> None:
    first = record.notices.latest("visible_at")
    Notice.objects.create(
        run=first.run, assistance_request=record, provider=first.provider, kind=NoticeKind.REMINDER, seq=1,
        visible_at=first.visible_at, due_at=first.due_at,
    )  # fmt: skip

    assert numbers(today)["silent"] == record.notices.count() - 1


def test_every_number_is_the_length_of_its_list(
    record: AssistanceRequest, provider: Any, provider_contact: Any, today: Period
) -> None:
    notice = record.notices.get(provider=provider)
    answer = {"need": record.needs.get().pk, "verdict": "partly", "text": "Two weeks."}
    requests.answer(notice, by=provider_contact, answers=[answer])

    for section in figures.SECTIONS:
        for figure in section.figures:
            assert figure.count(today) == len(figure.rows(today)), figure.key
    assert numbers(today)["yes"] == 1
    assert numbers(today)["silent"] == record.notices.count() - 1


def test_a_late_distribution_is_counted_as_late(
    focal_point: Any, arcadia: Any, provider: Any, today: Period
) -> None:
    late = factories.make_request(focal_point, arcadia)
    with clock.shifted(timedelta(days=9)):
        requests.distribute(late)
        day = clock.new_york_day()
        today = Period(day, day)

    found = numbers(today)
    assert found["distributed"] == 1
    assert "in-time" not in found
    assert "within-week" not in found


def test_a_rehearsal_counts_nowhere(record: AssistanceRequest, today: Period) -> None:
    AssistanceRequest.objects.filter(pk=record.pk).update(is_rehearsal=True)

    assert numbers(today) == {}


def test_the_briefing_is_drafted_once_by_itself() -> None:
    first = services.draft_due_briefing()
    again = services.draft_due_briefing()

    assert first is not None
    assert again is None
    assert (Briefing.objects.get().first_date, first.period) == (
        selectors.period_to_brief().first,
        selectors.period_to_brief(),
    )


def test_the_next_period_has_its_own(db: None) -> None:
    services.draft_due_briefing()

    with clock.shifted(timedelta(days=62)):
        services.draft_due_briefing()

    assert Briefing.objects.count() == 2


def test_presented_figures_stand(
    record: AssistanceRequest, expert: Any, focal_point: Any, arcadia: Any, today: Period
) -> None:
    briefing = Briefing.objects.create(first_date=today.first, last_date=today.last)
    services.present(briefing, by=expert)

    factories.make_request(focal_point, arcadia)

    kept = selectors.counted(briefing.period, kept=briefing.figures)
    assert kept[0].lines[0].number == 1
    assert figures.figure("received").count(today) == 2


def test_presented_twice_or_by_a_member_is_refused(expert: Any, member: Any, today: Period) -> None:
    briefing = Briefing.objects.create(first_date=today.first, last_date=today.last)
    with pytest.raises(NotAllowed):
        services.present(briefing, by=member)
    services.present(briefing, by=expert)

    with pytest.raises(Stale):
        services.present(briefing, by=expert)
    with pytest.raises(Stale, match="presented"):
        services.write_remarks(briefing, by=expert, remarks="More.", edition=0)


def test_remarks_of_two_colleagues_are_both_kept(expert: Any, today: Period) -> None:
    briefing = Briefing.objects.create(first_date=today.first, last_date=today.last)
    services.write_remarks(briefing, by=expert, remarks="First.", edition=0)

    with pytest.raises(Stale, match="Copy yours"):
        services.write_remarks(briefing, by=expert, remarks="Second.", edition=0)

    assert Briefing.objects.get().remarks == "First."


def test_one_briefing_a_period(today: Period) -> None:
    Briefing.objects.create(first_date=today.first, last_date=today.last)

    with pytest.raises(IntegrityError, match="briefing_once_a_period"), transaction.atomic():
        Briefing.objects.create(first_date=today.first, last_date=today.last)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_document_says_what_the_page_says(
    record: AssistanceRequest, expert: Any, today: Period, language: str
) -> None:
    briefing = Briefing.objects.create(
        first_date=today.first, last_date=today.last, remarks="Quiet weeks."
    )

    with translation.override(language):
        content = documents.briefing_docx(briefing, selectors.counted(today))

    document = Document(BytesIO(content))
    words = "\n".join(paragraph.text for paragraph in document.paragraphs)
    cells = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    assert "Quiet weeks." in words
    assert any(str(record.reference) in cell for cell in cells)
    assert (b"w:bidi" in document.element.xml.encode()) == (language == "ar")


def test_a_cell_that_looks_like_a_formula_stays_text(today: Period) -> None:
    table = documents.Table("Titles", ("Title", "Count"), [("=1+1", 3), ("@cmd", -4)])

    sheet = load_workbook(BytesIO(documents.table_xlsx(table))).worksheets[0]

    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert rows == [["'=1+1", 3], ["'@cmd", -4]]
    assert {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row} == {"s", "n"}


def test_pages_lead_from_the_number_to_the_case(
    sign_in: Any, member: Any, record: AssistanceRequest, today: Period
) -> None:
    client = sign_in(member)
    briefing = Briefing.objects.create(first_date=today.first, last_date=today.last)
    page = BeautifulSoup(client.get(briefing.get_absolute_url()).content, "html.parser")
    number = page.find("a", href=lambda href: href and "/figures/received/" in href)

    cases = client.get(str(number["href"])).content.decode()

    assert f"/desk/requests/{record.pk}/" in cases
    assert "Save the remarks" not in page.text


def test_year_by_month_and_as_a_workbook(
    sign_in: Any, expert: Any, record: AssistanceRequest, today: Period
) -> None:
    year = today.first.year
    client = sign_in(expert)

    page = client.get(f"/desk/reports/years/{year}/")
    content = client.get(f"/desk/reports/years/{year}/figures.xlsx").content

    sheet = load_workbook(BytesIO(content)).worksheets[0]
    line = next(row for row in sheet.iter_rows(values_only=True) if row[0] == "Requests received")
    assert page.status_code == 200
    assert line[1] == 1
    assert sum(line[2:]) == 1


@pytest.mark.parametrize(
    "address",
    [
        "/desk/reports/years/2003/",
        "/desk/reports/years/2999/",
        "/desk/reports/figures/unknown/?first=2026-01-01&last=2026-02-01",
        "/desk/reports/figures/received/?first=2026-02-30&last=2026-03-01",
        "/desk/reports/figures/received/?first=2026-03-01&last=2026-02-01",
        "/desk/reports/figures/received/",
    ],
)
def test_addresses_that_mean_nothing_are_not_found(sign_in: Any, expert: Any, address: str) -> None:
    assert sign_in(expert).get(address).status_code == 404


def test_an_expert_writes_remarks_on_the_page(sign_in: Any, expert: Any, today: Period) -> None:
    briefing = Briefing.objects.create(first_date=today.first, last_date=today.last)
    address = briefing.get_absolute_url()
    client = sign_in(expert)

    client.post(address, {"remarks": "Three States asked for laws.", "edition": "0"})
    stale = client.post(address, {"remarks": "Other words.", "edition": "0"})

    assert Briefing.objects.get().remarks == "Three States asked for laws."
    assert stale.status_code == 422
    assert "Other words." in stale.content.decode()
