"""Reads what was written into the controls of a file, by their tags, however the person got it there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

from django.utils.translation import override
from lxml import etree

from clearinghouse.core.errors import RuleBroken
from clearinghouse.core.vocabulary import LANGUAGE_CODES
from requests_app.twin import safety
from requests_app.twin.controls import CHECKED, PLACEHOLDER_STYLE, UNCHECKED
from requests_app.twin.document import hints
from requests_app.twin.package import SEAL_FOLDER, SEAL_NAMESPACE

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14: Final = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_TICKS: Final = frozenset({CHECKED, "\u2611", "\u2612", "\u2713", "\u2714", "x", "X", "1"})
_ROW_TAG: Final = re.compile(r"(needs|contacts)\.(\d{1,3})\.(.+)")
# Every control of the form, with as many rows as fit, several times over.
_MOST_CONTROLS: Final = 20_000
# Controls inside controls are read again with each that holds them; people nest once or twice.
_DEEPEST: Final = 4


@dataclass(frozen=True, slots=True)
class Found:
    """One control: what is written in it, whether it is a box that is ticked, and what its list offers."""

    text: str
    is_ticked: bool | None = None
    offered: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Paper:
    """Everything that the file says, by tag; rows in the order in which they stand."""

    seal: str | None
    fields: dict[str, Found] = field(default_factory=dict)
    rows: dict[str, list[dict[str, Found]]] = field(
        default_factory=lambda: {"needs": [], "contacts": []}
    )
    # Number of each row as downloaded; a copied table brings the number of its original, once more.
    numbers: dict[str, list[int]] = field(default_factory=lambda: {"needs": [], "contacts": []})
    has_tracked_changes: bool = False


def read(content: bytes, *, name: str) -> Paper:
    """Return what stands in the file, or raise RuleBroken with the sentence for the person."""
    package = safety.open_package(content, name=name)
    root = package.tree(safety.DOCUMENT)
    paper = Paper(seal=_seal_of(package))
    paper.has_tracked_changes = any(True for _each in root.iter(f"{W}ins", f"{W}del"))
    empty = _hints_in_all_languages()
    rows = _Rows(paper)
    for number, (tag, control) in enumerate(_controls(root)):
        if number > _MOST_CONTROLS:
            raise RuleBroken(safety.BOMB)
        found = _found(control, empty)
        in_row = _ROW_TAG.fullmatch(tag)
        if in_row:
            rows.add(in_row[1], int(in_row[2]), in_row[3], found)
        elif tag not in paper.fields or found.text:
            paper.fields[tag] = found
    return paper


class _Rows:
    """Sorts the controls of rows into rows: the same tag again begins a copy of its row."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.current: dict[tuple[str, int], dict[str, Found]] = {}

    def add(self, prefix: str, number: int, name: str, found: Found) -> None:
        row = self.current.get((prefix, number))
        if row is None or name in row:
            row = self.current[prefix, number] = {}
            self.paper.rows[prefix].append(row)
            self.paper.numbers[prefix].append(number)
        row[name] = found


def _controls(root: Any) -> Iterator[tuple[str, Any]]:
    for control in root.iter(f"{W}sdt"):
        tag = control.find(f"{W}sdtPr/{W}tag")
        depth = sum(1 for _each in islice(control.iterancestors(f"{W}sdt"), _DEEPEST))
        if tag is not None and tag.get(f"{W}val") and depth < _DEEPEST:
            yield tag.get(f"{W}val"), control


def _found(control: Any, empty: frozenset[str]) -> Found:
    properties, content = control.find(f"{W}sdtPr"), control.find(f"{W}sdtContent")
    text = _text_of(content).strip() if content is not None else ""
    box = properties.find(f"{W14}checkbox")
    if box is not None:
        return Found("", is_ticked=_is_ticked(box, text))
    if _shows_a_hint(properties, content) or text in empty:
        text = ""
    items = properties.findall(f"{W}dropDownList/{W}listItem") + properties.findall(
        f"{W}comboBox/{W}listItem"
    )
    offered = {
        item.get(f"{W}displayText", "").strip(): item.get(f"{W}value", "") for item in items[:500]
    }
    return Found(text, offered=offered)


def _is_ticked(box: Any, text: str) -> bool:
    # Who types over the box leaves its state behind; what is seen on paper counts.
    if text in _TICKS:
        return True
    if text in {UNCHECKED, ""}:
        return False
    state = box.find(f"{W14}checked")
    return state is not None and state.get(f"{W14}val") in {"1", "true", "on"}


def _shows_a_hint(properties: Any, content: Any) -> bool:
    if properties.find(f"{W}showingPlcHdr") is None or content is None:
        return False
    runs = [run for run in content.iter(f"{W}r") if run.find(f"{W}t") is not None]
    styles = [run.find(f"{W}rPr/{W}rStyle") for run in runs]
    return all(style is not None and style.get(f"{W}val") == PLACEHOLDER_STYLE for style in styles)


def _text_of(content: Any) -> str:
    """The words as they look: paragraphs and breaks become line ends, deleted words are left out."""
    pieces: list[str] = []
    for element in content.iter(etree.Element):
        if element.tag == f"{W}p" and pieces:
            pieces.append("\n")
        elif element.tag == f"{W}t" and not _is_moved_away(element):
            pieces.append(element.text or "")
        elif element.tag in {f"{W}br", f"{W}cr"}:
            pieces.append("\n")
        elif element.tag == f"{W}tab" and element.getparent().tag == f"{W}r":
            pieces.append("\t")
    return "".join(pieces)


def _is_moved_away(element: Any) -> bool:
    return any(True for _each in element.iterancestors(f"{W}moveFrom", f"{W}del"))


def _seal_of(package: safety.Package) -> str | None:
    for name in package.names():
        if name.startswith(SEAL_FOLDER) and name.endswith(".xml"):
            root = package.tree(name)
            if root.tag == f"{{{SEAL_NAMESPACE}}}portal":
                return (root.text or "").strip()
    return None


def _hints_in_all_languages() -> frozenset[str]:
    found: set[str] = set()
    for language in LANGUAGE_CODES:
        with override(language):
            found |= hints()
    return frozenset(found)
