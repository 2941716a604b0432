"""Two people, or one in two windows, wrote in the same section: brought together value by value.

A page carries a mark of every value that it showed. So a save that comes late can tell who changed what: a value that
only one side changed is kept as that side wrote it; only what both changed is put to the person.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

MINE, STORED = "mine", "stored"


@dataclass(frozen=True, slots=True)
class Seen:
    """What a page showed: the edition, and the mark of each value by field name or by the id of its row."""

    edition: int
    marks: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, text: str) -> Seen:
        """Read what a form posted; what makes no sense counts as a page that was overtaken."""
        edition, _colon, marks = text.partition(":")
        pairs = (pair.partition("=") for pair in marks.split(",") if pair)
        if not edition.isdecimal() or len(edition) > 9:
            return cls(-1)
        return cls(int(edition), {name: value for name, _sign, value in pairs})

    def __str__(self) -> str:
        return f"{self.edition}:" + ",".join(
            f"{name}={value}" for name, value in self.marks.items()
        )


@dataclass(frozen=True, slots=True)
class Conflict:
    """One value, or one row, that both sides changed. An empty side was removed there."""

    name: str
    mine: Any
    stored: Any
    is_row: bool = False

    @property
    def proposal(self) -> str:
        """What is chosen at first: the own words, but never a removal of what somebody just wrote."""
        return STORED if self.mine is None else MINE


@dataclass(slots=True)
class Merged:
    """What can be stored, what has to be chosen, and what was silently taken from the other side."""

    fields: dict[str, Any] = field(default_factory=dict)
    rows: list[dict[str, Any]] | None = None
    conflicts: list[Conflict] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)
    marks: dict[str, str] = field(default_factory=dict)


def comparable(value: Any) -> Any:
    """Return the value as it is compared: line ends and the order of choices do not count."""
    if isinstance(value, list | tuple | set):
        return sorted(str(getattr(each, "pk", each)) for each in value)
    # A browser posts line ends as CR LF; Django keeps them as they come.
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value


def mark(value: Any) -> str:
    """Return a short mark that differs where the values differ."""
    if isinstance(value, Mapping):
        value = sorted(
            (name, str(comparable(each))) for name, each in value.items() if name != "id"
        )
    else:
        value = comparable(value)
    return hashlib.sha256(repr(value).encode()).hexdigest()[:10]


def key_of(row: Mapping[str, Any]) -> str:
    """The name of a row in marks and choices; empty for one that has no id."""
    return row["id"].hex if isinstance(row.get("id"), UUID) else ""


def marks_of(fields: Mapping[str, Any], rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Mark everything that a page shows."""
    named = {key_of(row): mark(row) for row in rows if key_of(row)}
    return {name: mark(value) for name, value in fields.items()} | named


def merge_fields(
    merged: Merged,
    *,
    typed: Mapping[str, Any],
    stored: Mapping[str, Any],
    seen: Seen,
    choices: Mapping[str, str],
) -> None:
    """Bring the single values together; what could not be read is not among `typed`."""
    for name, value in typed.items():
        if name not in stored or mark(value) == mark(stored[name]):
            continue
        if seen.marks.get(name) == mark(value):
            merged.taken.append(name)
            merged.marks[name] = mark(value)
        elif seen.marks.get(name) == mark(stored[name]):
            if choices.get(name) != STORED:
                merged.fields[name] = value
        else:
            merged.conflicts.append(Conflict(name, value, stored[name]))


def merge_rows(
    merged: Merged,
    *,
    typed: list[dict[str, Any]],
    stored: list[dict[str, Any]],
    seen: Seen,
    choices: Mapping[str, str],
) -> None:
    """Bring the rows together, in the order in which they were typed; rows of the other side come after."""
    by_key = {key_of(row): row for row in stored}
    rows = [_typed_row(merged, row, by_key.get(key_of(row)), seen, choices) for row in typed]
    present = {key_of(row) for row in typed}
    rows += [
        _stored_row(merged, row, seen, choices) for row in stored if key_of(row) not in present
    ]
    merged.rows = [row for row in rows if row is not None]


def _typed_row(
    merged: Merged,
    row: dict[str, Any],
    stored: dict[str, Any] | None,
    seen: Seen,
    choices: Mapping[str, str],
) -> dict[str, Any] | None:
    key = key_of(row)
    base = seen.marks.get(key) if key else None
    if stored is None:
        if base is None:
            return None if choices.get(key) == STORED else row
        if base == mark(row):
            merged.taken.append(key)
            merged.marks[key] = base
            return None
        merged.conflicts.append(Conflict(key, row, None, is_row=True))
        return row
    if mark(row) == mark(stored):
        return row
    if base == mark(row):
        merged.taken.append(key)
        merged.marks[key] = base
        return stored
    if base == mark(stored):
        return stored if choices.get(key) == STORED else row
    merged.conflicts.append(Conflict(key, row, stored, is_row=True))
    return row


def _stored_row(
    merged: Merged, row: dict[str, Any], seen: Seen, choices: Mapping[str, str]
) -> dict[str, Any] | None:
    """A stored row that is not on the page: added by the other side, or removed here."""
    key = key_of(row)
    base = seen.marks.get(key)
    if base is None:
        merged.taken.append(key)
        merged.marks[key] = ""
        return row
    if base == mark(row):
        return row if choices.get(key) == STORED else None
    merged.conflicts.append(Conflict(key, None, row, is_row=True))
    return row
