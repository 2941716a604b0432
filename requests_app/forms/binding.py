"""One section with what is stored in it and, where something was posted, what was typed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django.forms import BoundField
from django.http import QueryDict
from django.utils.html import strip_tags

from clearinghouse.core.templatetags.ui import day_text
from requests_app.forms.doubts import doubts_of_fields, doubts_of_needs, sentences
from requests_app.forms.merging import (
    MINE,
    Merged,
    Seen,
    comparable,
    mark,
    marks_of,
    merge_fields,
    merge_rows,
)
from requests_app.forms.rows import RowFormSet, reordered, row_formset
from requests_app.forms.sections import Section, SectionForm
from requests_app.models import AssistanceRequest


class BoundSection:
    """Form and rows of one section of one request."""

    def __init__(
        self,
        section: Section,
        assistance_request: AssistanceRequest,
        *,
        providers: Any,
        data: QueryDict | None = None,
        more: int = 0,
    ) -> None:
        self.section = section
        self.edition = assistance_request.edition
        self.seen = Seen.read(data.get("version", "")) if data is not None else Seen(-1)
        self.choices = _choices(data)
        self.stored = _stored_fields(section, assistance_request)
        self.stored_rows = _stored_rows(section, assistance_request)
        self.removed: list[dict[str, Any]] = []
        if data is not None and section.prefix:
            self.removed = self._removed(data, assistance_request.language)
            data = reordered(data, prefix=section.prefix)
        language = assistance_request.language
        self.form = self._form(data, language, providers)
        self.rows = self._rows(data, language, more)

    def is_valid(self) -> bool:
        """Whether everything that was typed can be stored."""
        form_is_valid = self.form is None or self.form.is_valid()
        return (self.rows is None or self.rows.is_valid()) and form_is_valid

    def kept(self) -> dict[str, Any]:
        """Arguments for `save_draft`: everything that is valid. What is not stays on the page only."""
        self.is_valid()
        arguments: dict[str, Any] = {"fields": self.form.kept() if self.form else {}}
        if self.rows is not None and self.rows.management_form.is_valid():
            ids = [row["id"] for row in self.stored_rows]
            arguments[self.section.prefix] = self.rows.rows(stored_ids=ids)
            arguments["removed"] = self.removed
        return arguments

    def is_as_stored(self) -> bool:
        """Whether nothing would be lost if what was typed were forgotten: a second click, or the same words."""
        if not self.is_valid():
            return False
        typed = self.form.kept() if self.form else {}
        are_fields = all(comparable(typed[name]) == comparable(self.stored[name]) for name in typed)
        return are_fields and not self.rows_differ()

    def rows_differ(self) -> bool:
        """Whether the stored rows are not those that were typed."""
        typed = self.kept().get(self.section.prefix)
        if typed is None:
            return False
        before, now = [mark(row) for row in self.stored_rows], [mark(row) for row in typed]
        # Needs are numbered; contacts have no order of their own.
        return before != now if self.section.prefix == "needs" else sorted(before) != sorted(now)

    def merged(self) -> Merged:
        """What was typed and what is stored, brought together value by value."""
        self.is_valid()
        merged = Merged()
        seen, choices = self.seen, self.choices
        typed = self.form.kept() if self.form else {}
        merge_fields(merged, typed=typed, stored=self.stored, seen=seen, choices=choices)
        if self.rows is not None and self.rows.management_form.is_valid():
            merge_rows(
                merged,
                typed=self.rows.typed(),
                stored=self.stored_rows,
                seen=seen,
                choices=choices,
            )
        return merged

    def as_arguments(self, merged: Merged) -> dict[str, Any]:
        """The same as `kept`, of what was brought together."""
        rows = {} if merged.rows is None else {self.section.prefix: merged.rows}
        if self.removed:
            rows["removed"] = self.removed
        return {"fields": merged.fields, **rows}

    def shown(self) -> Seen:
        """The marks of what is stored, for the page that shows it."""
        return Seen(self.edition, marks_of(self.stored, self.stored_rows))

    def shown_beside(self, merged: Merged) -> Seen:
        """The marks for the page that asks to choose: what was taken from the other side is taken again."""
        marks = {**self.shown().marks, **merged.marks}
        return Seen(self.edition, {name: value for name, value in marks.items() if value})

    def saved_as(self, edition: int) -> Seen:
        """The marks of what stands on the page after a save that the page does not leave."""
        typed = self.form.kept() if self.form else {}
        rows = self.rows.typed() if self.rows is not None else []
        return Seen(edition, {**self.seen.marks, **marks_of(typed, rows)})

    def label_of(self, name: str) -> Any:
        """The label of a single field."""
        assert self.form is not None
        return self.form[name].label

    def in_words(self, name: str, value: Any) -> str:
        """A value as people read it."""
        assert self.form is not None
        return _in_words(self.form[name], value)

    def row_in_words(self, row: Mapping[str, Any]) -> list[tuple[Any, str]]:
        """Label and value, in words, of everything that a row says."""
        assert self.rows is not None
        form = self.rows.empty_form
        return [
            (form[name].label, words)
            for name in form.fields
            if name != "id" and (words := _in_words(form[name], row.get(name)))
        ]

    def forms_with_errors(self) -> list[Any]:
        """For the summary on top of the page."""
        rows = self.rows.broken_rows() if self.rows is not None and self.rows.is_bound else []
        return [*([self.form] if self.form and self.form.errors else []), *rows]

    def errors(self) -> dict[str, list[str]]:
        """Sentences by the name of the field in the page."""
        return {
            form.add_prefix(name): [str(sentence) for sentence in sentences]
            for form in self.forms_with_errors()
            for name, sentences in form.errors.items()
        }

    def point_out(self, *, today: date, wanted_from: date | None) -> list[str]:
        """Put what is unlikely beside its field, and return the sentences."""
        found = []
        if self.form is not None:
            self.form.doubts = doubts_of_fields(_values(self.form), today=today)
            found.append(self.form.doubts)
        if self.rows is not None and self.section.prefix == "needs":
            values = [_values(form) for form in self.rows]
            for form, doubts in zip(
                self.rows,
                doubts_of_needs(values, today=today, wanted_from=wanted_from),
                strict=True,
            ):
                form.doubts = doubts
                found.append(doubts)
        return sentences(found)

    def _removed(self, data: QueryDict, language: str) -> list[dict[str, Any]]:
        """The row that the pressed button removes, with its last words."""
        verb, _colon, which = data.get("row", "").partition(":")
        rows = self._rows(data, language, 0)
        if verb != "remove" or rows is None or not rows.management_form.is_valid():
            return []
        forms = rows.forms
        if not which.isdecimal() or int(which) >= len(forms):
            return []
        form = forms[int(which)]
        form.is_valid()
        return [form.kept()] if form.has_content() else []

    def _form(self, data: QueryDict | None, language: str, providers: Any) -> SectionForm | None:
        if self.section.form is None:
            return None
        options = {"providers": providers} if "excluded_providers" in self.section.fields else {}
        return self.section.form(data, initial=self.stored, language=language, **options)

    def _rows(self, data: QueryDict | None, language: str, more: int) -> RowFormSet | None:
        if self.section.rows is None:
            return None
        return row_formset(
            self.section.rows,
            prefix=self.section.prefix,
            stored=self.stored_rows,
            language=language,
            data=data,
            extra=more or (0 if self.stored_rows else 1),
        )


def _choices(data: QueryDict | None) -> dict[str, str]:
    """What the person chose where both sides had changed something; nothing means the own words."""
    if data is None or data.get("take") == MINE:
        return {}
    prefix = "take-"
    return {
        name.removeprefix(prefix): value
        for name, value in data.items()
        if name.startswith(prefix) and isinstance(value, str)
    }


def _values(form: Any) -> dict[str, Any]:
    """What the form shows, as far as it can be read."""
    if form.is_bound:
        form.is_valid()
        return dict(form.cleaned_data)
    return dict(form.initial)


def _stored_fields(section: Section, assistance_request: AssistanceRequest) -> dict[str, Any]:
    return {
        name: list(assistance_request.excluded_providers.all())
        if name == "excluded_providers"
        else getattr(assistance_request, name)
        for name in section.fields
    }


def _stored_rows(section: Section, assistance_request: AssistanceRequest) -> list[dict[str, Any]]:
    if section.rows is None:
        return []
    records: Iterable[Any] = getattr(assistance_request, section.prefix).all()
    names = list(section.rows.base_fields)
    return [{name: getattr(record, name) for name in names} for record in records]


def _in_words(field: BoundField, stored: Any) -> str:
    if isinstance(stored, date):
        return day_text(stored)
    choices = _flat(getattr(field.field, "choices", ()))
    names = {str(value): strip_tags(str(name)) for value, name in choices}
    values = stored if isinstance(stored, list) else [stored]
    texts = [str(names.get(str(getattr(value, "pk", value)), value)) for value in values if value]
    return ", ".join(texts)


def _flat(choices: Iterable[tuple[Any, Any]]) -> Iterator[tuple[Any, Any]]:
    for value, name in choices:
        if isinstance(name, list | tuple):
            yield from name
        else:
            yield value, name
