"""Writes the offline form: headings as on the web, a control for each field, everything else protected."""

from __future__ import annotations

import io
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import override
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from requests_app.twin import seal as seals
from requests_app.twin.answers import Answers, Row
from requests_app.twin.controls import PLACEHOLDER_STYLE, Controls, Script
from requests_app.twin.layout import PARTY_TAG, TwinField, TwinSection
from requests_app.twin.package import finish

LEAST_ROWS: Final = {"needs": 5, "contacts": 3}
SPARE_ROWS: Final = {"needs": 3, "contacts": 2}
MOST_ROWS: Final = 30


def build(
    sections: tuple[TwinSection, ...],
    *,
    language: str,
    answers: Answers,
    requester: str,
    seal: seals.Seal,
    reference: str = "",
) -> bytes:
    """Return the form as a Word file, in the language of the reader, with the answers in their own language."""
    with override(language):
        words = Script(str(answers.fields.get("language") or language))
        writer = _Writer(Script(language), Controls(words=words, labels=Script(language)))
        writer.opening(requester)
        for number, section in enumerate(sections, start=1):
            writer.section(number, section, answers)
        writer.running_lines(reference)
        finish(writer.document, script=Script(language), seal=seals.signed(seal), title=_title())
    buffer = io.BytesIO()
    writer.document.save(buffer)
    return buffer.getvalue()


class _Writer:
    """Puts paragraphs and controls one after the other into one document."""

    def __init__(self, script: Script, controls: Controls) -> None:
        self.document: Any = Document()
        self.script, self.controls = script, controls
        _prepare(self.document)

    def opening(self, requester: str) -> None:
        self.paragraph(_title(), style="Title")
        for sentence in _instructions():
            self.paragraph(sentence, style="List Bullet")
        self.paragraph(_("On whose behalf"), style="Question")
        self.paragraph(_("The name of the State or organization."), style="Help")
        self.answer(
            self.controls.text(
                PARTY_TAG, _("On whose behalf"), requester, hint=_word_hint(), lines=False
            )
        )

    def section(self, number: int, section: TwinSection, answers: Answers) -> None:
        self.paragraph(f"{number}. {section.section.title}", style="Heading 1")
        self.paragraph(str(section.section.lead))
        for question in section.fields:
            self.question(question, answers.fields)
        if section.row_fields:
            self.rows(section, answers.rows(section.section.prefix))

    def question(self, question: TwinField, values: Row) -> None:
        self.paragraph(str(question.label), style="Question")
        if question.help:
            self.paragraph(str(question.help), style="Help")
        for element in self.elements(question, question.name, values):
            self.answer(*element)

    def rows(self, section: TwinSection, rows: list[Row]) -> None:
        prefix = section.section.prefix
        wanted = max(LEAST_ROWS[prefix], len(rows) + SPARE_ROWS[prefix] if rows else 0)
        for index in range(min(wanted, MOST_ROWS)):
            values = rows[index] if index < len(rows) else {}
            self.row(section, f"{prefix}.{index + 1}", _row_title(prefix, index + 1), values)

    def row(self, section: TwinSection, prefix: str, title: str, values: Row) -> None:
        self.paragraph(title, style="Heading 2")
        table = self.document.add_table(rows=1, cols=2, style="Table Grid")
        _describe(table, title, is_right_to_left=self.script.is_right_to_left)
        for cell, text in zip(table.rows[0].cells, (_("Question"), _("Answer")), strict=True):
            self._fill(cell.paragraphs[0], text, style="Question")
        for question in section.row_fields:
            label, answer = table.add_row().cells
            self._fill(label.paragraphs[0], str(question.label), style="Question")
            if question.help:
                self._fill(label.add_paragraph(), str(question.help), style="Help")
            elements = self.elements(question, f"{prefix}.{question.name}", values)
            for number, element in enumerate(elements):
                paragraph = answer.add_paragraph() if number else answer.paragraphs[0]
                self._answer_in(paragraph, *element)

    def elements(self, question: TwinField, tag: str, values: Row) -> list[tuple[Any, str]]:
        """The controls of a question, each with the words after it."""
        value, title = values.get(question.name, ""), str(question.label)
        if question.kind == "codes":
            ticked = value if isinstance(value, list) else []
            return [
                (self.controls.tick(f"{tag}.{code}", label, is_ticked=code in ticked), label)
                for code, label in _offered(question, ticked)
            ]
        text = _writable(str(value))
        if question.kind == "choice":
            control = self.controls.choice(
                tag, title, text, choices=question.choices, hint=_choice_hint()
            )
        elif question.kind == "day":
            control = self.controls.day(tag, title, text, hint=_day_hint())
        else:
            lines = question.kind == "prose"
            control = self.controls.text(tag, title, text, hint=_word_hint(), lines=lines)
        return [(control, "")]

    def paragraph(self, text: str, *, style: str = "Normal") -> None:
        self._fill(self.document.add_paragraph(), text, style=style)

    def answer(self, control: Any, words: str = "") -> None:
        self._answer_in(self.document.add_paragraph(), control, words)

    def running_lines(self, reference: str) -> None:
        section = self.document.sections[0]
        header = " · ".join(part for part in (_title(), reference) if part)
        self._fill(section.header.paragraphs[0], header, style="Header")
        footer = section.footer.paragraphs[0]
        self._fill(
            footer,
            _("Filling in this file submits nothing. Upload it to the portal."),
            style="Footer",
        )
        run = footer.add_run(" · ")
        number = OxmlElement("w:fldSimple")
        number.set(qn("w:instr"), "PAGE")
        run._r.addnext(number)

    def _answer_in(self, paragraph: Any, control: Any, words: str) -> None:
        # Words of people run in their own direction, whatever the language of the questions.
        script = self.script if words else self.controls.words
        self._fill(paragraph, "", style="Answer", script=script)
        paragraph._p.append(control)
        if words:
            self._say(paragraph, f" {words}")

    def _fill(self, paragraph: Any, text: str, *, style: str, script: Script | None = None) -> None:
        paragraph.style = self.document.styles[style]
        if (script or self.script).is_right_to_left:
            properties = paragraph._p.get_or_add_pPr()
            properties.insert_element_before(
                OxmlElement("w:bidi"), "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:rPr"
            )  # fmt: skip
        if text:
            self._say(paragraph, text)

    def _say(self, paragraph: Any, text: str) -> None:
        run = paragraph.add_run(text)
        if self.script.is_right_to_left:
            run._r.get_or_add_rPr().append(OxmlElement("w:rtl"))


