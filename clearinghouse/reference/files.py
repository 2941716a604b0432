"""The files of reference data that ship with the portal."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Final

DATA: Final = Path(__file__).resolve().parent / "data"


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a data file, by column name."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
