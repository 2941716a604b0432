"""What the offline form asks for: taken from the web form, so that neither can have a field that the other lacks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.utils.html import strip_tags
from django.utils.translation import override

from clearinghouse.core.vocabulary import LANGUAGE_CODES
from clearinghouse.reference import vocabulary
from requests_app.forms.fields import CODES, CodesField, DayField, ProseField
from requests_app.forms.sections import SECTIONS, Section

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# Rises when fields are added, removed or renamed; a file says with which version it was made.
FORM_VERSION: Final = "2026-1"
# The field that names the requester: on the web it is chosen before the form opens.
PARTY_TAG: Final = "requester"


@dataclass(frozen=True, slots=True)
class TwinField:
    """One question of the form: line, prose, day, choice (one of several) or codes (any of several)."""

    name: str
    label: str | _StrPromise
    help: str | _StrPromise
    kind: str
    choices: tuple[tuple[str, str], ...] = ()
    # What a new row comes with.
    preset: str = ""


@dataclass(frozen=True, slots=True)
class TwinSection:
    """One section with its questions, and those of each of its rows."""

    section: Section
    fields: tuple[TwinField, ...]
    row_fields: tuple[TwinField, ...] = field(default=())


def layout(providers: Any) -> tuple[TwinSection, ...]:
    """Return the sections in the language that is active; `providers` are those that can be left out."""
    return tuple(_section(section, providers) for section in SECTIONS)


def values_by_label(question: TwinField, *, providers: Any) -> dict[str, str]:
    """Return every way in which a choice may be written, in the six languages, and what it stands for."""
    known: dict[str, str] = {}
    for language in LANGUAGE_CODES:
        with override(language):
            for section in layout(providers):
                for each in (*section.fields, *section.row_fields):
                    if each.name == question.name and each.kind == question.kind:
                        known |= {label.casefold(): value for value, label in each.choices}
    return known | {value.casefold(): value for value in known.values()}


def all_fields(sections: tuple[TwinSection, ...]) -> Iterator[tuple[str, TwinField]]:
    """Every question with the prefix of its rows, or none."""
    for section in sections:
        for each in section.fields:
            yield "", each
        for each in section.row_fields:
            yield section.section.prefix, each


def _section(section: Section, providers: Any) -> TwinSection:
    options = {"providers": providers} if "excluded_providers" in section.fields else {}
    form = section.form(**options) if section.form else None
    rows = section.rows(stored={}, language="en") if section.rows else None
    return TwinSection(section, _questions(form), _questions(rows))


def _questions(form: forms.Form | None) -> tuple[TwinField, ...]:
    if form is None:
        return ()
    return tuple(
        TwinField(
            name,
            asked.label or name,
            asked.help_text,
            _kind(asked),
            _choices(asked),
            str(asked.initial or ""),
        )
        for name, asked in form.fields.items()
        if name != "id"
    )


def _kind(asked: forms.Field) -> str:
    if isinstance(asked, forms.MultipleChoiceField | forms.ModelMultipleChoiceField):
        return "codes"
    if isinstance(asked, forms.ChoiceField):
        return "choice"
    if isinstance(asked, DayField):
        return "day"
    return "prose" if isinstance(asked, ProseField) else "line"


def _choices(asked: forms.Field) -> tuple[tuple[str, str], ...]:
    if isinstance(asked, CodesField):
        offered = vocabulary.choices(asked.kind) or [(code, code) for code in CODES[asked.kind]]
        return tuple(offered)
    pairs: list[tuple[str, str]] = []
    for value, label in getattr(asked, "choices", ()):
        group = label if isinstance(label, list | tuple) else [(value, label)]
        pairs += [(str(each), strip_tags(str(text))) for each, text in group]
    return tuple(pairs)
