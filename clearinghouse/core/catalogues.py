"""The message catalogues: compiled without gettext, and checked for gaps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import polib
from django.apps import apps
from django.conf import settings

# Our Chinese is simply `zh`, as in the United Nations language bar; the framework files it by script.
CALLED_ELSEWHERE = {"zh": "zh_Hans"}


def catalogues() -> Iterator[Path]:
    """Every .po file of the project."""
    yield from sorted(Path(settings.LOCALE_PATHS[0]).glob("*/LC_MESSAGES/*.po"))


def compile_all() -> int:
    """Write the .mo beside each .po that is newer; returns how many were written."""
    written = 0
    for source in catalogues():
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            catalogue = polib.pofile(str(source))
            _borrow(catalogue, CALLED_ELSEWHERE.get(source.parent.parent.name, ""))
            catalogue.save_as_mofile(str(target))
            written += 1
    return written


def _borrow(catalogue: polib.POFile, name: str) -> None:
    """Add the framework's own messages where it keeps them under another name for the language."""
    known = {(entry.msgctxt, entry.msgid) for entry in catalogue}
    for app in ["django.conf", *(config.name for config in apps.get_app_configs())] if name else []:
        place = (
            Path(str(import_module(app).__file__)).parent
            / "locale"
            / name
            / "LC_MESSAGES"
            / "django.mo"
        )
        for entry in polib.mofile(str(place)) if place.exists() else []:
            if (entry.msgctxt, entry.msgid) not in known:
                known.add((entry.msgctxt, entry.msgid))
                copied = ("msgid", "msgstr", "msgid_plural", "msgstr_plural", "msgctxt")
                catalogue.append(polib.POEntry(**{part: getattr(entry, part) for part in copied}))


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
