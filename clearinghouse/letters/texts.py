"""The standard words of every letter, read from the files in texts/. Wording is data; grammar is names.py."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).resolve().parent / "texts"
# Stands alone in a paragraph: here the table goes.
TABLE: Final = "{table}"


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph; with a condition it stands only where the fact of that name is true (or false)."""

    text: str
    condition: str = ""
    wanted: bool = True


@dataclass(frozen=True, slots=True)
class Text:
    """The words of one kind of letter in one language: both openings, and the paragraphs they share."""

    subject: str
    note_verbale: tuple[Line, ...]
    letter: tuple[Line, ...]
    body: tuple[Line, ...]


@cache
def text(kind: str, language: str) -> Text:
    """Return the words of a kind of letter."""
    sections: dict[str, list[Line]] = {}
    for row in _rows(f"{kind}.{language}.txt"):
        if row.startswith("["):
            sections[row.strip("[]")] = []
        else:
            sections[list(sections)[-1]].append(_line(row))
    return Text(
        subject=sections.pop("subject")[0].text,
        **{name: tuple(lines) for name, lines in sections.items()},
    )


@cache
def frame(language: str) -> dict[str, str]:
    """Return the words that all letters in a language share, by name."""
    pairs = (row.split(" = ", 1) for row in _rows(f"frame.{language}.txt"))
    return {name: words for name, words in pairs}  # noqa: C416  split gives lists, not pairs


def _rows(name: str) -> list[str]:
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip()]


def _line(row: str) -> Line:
    if row[0] not in "?!":
        return Line(row)
    condition, words = row[1:].split(":", 1)
    return Line(words.strip(), condition=condition, wanted=row[0] == "?")