def _prepare(document: Any) -> None:
    """Give the document the styles of its parts."""
    styles = document.styles
    for name, base in (("Question", "Normal"), ("Help", "Normal"), ("Answer", "Normal")):
        style = styles.add_style(name, 1)
        style.base_style = styles[base]
        style.paragraph_format.space_after = Pt(2)
    styles["Question"].font.bold = True
    styles["Question"].paragraph_format.keep_with_next = True
    styles["Help"].font.size = Pt(9)
    styles["Help"].font.color.rgb = RGBColor(0x4B, 0x56, 0x63)
    styles["Help"].paragraph_format.keep_with_next = True
    styles["Answer"].paragraph_format.space_after = Pt(6)
    placeholder = styles.add_style("Placeholder Text", 2)
    placeholder.font.color.rgb = RGBColor(0x59, 0x59, 0x59)
    assert placeholder.style_id == PLACEHOLDER_STYLE
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.2)


def _describe(table: Any, title: str, *, is_right_to_left: bool) -> None:
    """Say what the table is, mark its first row as header, and keep rows whole."""
    properties = table._tbl.tblPr
    if is_right_to_left:
        visual = OxmlElement("w:bidiVisual")
        properties.find(qn("w:tblStyle")).addnext(visual)
    for name, text in (("w:tblCaption", title), ("w:tblDescription", _("Questions and answers"))):
        element = OxmlElement(name)
        element.set(qn("w:val"), text)
        properties.append(element)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _offered(question: TwinField, ticked: list[str]) -> list[tuple[str, str]]:
    known = [code for code, _label in question.choices]
    return [*question.choices, *((code, code) for code in ticked if code not in known)]


def _writable(text: str) -> str:
    """Leave out what XML cannot hold."""
    return "".join(letter for letter in text if letter >= " " or letter in "\n\t")


def _row_title(prefix: str, number: int) -> str:
    if prefix == "needs":
        return _("Need %(number)s") % {"number": number}
    return _("Contact %(number)s") % {"number": number}


def _title() -> str:
    return _("Request for assistance: offline form")


def _instructions() -> list[str]:
    return [
        _("This file asks the same questions as the form in the portal. Nothing is mandatory while you write."),
        _("Write into the grey fields, choose from the lists and tick the boxes. Leave empty what you do not need."),
        _("Write days as year, month and day, such as 2027-03-31."),
        _("Keep the file as a Word document (DOCX) without password and without macros."),
        _(
            "Then upload it in the portal, where you see what was read before anything is saved. Only a focal point "
            "submits the request."
        ),
    ]  # fmt: skip


def _word_hint() -> str:
    return _("Write here.")


def _choice_hint() -> str:
    return _("Choose from the list.")


def _day_hint() -> str:
    return _("Year-month-day")


def hints() -> set[str]:
    """What stands in a field in which nothing was written, in the language that is active."""
    return {_word_hint(), _choice_hint(), _day_hint()}
