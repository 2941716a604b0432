"""The message catalogues: compiled without gettext, and checked for gaps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import polib
from django.conf import settings


def catalogues() -> Iterator[Path]:
    """Every .po file of the project."""
    yield from sorted(Path(settings.LOCALE_PATHS[0]).glob("*/LC_MESSAGES/*.po"))


def compile_all() -> int:
    """Write the .mo beside each .po that is newer; returns how many were written."""
    written = 0
    for source in catalogues():
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            polib.pofile(str(source)).save_as_mofile(str(target))
            written += 1
    return written


def gaps(source: Path) -> list[str]:
    """Messages of a catalogue that are missing, fuzzy, or have lost a placeholder, each as a line for a person."""
    language = source.parent.parent.name
    return [
        f"{language}: {problem}: {entry.msgid[:80]!r}"
        for entry in polib.pofile(str(source))
        if not entry.obsolete and (problem := _problem(entry))
    ]


def _problem(entry: polib.POEntry) -> str:
    if entry.fuzzy:
        return "fuzzy"
    translations = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if not translations or not all(text.strip() for text in translations):
        return "missing"
    # A plural form may drop its number ("one day"), a sentence may not drop what it is about.
    lost = _placeholders(entry.msgid) - _placeholders(translations[-1])
    return f"lost {', '.join(sorted(lost))}" if lost else ""


def _placeholders(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)[sd]|%s|%d|\{\w+\}", text))
