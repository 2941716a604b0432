"""Reports as files: a Word document of a briefing, workbooks of figures and lists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from docx import Document
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from openpyxl import Workbook
from openpyxl.styles import Font

from clearinghouse.core.spreadsheet import csv_text, harmless
from clearinghouse.reports.models import Briefing
from clearinghouse.reports.periods import Period
from clearinghouse.reports.selectors import CountedSection

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDEST_COLUMN = 60


@dataclass(frozen=True, slots=True)
class Table:
    """A heading, the names of the columns, and rows of plain values."""

    title: str
    columns: Sequence[str]
    rows: Iterable[Sequence[object]]


def briefing_docx(briefing: Briefing, sections: Iterable[CountedSection]) -> bytes:
    """Return the briefing as a Word document: remarks, figures by section, and the cases behind each number."""
    document = _Paper(_("Briefing on matchmaking, %(period)s") % {"period": briefing})
    for paragraph in briefing.remarks.split("\n\n"):
        document.text(paragraph.strip())
    sections = list(sections)
    for section in sections:
        lines = [(str(line.figure.label), line.number) for line in section.lines]
        document.table(Table(str(section.title), (_("Figure"), _("Number")), lines))
    document.heading(_("Cases"))
    for section in sections:
        for line in section.lines:
            rows = line.figure.rows(briefing.period) if line.number else []
            if rows:
                cases = [(row.label, row.note) for row in rows]
                document.table(Table(str(line.figure.label), (_("Case"), _("Status")), cases))
    return document.bytes()


def table_docx(table: Table) -> bytes:
    """Return one table as a Word document on a sheet turned sideways."""
    document = _Paper(table.title, is_wide=True)
    document.table(Table("", table.columns, table.rows))
    return document.bytes()


def table_xlsx(table: Table) -> bytes:
    """Return one table as a workbook."""
    return _workbook([table])


def table_csv(table: Table) -> bytes:
    """Return one table as CSV that spreadsheets open in every script."""
    return csv_text([table.columns, *table.rows]).encode()


def year_xlsx(period: Period, sections: Iterable[CountedSection]) -> bytes:
    """Return the figures of a year, month by month, as a workbook with a sheet for each section."""
    months = [date_format(month.first, "YEAR_MONTH_FORMAT") for month in period.months()]
    return _workbook(
        Table(
            str(section.title),
            (_("Figure"), _("Year"), *months),
            [(str(line.figure.label), line.number, *line.months) for line in section.lines],
        )
        for section in sections
    )


def _workbook(tables: Iterable[Table]) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for number, table in enumerate(tables, start=1):
        sheet = book.create_sheet(_sheet_name(table.title, number))
        sheet.sheet_view.rightToLeft = get_language_bidi()
        sheet.append([str(name) for name in table.columns])
        for cell in sheet[1]:
            cell.font = Font(bold=True)
        sheet.freeze_panes = "A2"
        for row in table.rows:
            sheet.append([_cell(value) for value in row])
        for column in sheet.columns:
            width = max(len(str(cell.value or "")) for cell in column) + 2
            sheet.column_dimensions[column[0].column_letter].width = min(width, WIDEST_COLUMN)
    return _saved(book)


def _cell(value: object) -> object:
    """Numbers stay numbers; whatever a person wrote is text that no program calculates."""
    return value if value is None or isinstance(value, int | float) else harmless(value)


def _sheet_name(title: str, number: int) -> str:
    allowed = "".join(" " if each in "[]:*?/\\'" else each for each in title).strip()
    return f"{number} {allowed}"[:31]


class _Paper:
    """A Word document in the language of the page, right to left where that is read so."""

    def __init__(self, title: str, *, is_wide: bool = False) -> None:
        self.document = Document()
        self.document.core_properties.title = title
        self.document.core_properties.author = _("1540 clearing house")
        if is_wide:
            section = self.document.sections[0]
            section.page_width, section.page_height = section.page_height, section.page_width
        self._turned(self.document.add_heading(title, level=0))

    def heading(self, text: str) -> None:
        self._turned(self.document.add_heading(text, level=1))

    def text(self, text: str) -> None:
        if text:
            self._turned(self.document.add_paragraph(text))

    def table(self, table: Table) -> None:
        if table.title:
            self._turned(self.document.add_heading(table.title, level=2))
        drawn = self.document.add_table(rows=1, cols=len(table.columns), style="Table Grid")
        if get_language_bidi():
            drawn._tbl.tblPr.append(OxmlElement("w:bidiVisual"))
        # Read out at the top of every page, and by screen readers.
        repeated = OxmlElement("w:tblHeader")
        drawn.rows[0]._tr.get_or_add_trPr().append(repeated)
        self._fill(drawn.rows[0], table.columns, is_head=True)
        for row in table.rows:
            self._fill(drawn.add_row(), row)

    def bytes(self) -> bytes:
        return _saved(self.document)

    def _fill(self, row: Any, values: Sequence[object], *, is_head: bool = False) -> None:
        for cell, value in zip(row.cells, values, strict=True):
            paragraph = self._turned(cell.paragraphs[0])
            paragraph.add_run("" if value is None else str(value)).bold = is_head

    @staticmethod
    def _turned(paragraph: Any) -> Any:
        if get_language_bidi():
            properties = paragraph._p.get_or_add_pPr()
            turned = OxmlElement("w:bidi")
            turned.set(qn("w:val"), "1")
            properties.append(turned)
        return paragraph


def _saved(book: Any) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()
