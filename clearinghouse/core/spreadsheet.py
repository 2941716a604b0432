"""Tables for spreadsheets, in which no cell that somebody wrote becomes a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

# What Excel and LibreOffice take for the beginning of a formula.
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_BYTE_ORDER_MARK = "\ufeff"


def csv_text(rows: Iterable[Sequence[object]]) -> str:
    """Return the rows as CSV that spreadsheets open as text in every script."""
    out = StringIO()
    writer = csv.writer(out)
    for row in rows:
        writer.writerow([harmless(cell) for cell in row])
    return _BYTE_ORDER_MARK + out.getvalue()


def harmless(cell: object) -> str:
    """Return the cell as text; an apostrophe goes before what a spreadsheet would calculate."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(_BEGINS_A_FORMULA) else text
