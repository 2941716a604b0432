"""One section with what is stored in it and, where something was posted, what was typed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django.forms import BoundField
from django.http import QueryDict
from django.utils.html import strip_tags

from clearinghouse.core.templatetags.ui import day_text
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
        self.stored = _stored_fields(section, assistance_request)
        self.stored_rows = _stored_rows(section, assistance_request)
        if data is not None and section.prefix:
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
        return arguments

    def is_as_stored(self) -> bool:
        """Whether nothing would be lost if what was typed were forgotten: a second click, or the same words."""
        return self.is_valid() and not self.differing_fields() and not self.rows_differ()

    def differing_fields(self) -> list[BoundField]:
        """The fields in which the stored words are not those that were typed."""
        if self.form is None:
            return []
        typed = self.form.kept()
        return [
            self.form[name]
            for name, stored in self.stored.items()
            if name not in typed or _comparable(typed[name]) != _comparable(stored)
        ]

    def stored_words(self) -> list[tuple[Any, str]]:
        """Label and stored value, in words, of the fields that differ."""
        return [
            (field.label, _in_words(field, self.stored[field.name]))
            for field in self.differing_fields()
        ]

    def rows_differ(self) -> bool:
        """Whether the stored rows are not those that were typed."""
        typed = self.kept().get(self.section.prefix)
        if typed is None:
            return False
        before, now = _without_ids(self.stored_rows), _without_ids(typed)
        # Needs are numbered; contacts have no order of their own.
        return (
            before != now
            if self.section.prefix == "needs"
            else sorted(map(str, before)) != sorted(map(str, now))
        )

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


def _without_ids(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{name: _comparable(row[name]) for name in row if name != "id"} for row in rows]


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


def _comparable(value: Any) -> Any:
    if isinstance(value, list):
        return {getattr(each, "pk", each) for each in value}
    # A browser posts line ends as CR LF; Django keeps them as they come.
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value
