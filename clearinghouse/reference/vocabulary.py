"""Labels of the vocabulary in the six languages, from the table that the secretariat edits."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any, Final

from django.db.models.signals import post_delete, post_save
from django.utils.translation import get_language

from clearinghouse.core.vocabulary import LANGUAGE_CODES
from clearinghouse.reference.models import Term

# Other processes learn of an edited label after this many seconds.
KEEP_SECONDS: Final = 30.0


@dataclass(frozen=True, slots=True)
class Entry:
    """One term as pages need it."""

    code: str
    is_active: bool
    labels: dict[str, str]
    helps: dict[str, str]


_kept: dict[str, tuple[float, dict[tuple[str, str], Entry]]] = {}


def label(kind: str, code: str, language: str | None = None, *, using: str = "default") -> str:
    """Return the label of a code in a language, by default the active one; an unknown code is itself.

    Public pages pass `using="public"`.
    """
    entry = _entries(using).get((str(kind), code))
    return _in(entry.labels, language) or code if entry else code


def help_text(kind: str, code: str, language: str | None = None, *, using: str = "default") -> str:
    """Return the explanation of a code, empty where there is none."""
    entry = _entries(using).get((str(kind), code))
    return _in(entry.helps, language) if entry else ""


def choices(
    kind: str, language: str | None = None, *, using: str = "default"
) -> list[tuple[str, str]]:
    """Return (code, label) of the terms that forms offer, in the order of the vocabulary."""
    return [
        (entry.code, _in(entry.labels, language) or entry.code)
        for (entry_kind, _), entry in _entries(using).items()
        if entry_kind == str(kind) and entry.is_active
    ]


def labels(
    kind: str, codes: list[str], language: str | None = None, *, using: str = "default"
) -> list[str]:
    """Return the labels of several codes, in the order given."""
    return [label(kind, code, language, using=using) for code in codes]


def forget() -> None:
    """Drop what this process keeps; the next question reads the table."""
    _kept.clear()


def watch() -> None:
    """Forget whenever a term is saved or deleted in this process."""
    post_save.connect(_changed, sender=Term, dispatch_uid="reference.vocabulary.saved")
    post_delete.connect(_changed, sender=Term, dispatch_uid="reference.vocabulary.deleted")


def _changed(**kwargs: Any) -> None:
    forget()


def _in(texts: dict[str, str], language: str | None) -> str:
    code = (language or get_language() or "en").split("-")[0]
    return texts.get(code) or texts.get("en", "")


def _entries(using: str) -> dict[tuple[str, str], Entry]:
    kept = _kept.get(using)
    if kept and kept[0] > time.monotonic():
        return kept[1]
    entries = {
        (term.kind, term.code): Entry(
            code=term.code,
            is_active=term.is_active,
            labels={each: getattr(term, f"label_{each}") for each in LANGUAGE_CODES},
            helps={each: getattr(term, f"help_{each}") for each in LANGUAGE_CODES},
        )
        for term in Term.objects.using(using)
    }
    if entries:
        _kept[using] = (time.monotonic() + KEEP_SECONDS, entries)
    return entries
