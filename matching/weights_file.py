"""The one file of weights: the figures in force, who put them there and why, and all that were before."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from matching import scoring
from matching.scoring import Weights

_FILE = Path(__file__).with_name("weights.json")


class NothingEarlier(ValueError):
    """There is no earlier version to go back to."""


def install(weights: Weights, *, by: str, reason: str, on: date, path: Path = _FILE) -> str:
    """Put new figures in force under the next version and keep the old ones; returns the version.

    Matches keep the version that ranked them, so the sweep ranks them again.
    """
    stored = _read(path)
    version = _next(stored, on)
    _write({**asdict(weights), **_signed(version, by, reason, on), "earlier": _with(stored)}, path)
    return version


def roll_back(*, by: str, reason: str, on: date, path: Path = _FILE) -> str:
    """Put the figures before the present ones in force again, under a version of their own."""
    stored = _read(path)
    if not stored.get("earlier"):
        raise NothingEarlier("There is no earlier version of the weights.")
    version = _next(stored, on)
    previous = stored["earlier"][-1]
    _write({**previous, **_signed(version, by, reason, on), "earlier": _with(stored)}, path)
    return version


def _signed(version: str, by: str, reason: str, on: date) -> dict[str, str]:
    return {"version": version, "by": by, "reason": reason, "since": on.isoformat()}


def _with(stored: dict[str, Any]) -> list[dict[str, Any]]:
    present = {key: value for key, value in stored.items() if key != "earlier"}
    return [*stored.get("earlier", []), present]


def _next(stored: dict[str, Any], on: date) -> str:
    taken = {stored["version"], *(each["version"] for each in stored.get("earlier", []))}
    return next(v for n in range(1, 10_000) if (v := f"{on.year}.{n}") not in taken)


def _read(path: Path) -> dict[str, Any]:
    return dict(json.loads(path.read_text(encoding="utf-8")))


def _write(document: dict[str, Any], path: Path) -> None:
    text = json.dumps(document, indent=2, ensure_ascii=False) + "\n"
    Weights.read(text)
    aside = path.with_suffix(".new")
    aside.write_text(text, encoding="utf-8")
    os.replace(aside, path)
    scoring.current_weights.cache_clear()
