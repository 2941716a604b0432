"""From what stands in a file to answers of the form, with a note for everything that could not be taken as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from django.core.exceptions import ValidationError

from requests_app.forms.fields import DIRECTION_OVERRIDES, DayField
from requests_app.forms.rows import ROW_LIMIT
from requests_app.twin.answers import Answers, Plain, Row
from requests_app.twin.layout import PARTY_TAG, TwinField, TwinSection, values_by_label
from requests_app.twin.reading import Found, Paper

# Far more than any field takes: it stays in the file and is not kept a second time.
LONGEST_KEPT: Final = 40_000
_DIGITS: Final = {ord(digit): str(value) for digits in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "０１２３４５６７８９") for value, digit in enumerate(digits)}  # fmt: skip
_DAY_FIRST: Final = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})")
_YEAR_FIRST: Final = re.compile(r"(\d{4})\s*[/.\-年]\s*(\d{1,2})\s*[/.\-月]\s*(\d{1,2})\s*日?")


@dataclass(frozen=True, slots=True)
class Note:
    """Something that the person should know: a code, which `notes.py` puts into words, and where it belongs."""

    code: str
    field: str = ""
    row: int = 0
    value: str = ""
    amount: int = 0


@dataclass(slots=True)
class Understood:
    """What the file says, ready to be kept: answers, the fields that stay as they are, notes."""

    answers: Answers = field(default_factory=Answers)
    staying: list[str] = field(default_factory=list)
    numbers: dict[str, list[int]] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    requester: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def from_json(said: dict[str, Any]) -> Understood:
    """Return what was kept."""
    return Understood(
        answers=Answers(**said["answers"]),
        staying=said["staying"],
        numbers=said["numbers"],
        notes=[Note(**note) for note in said["notes"]],
        requester=said["requester"],
    )


def understand(paper: Paper, sections: tuple[TwinSection, ...], *, providers: Any) -> Understood:
    """Return the answers that the file gives; nothing is written anywhere."""
    reader = _Reader(providers)
    result = reader.result
    if paper.has_tracked_changes:
        result.notes.append(Note("tracked"))
    result.requester = paper.fields.get(PARTY_TAG, Found("")).text[:200]
    for section in sections:
        for question in section.fields:
            reader.field(question, paper.fields)
        if section.row_fields:
            reader.rows(section, paper)
    result.notes += _duplicates(result.answers.needs)
    return result


class _Reader:
    def __init__(self, providers: Any) -> None:
        self.providers, self.result = providers, Understood()

    def field(self, question: TwinField, found: dict[str, Found]) -> None:
        answer = self.answer(question, found, tag=question.name, row=0, field_name=question.name)
        if answer is None:
            self.result.staying.append(question.name)
        else:
            self.result.answers.fields[question.name] = answer

    def rows(self, section: TwinSection, paper: Paper) -> None:
        prefix = section.section.prefix
        numbers = self.result.numbers[prefix] = []
        found = list(zip(paper.numbers[prefix], paper.rows[prefix], strict=True))
        if not found:
            self.result.staying.append(prefix)
            self.result.notes.append(Note("missing", field=prefix))
        for place, (number, controls) in enumerate(found, start=1):
            row = self.row(section, controls, prefix=prefix, number=place)
            if _says_something(row):
                self.result.answers.rows(prefix).append(row)
                numbers.append(number)
        if len(numbers) > ROW_LIMIT:
            self.result.notes.append(Note("too_many", field=prefix, amount=len(numbers)))
            del self.result.answers.rows(prefix)[ROW_LIMIT:], numbers[ROW_LIMIT:]

    def row(
        self, section: TwinSection, controls: dict[str, Found], *, prefix: str, number: int
    ) -> Row:
        row: Row = {}
        for question in section.row_fields:
            answer = self.answer(
                question, controls, tag=question.name, row=number, field_name=prefix
            )
            if answer is not None:
                row[question.name] = answer
        return row

    def answer(
        self, question: TwinField, found: dict[str, Found], *, tag: str, row: int, field_name: str
    ) -> Plain | None:
        """The answer in plain words and codes; nothing where what the draft holds must stay."""
        if question.kind == "codes":
            codes = {value for value, _label in question.choices}
            boxes = {
                name.removeprefix(f"{tag}."): box for name, box in found.items() if name.startswith(f"{tag}.")
            }  # fmt: skip
            if not boxes:
                return self.leave("missing", question, row, field_name)
            for code in sorted(set(boxes) - codes):
                if boxes[code].is_ticked:
                    self.note("choice", question, row, field_name, value=code)
            return [code for code in boxes if code in codes and boxes[code].is_ticked]
        if tag not in found:
            return self.leave("missing", question, row, field_name)
        text = self.cleaned(found[tag].text, question, row, field_name)
        if len(text) > LONGEST_KEPT:
            return self.leave("too_long", question, row, field_name, amount=len(text))
        if question.kind == "day":
            return self.day(text, question, row, field_name)
        if question.kind == "choice":
            return self.choice(text, found[tag], question, row, field_name)
        return text if question.kind == "prose" else " ".join(text.split())

    def day(self, text: str, question: TwinField, row: int, field_name: str) -> Plain | None:
        plain = text.translate(_DIGITS).strip()
        year_first, day_first = _YEAR_FIRST.fullmatch(plain), _DAY_FIRST.fullmatch(plain)
        if year_first:
            plain = "{:0>4}-{:0>2}-{:0>2}".format(*year_first.groups())
        elif day_first:
            plain = "{2:0>4}-{1:0>2}-{0:0>2}".format(*day_first.groups())
        try:
            day = DayField().clean(plain)
        except ValidationError:
            return self.leave("day", question, row, field_name, value=text)
        if day and day_first:
            self.note("day_first", question, row, field_name, value=f"{text} = {day:%Y-%m-%d}")
        return day.isoformat() if day else ""

    def choice(
        self, text: str, found: Found, question: TwinField, row: int, field_name: str
    ) -> Plain | None:
        codes = {value for value, _label in question.choices}
        code = found.offered.get(text, "") or text.casefold()
        if code not in codes and text:
            code = values_by_label(question, providers=self.providers).get(text.casefold(), "")
        if text and code not in codes:
            return self.leave("choice", question, row, field_name, value=text)
        # A list in which nothing was chosen says nothing: a field stays, a row begins as on the web.
        return code if text else (question.preset if row else None)

    def cleaned(self, text: str, question: TwinField, row: int, field_name: str) -> str:
        """Take out what would make the words look other than they are."""
        plain = text.translate(DIRECTION_OVERRIDES).replace("\u200e", "").replace("\u200f", "")
        if plain != text:
            self.note("direction", question, row, field_name)
        return "".join(letter for letter in plain if letter >= " " or letter in "\n\t").strip()

    def leave(
        self,
        code: str,
        question: TwinField,
        row: int,
        field_name: str,
        *,
        value: str = "",
        amount: int = 0,
    ) -> Plain | None:
        """Say why the answer was not taken, and let the draft keep what it holds."""
        self.note(code, question, row, field_name, value=value, amount=amount)
        return None

    def note(
        self, code: str, question: TwinField, row: int, field_name: str, *, value: str = "", amount: int = 0
    ) -> None:  # fmt: skip
        name = f"{field_name}.{question.name}" if row else question.name
        self.result.notes.append(Note(code, field=name, row=row, value=value[:200], amount=amount))


def _says_something(row: Row) -> bool:
    return any(value for name, value in row.items() if name != "role")


def _duplicates(needs: list[Row]) -> Iterator[Note]:
    seen: dict[tuple[str, str], int] = {}
    for number, need in enumerate(needs, start=1):
        key = (_folded(need.get("title", "")), _folded(need.get("description", "")))
        if key in seen and any(key):
            yield Note("duplicate", field="needs", row=number, amount=seen[key])
        seen.setdefault(key, number)


def _folded(text: Plain) -> str:
    return " ".join(str(text).casefold().split())
