"""A letter as a Word file, the same bytes for the same letter."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from typing import Any, Final

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from clearinghouse.letters.enums import DocumentKind
from clearinghouse.letters.sheet import Sheet
from clearinghouse.letters.texts import TABLE

_LATIN, _CHINESE, _ARABIC = "Times New Roman", "SimSun", "Simplified Arabic"
_TAGS: Final = {
    "ar": "ar-SA",
    "zh": "zh-CN",
    "en": "en-GB",
    "fr": "fr-FR",
    "ru": "ru-RU",
    "es": "es-ES",
}
_ZIP_MOMENT: Final = (1980, 1, 1, 0, 0, 0)


def word_file(sheet: Sheet) -> bytes:
    """Return the DOCX of a letter."""
    document = Document()
    writer = _Writer(document, sheet["language"])
    is_note = sheet["document_kind"] == DocumentKind.NOTE_VERBALE
    _prepare(document, sheet)
    writer.lines(sheet["letterhead"], bold=True, centred=True)
    writer.paragraph("")
    writer.paragraph(f"{sheet['labels']['reference']}: {sheet['reference'] or '—'}")
    writer.paragraph(f"{sheet['labels']['case']}: {sheet['case_reference']}")
    if not is_note:
        writer.paragraph("")
        writer.paragraph(sheet["date_text"])
        writer.paragraph("")
        writer.lines(sheet["addressee"])
    writer.paragraph("")
    writer.paragraph(sheet["subject"], bold=True, centred=True)
    writer.paragraph("")
    if sheet["salutation"]:
        writer.paragraph(sheet["salutation"], after=10)
    for text in sheet["paragraphs"]:
        if text == TABLE:
            writer.table(sheet["table"])
        else:
            writer.paragraph(text, after=10)
    writer.paragraph(sheet["closing"], after=18)
    if is_note:
        writer.paragraph(sheet["date_text"], after=18)
        writer.lines(sheet["addressee"])
    else:
        writer.paragraph("")
        writer.lines(sheet["signature"])
    return _same_every_time(document)


class _Writer:
    """Adds paragraphs in the letter's language and direction."""

    def __init__(self, document: Any, language: str) -> None:
        self.document, self.language = document, language
        self.is_rtl = language == "ar"

    def lines(self, texts: list[str], **options: Any) -> None:
        for text in texts:
            self.paragraph(text, **options)

    def paragraph(
        self, text: str, *, bold: bool = False, centred: bool = False, after: int = 0
    ) -> None:
        self._fill(self.document.add_paragraph(), text, bold=bold, centred=centred, after=after)

    def table(self, table: Any) -> None:
        if not table:
            return
        grid = self.document.add_table(rows=0, cols=len(table["columns"]))
        grid.style = "Table Grid"
        if self.is_rtl:
            grid._tbl.tblPr.append(OxmlElement("w:bidiVisual"))
        for number, cells in enumerate([table["columns"], *table["rows"]]):
            row = grid.add_row()
            if number == 0:
                row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
            for cell, text in zip(row.cells, cells, strict=True):
                self._fill(cell.paragraphs[0], text, bold=number == 0)
        self.paragraph("")

    def _fill(
        self,
        paragraph: Any,
        text: str,
        *,
        bold: bool = False,
        centred: bool = False,
        after: int = 0,
    ) -> None:
        paragraph.paragraph_format.space_after = Pt(after)
        if centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        if self.is_rtl:
            paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
        run = paragraph.add_run(text)
        run.bold = bold
        properties = run._r.get_or_add_rPr()
        if self.is_rtl:
            if bold:
                properties.append(OxmlElement("w:bCs"))
            properties.append(OxmlElement("w:rtl"))
        properties.append(_element("w:lang", _language(self.language)))


def _prepare(document: Any, sheet: Sheet) -> None:
    """Page, fonts of the three scripts, language, and a title without who made it or when."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    style = document.styles["Normal"]
    style.font.name, style.font.size = _LATIN, Pt(12)
    properties = style.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for place, font in (
        ("ascii", _LATIN), ("hAnsi", _LATIN), ("eastAsia", _CHINESE), ("cs", _ARABIC),
    ):  # fmt: skip
        fonts.set(qn(f"w:{place}"), font)
    properties.append(_element("w:szCs", {"val": "28" if sheet["language"] == "ar" else "24"}))
    properties.append(_element("w:lang", _language(sheet["language"])))
    core = document.core_properties
    moment = datetime.fromisoformat(sheet["date"]).replace(tzinfo=UTC)
    core.created = core.modified = moment
    core.title = f"{sheet['reference']} {sheet['subject']}".strip()
    core.author = core.last_modified_by = core.comments = ""
    core.language = _TAGS[sheet["language"]]


def _language(language: str) -> dict[str, str]:
    tag = _TAGS[language]
    place = {"ar": "bidi", "zh": "eastAsia"}.get(language, "val")
    return {place: tag}


def _element(name: str, attributes: dict[str, str]) -> Any:
    element = OxmlElement(name)
    for place, value in attributes.items():
        element.set(qn(f"w:{place}"), value)
    return element


def _same_every_time(document: Any) -> bytes:
    """Pack the file again with fixed moments, so that its bytes depend on the letter alone."""
    made, packed = io.BytesIO(), io.BytesIO()
    document.save(made)
    with (
        zipfile.ZipFile(made) as source,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, date_time=_ZIP_MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return packed.getvalue()
