"""Content controls of Word, each tagged with the field that it answers. Children in the order of the schema."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any, Final

from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml

W14: Final = "http://schemas.microsoft.com/office/word/2010/wordml"
PLACEHOLDER_STYLE: Final = "PlaceholderText"
CHECKED, UNCHECKED = "\u2612", "\u2610"
# Word's own bilingual names of languages for the spelling checker.
WORD_LANGUAGES: Final = {
    "ar": "ar-SA", "zh": "zh-CN", "en": "en-GB", "fr": "fr-FR", "ru": "ru-RU", "es": "es-ES",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Script:
    """In which language something is written, and in which direction therefore."""

    language: str

    @property
    def is_right_to_left(self) -> bool:
        return self.language == "ar"


class Controls:
    """Makes the controls of one document; their numbers are unique in it."""

    def __init__(self, *, words: Script, labels: Script) -> None:
        self.words, self.labels = words, labels
        self._numbers: Iterator[int] = count(1)

    def text(self, tag: str, title: str, value: str, *, hint: str, lines: bool) -> Any:
        """A field for words; one line or several."""
        kind = OxmlElement("w:text")
        if lines:
            kind.set(qn("w:multiLine"), "1")
        return self._control(tag, title, kind, value, hint=hint)

    def day(self, tag: str, title: str, value: str, *, hint: str) -> Any:
        """A day with a calendar; written as 2027-03-31, which reads the same in every language."""
        kind = OxmlElement("w:date")
        if value:
            kind.set(qn("w:fullDate"), f"{value}T00:00:00Z")
        for name, setting in (
            ("dateFormat", "yyyy-MM-dd"),
            ("lid", WORD_LANGUAGES["en"]),
            ("storeMappedDataAs", "date"),
            ("calendar", "gregorian"),
        ):
            kind.append(_valued(f"w:{name}", setting))
        return self._control(tag, title, kind, value, hint=hint)

    def choice(
        self, tag: str, title: str, value: str, *, choices: Iterable[tuple[str, str]], hint: str
    ) -> Any:
        """A list of which one entry is chosen."""
        kind, shown = OxmlElement("w:dropDownList"), ""
        for code, label in choices:
            item = OxmlElement("w:listItem")
            item.set(qn("w:displayText"), label)
            item.set(qn("w:value"), code)
            kind.append(item)
            shown = label if code == value else shown
        return self._control(tag, title, kind, shown, hint=hint, script=self.labels)

    def tick(self, tag: str, title: str, *, is_ticked: bool) -> Any:
        """A box to tick."""
        kind = parse_xml(
            f'<w14:checkbox xmlns:w14="{W14}"><w14:checked w14:val="{int(is_ticked)}"/>'
            '<w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
            '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox>'
        )
        return self._control(tag, title, kind, CHECKED if is_ticked else UNCHECKED, hint="")

    def _control(
        self,
        tag: str,
        title: str,
        kind: Any,
        value: str,
        *,
        hint: str,
        script: Script | None = None,
    ) -> Any:
        control = parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtPr/><w:sdtContent/></w:sdt>")
        properties, content = control
        properties.append(_valued("w:alias", title[:64]))
        properties.append(_valued("w:tag", tag))
        properties.append(_valued("w:id", str(next(self._numbers))))
        # The control stays where it is; what is in it may change.
        properties.append(_valued("w:lock", "sdtLocked"))
        if not value:
            properties.append(OxmlElement("w:showingPlcHdr"))
        properties.append(kind)
        content.append(_run(value, script or self.words) if value else _hint(hint))
        return control


def _run(value: str, script: Script) -> Any:
    run, properties = OxmlElement("w:r"), OxmlElement("w:rPr")
    if script.is_right_to_left:
        properties.append(OxmlElement("w:rtl"))
    properties.append(language_mark(script))
    run.append(properties)
    for number, line in enumerate(value.split("\n")):
        if number:
            run.append(OxmlElement("w:br"))
        text = OxmlElement("w:t")
        text.text = line
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.append(text)
    return run


def language_mark(script: Script) -> Any:
    """The mark for the spelling checker and for screen readers."""
    name = WORD_LANGUAGES[script.language]
    mark = OxmlElement("w:lang")
    mark.set(qn("w:val"), name)
    if script.language == "zh":
        mark.set(qn("w:eastAsia"), name)
    if script.is_right_to_left:
        mark.set(qn("w:bidi"), name)
    return mark


def _hint(text: str) -> Any:
    run, properties = OxmlElement("w:r"), OxmlElement("w:rPr")
    properties.append(_valued("w:rStyle", PLACEHOLDER_STYLE))
    run.append(properties)
    shown = OxmlElement("w:t")
    shown.text = text
    run.append(shown)
    return run


def _valued(name: str, value: str) -> Any:
    element = OxmlElement(name)
    element.set(qn("w:val"), value)
    return element
