"""What was read from a file beside what it becomes: field by field, and nothing is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from clearinghouse.core.templatetags.ui import day_text
from requests_app.forms.binding import BoundSection
from requests_app.models import AssistanceRequest
from requests_app.twin.answers import Answers, Plain, Row, answers_of
from requests_app.twin.layout import TwinField, TwinSection
from requests_app.twin.notes import sentence
from requests_app.twin.seal import Seal
from requests_app.twin.understanding import Understood

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

FILE, DRAFT = "file", "draft"


@dataclass(slots=True)
class Line:
    """One answer, or all rows of a kind: in the file, in the draft now, and what it will be."""

    name: str
    label: str | _StrPromise
    in_file: list[str]
    in_draft: list[str]
    if_file: list[str]
    take: str
    notes: list[str] = field(default_factory=list)
    is_in_file: bool = True
    is_changed_by_both: bool = False

    @property
    def will_be(self) -> list[str]:
        """What stands in the draft afterwards, as it is chosen now."""
        return self.if_file if self.take == FILE else self.in_draft

    @property
    def differs(self) -> bool:
        """Whether there is anything to decide."""
        return self.is_in_file and self.in_file != self.in_draft

    @property
    def matters(self) -> bool:
        """Whether the person has to look at it: something changes, or something is to be said."""
        return self.differs or bool(self.notes) or self.will_be != self.in_draft


@dataclass(slots=True)
class PreviewSection:
    """A section of the form with its lines."""

    section: Any
    lines: list[Line]

    @property
    def open_lines(self) -> list[Line]:
        return [line for line in self.lines if line.matters]


@dataclass(slots=True)
class Preview:
    """Everything that the person compares, and what would be stored if it were confirmed."""

    sections: list[PreviewSection]
    notes: list[str]
    is_stale: bool
    arguments: dict[str, Any]

    @property
    def lines(self) -> list[Line]:
        return [line for section in self.sections for line in section.lines]

    @property
    def quiet_lines(self) -> list[Line]:
        """Answers that are the same in both, and stay."""
        return [line for line in self.lines if not line.matters]

    @property
    def changes(self) -> int:
        """How many answers would be other than they are now."""
        return sum(line.will_be != line.in_draft for line in self.lines)


def preview(
    understood: Understood,
    *,
    seal: Seal,
    draft: AssistanceRequest,
    is_new: bool,
    sections: tuple[TwinSection, ...],
    providers: Any,
    chosen: Mapping[str, str] | None = None,
) -> Preview:
    """Compare the file with the draft; `chosen` says, by field, whether the file or the draft counts.

    Where nobody chose: the file, except for what only the draft changed since the file was downloaded, and what
    both changed. So no newer word of a colleague goes unseen.
    """
    comparing = _Comparison(understood, seal, draft, is_new, sections, chosen or {})
    shown: list[PreviewSection] = []
    arguments: dict[str, Any] = {"fields": {}, "needs": None, "contacts": None}
    for section in sections:
        bound = BoundSection(
            section.section, draft, providers=providers, data=comparing.posted(section)
        )
        shown.append(PreviewSection(section.section, comparing.lines(section, bound)))
        _add(arguments, bound.kept(), comparing, section)
    general = [sentence(note, sections) for note in understood.notes if not note.field]
    is_stale = not is_new and bool(seal.draft) and seal.edition < draft.edition
    return Preview(shown, general, is_stale, arguments)


def _add(
    arguments: dict[str, Any], kept: dict[str, Any], comparing: _Comparison, section: TwinSection
) -> None:
    """Keep only what the file decides: whatever the draft decides is not written at all."""
    arguments["fields"] |= {
        name: value for name, value in kept["fields"].items() if comparing.take(name) == FILE
    }
    prefix = section.section.prefix
    if prefix and comparing.take(prefix) == FILE and prefix in kept:
        arguments[prefix] = kept[prefix]


class _Comparison:
    def __init__(
        self,
        understood: Understood,
        seal: Seal,
        draft: AssistanceRequest,
        is_new: bool,
        sections: tuple[TwinSection, ...],
        chosen: Mapping[str, str],
    ) -> None:
        self.understood, self.seal, self.is_new = understood, seal, is_new
        self.sections, self.chosen = sections, chosen
        self.before = answers_of(draft, sections)
        self.ids = {
            "needs": [need.pk for need in draft.needs.all()],
            "contacts": [contact.pk for contact in draft.contacts.all()],
        }

    def take(self, name: str) -> str:
        """Whether the file or the draft counts for this field."""
        if name in self.understood.staying:
            return DRAFT
        if self.chosen.get(name) in {FILE, DRAFT}:
            return self.chosen[name]
        if self.is_new or not self.seal.before:
            return FILE if self.is_new or _in(self.understood.answers, name) else DRAFT
        if not self.seal.was_changed(name, _in(self.understood.answers, name)):
            return DRAFT
        return DRAFT if self.is_changed_by_both(name) else FILE

    def is_changed_by_both(self, name: str) -> bool:
        """Whether the draft holds other words than the file was downloaded with, and the file yet others."""
        if self.is_new or name in self.understood.staying:
            return False
        in_file, in_draft = _in(self.understood.answers, name), _in(self.before, name)
        if in_file == in_draft:
            return False
        if not self.seal.before:
            return bool(in_file and in_draft)
        return self.seal.was_changed(name, in_file) and self.seal.was_changed(name, in_draft)

    def posted(self, section: TwinSection) -> QueryDict:
        """What a browser would post if the person had typed the answers that count."""
        data = QueryDict(mutable=True)
        for question in section.fields:
            source = self.understood.answers if self.take(question.name) == FILE else self.before
            _put(data, question.name, source.fields.get(question.name, ""))
        prefix = section.section.prefix
        if prefix:
            from_file = self.take(prefix) == FILE
            rows = (self.understood.answers if from_file else self.before).rows(prefix)
            ids = self.ids_of_rows(prefix) if from_file else self.ids[prefix]
            data[f"{prefix}-TOTAL_FORMS"] = str(len(rows))
            data[f"{prefix}-INITIAL_FORMS"] = "0"
            for index, row in enumerate(rows):
                stored = self.stored_row(prefix, ids[index])
                for question in section.row_fields:
                    value = row.get(question.name, stored.get(question.name, ""))
                    _put(data, f"{prefix}-{index}-{question.name}", value)
                if ids[index]:
                    data[f"{prefix}-{index}-id"] = str(ids[index])
        return data

    def ids_of_rows(self, prefix: str) -> list[UUID | None]:
        """The stored row that each row of the file was downloaded from; none for new and for copied rows."""
        downloaded = self.seal.need_ids if prefix == "needs" else self.seal.contact_ids
        stored, used = set(self.ids[prefix]), set()
        result: list[UUID | None] = []
        for number in self.understood.numbers.get(prefix, []):
            key = UUID(downloaded[number - 1]) if 0 < number <= len(downloaded) else None
            key = key if key in stored and key not in used else None
            used.add(key)
            result.append(key)
        return result

    def stored_row(self, prefix: str, key: UUID | None) -> Row:
        """What the draft holds of that row."""
        return self.before.rows(prefix)[self.ids[prefix].index(key)] if key else {}

    def lines(self, section: TwinSection, bound: BoundSection) -> list[Line]:
        errors = bound.errors()
        lines = [self.line(question, errors) for question in section.fields]
        return lines + ([self.row_line(section, errors)] if section.row_fields else [])

    def line(self, question: TwinField, errors: dict[str, list[str]]) -> Line:
        name = question.name
        in_file = _words(question, self.understood.answers.fields.get(name, ""))
        in_draft = _words(question, self.before.fields.get(name, ""))
        # What the form would refuse is not stored, whoever chose it.
        if_file = in_draft if name in errors else in_file
        return self._line(name, question.label, in_file, in_draft, if_file, errors.get(name, []))

    def row_line(self, section: TwinSection, errors: dict[str, list[str]]) -> Line:
        prefix = section.section.prefix
        in_file = _rows_in_words(section, self.understood.answers.rows(prefix))
        in_draft = _rows_in_words(section, self.before.rows(prefix))
        said = [text for name, texts in errors.items() if name.startswith(f"{prefix}-")
                for text in texts]  # fmt: skip
        label = section.section.title if prefix == "needs" else _("Contacts")
        return self._line(prefix, label, in_file, in_draft, in_file, said)

    def _line(
        self,
        name: str,
        label: Any,
        in_file: list[str],
        in_draft: list[str],
        if_file: list[str],
        errors: Iterable[str],
    ) -> Line:
        notes = [
            sentence(note, self.sections)
            for note in self.understood.notes
            if note.field == name or note.field.startswith(f"{name}.")
        ]
        return Line(
            name=name,
            label=label,
            in_file=in_file,
            in_draft=in_draft,
            if_file=if_file,
            take=self.take(name),
            notes=[*notes, *errors],
            is_in_file=name not in self.understood.staying,
            is_changed_by_both=self.is_changed_by_both(name),
        )


def _in(answers: Answers, name: str) -> Any:
    return answers.rows(name) if name in {"needs", "contacts"} else answers.fields.get(name, "")


def _put(data: QueryDict, name: str, value: Plain) -> None:
    data.setlist(name, value if isinstance(value, list) else [value])


def _words(question: TwinField, value: Plain) -> list[str]:
    names = dict(question.choices)
    if isinstance(value, list):
        return sorted(names.get(code, code) for code in value)
    if question.kind == "day" and value:
        return [day_text(date.fromisoformat(value))]
    return [names.get(value, value)] if value else []


def _rows_in_words(section: TwinSection, rows: list[Row]) -> list[str]:
    """Each row as one text: its answers one below the other, the long ones without their question."""
    texts = []
    for number, row in enumerate(rows, start=1):
        said = [
            "; ".join(words)
            for question in section.row_fields
            if (words := _words(question, row.get(question.name, "")))
        ]
        texts.append("\n".join([f"{number}.", *said]) if said else f"{number}.")
    return texts
