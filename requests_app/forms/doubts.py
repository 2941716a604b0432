"""What is unlikely and yet allowed: pointed out beside the field, never refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

YEARS_AHEAD = 10
YEARS_BACK = 5


def doubts_of_fields(values: Mapping[str, Any], *, today: date) -> dict[str, str]:
    """Sentences by the name of the field."""
    found = {
        name: sentence
        for name in ("wanted_from", "wanted_until")
        if (sentence := _of_wish(values.get(name), today=today))
    }
    dated = values.get("document_date")
    if dated and dated > today:
        found["document_date"] = _("This day has not come yet. Check the date of the document.")
    elif dated and dated < _years_from(today, -YEARS_BACK):
        found["document_date"] = _(
            "The document is more than five years old. Check the year, or leave it if it is right."
        )
    return found


def doubts_of_needs(
    rows: Sequence[Mapping[str, Any]], *, today: date, wanted_from: date | None
) -> list[dict[str, str]]:
    """Sentences by the name of the field, row by row."""
    first: dict[tuple[str, ...], int] = {}
    found = []
    for number, row in enumerate(rows, start=1):
        doubts = {}
        day = row.get("needed_by")
        if sentence := _of_wish(day, today=today):
            doubts["needed_by"] = sentence
        elif day and wanted_from and day < wanted_from:
            doubts["needed_by"] = _(
                "This is before the day from which help is wanted, under Timing. Check both days."
            )
        words = _words(row)
        if any(words) and words in first:
            doubts["title"] = _(
                "This says the same as need %(number)s. Remove one of them, or say how they differ."
            ) % {"number": first[words]}
        first.setdefault(words, number)
        found.append(doubts)
    return found


def _of_wish(day: date | None, *, today: date) -> str:
    if day and day < today:
        return _("This day has passed. Check the year, or leave it if you mean it.")
    if day and day > _years_from(today, YEARS_AHEAD):
        return _("This is more than ten years ahead. Check the year, or leave it if you mean it.")
    return ""


def _words(row: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(" ".join(str(row.get(name) or "").casefold().split()) for name in ("title", "description"))  # fmt: skip


def _years_from(day: date, years: int) -> date:
    # The 29th of February is not in every year.
    return day.replace(year=day.year + years, day=min(day.day, 28))


def sentences(found: Iterable[Mapping[str, str]]) -> list[str]:
    """Every sentence once, in order."""
    return list(dict.fromkeys(each for doubts in found for each in doubts.values()))
