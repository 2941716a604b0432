"""How near two areas of the vocabulary are to each other, from 0 (strangers) to 1 (the same)."""

from __future__ import annotations

import numpy as np

AREAS: tuple[str, ...] = (
    "2L",
    "2F",
    "3A",
    "3AB",
    "3B",
    "3C",
    "3D",
    "6",
    "8T",
    "8D",
    "RESP",
    "PLAN",
)
CATEGORIES: tuple[str, ...] = ("nuclear", "chemical", "biological", "delivery")
KINDS: tuple[str, ...] = (
    "legislation", "expertise", "training", "equipment", "infrastructure", "tools", "funding", "translation", "reporting",
)  # fmt: skip

# Symmetric. What one desk officer would still show to a colleague who asked about the other.
_AREA_KIN: dict[tuple[str, str], float] = {
    ("2L", "2F"): 0.35, ("2L", "8T"): 0.45, ("2L", "3D"): 0.25, ("2L", "PLAN"): 0.2, ("2L", "3A"): 0.15,
    ("2L", "3AB"): 0.15, ("2L", "3B"): 0.15, ("2L", "6"): 0.2,
    ("3A", "3B"): 0.5, ("3A", "3AB"): 0.15, ("3A", "8T"): 0.2, ("3B", "3C"): 0.15, ("3B", "3AB"): 0.1,
    ("3C", "3D"): 0.4, ("3D", "6"): 0.6, ("3C", "6"): 0.2, ("3D", "8D"): 0.25, ("2F", "3C"): 0.15,
    ("3AB", "RESP"): 0.2, ("3C", "RESP"): 0.2, ("8T", "PLAN"): 0.2, ("3A", "RESP"): 0.15, ("8T", "RESP"): 0.1,
}  # fmt: skip

_KIND_KIN: dict[tuple[str, str], float] = {
    ("legislation", "expertise"): 0.6, ("training", "expertise"): 0.6, ("equipment", "infrastructure"): 0.5,
    ("equipment", "funding"): 0.4, ("infrastructure", "funding"): 0.5, ("tools", "expertise"): 0.35,
    ("tools", "training"): 0.35, ("reporting", "expertise"): 0.6, ("translation", "tools"): 0.2,
    ("legislation", "tools"): 0.2, ("equipment", "expertise"): 0.15, ("infrastructure", "expertise"): 0.25,
    ("equipment", "tools"): 0.2, ("reporting", "funding"): 0.4, ("training", "funding"): 0.3,
    ("equipment", "training"): 0.2, ("reporting", "training"): 0.25, ("legislation", "training"): 0.2,
    ("translation", "expertise"): 0.2, ("translation", "funding"): 0.3, ("infrastructure", "training"): 0.1,
    ("legislation", "reporting"): 0.15, ("expertise", "funding"): 0.2,
}  # fmt: skip


def _matrix(names: tuple[str, ...], kin: dict[tuple[str, str], float]) -> np.ndarray:
    matrix = np.eye(len(names), dtype=np.float32)
    for (a, b), value in kin.items():
        i, j = names.index(a), names.index(b)
        matrix[i, j] = matrix[j, i] = value
    matrix.setflags(write=False)
    return matrix


AREA_KINSHIP = _matrix(AREAS, _AREA_KIN)
KIND_KINSHIP = _matrix(KINDS, _KIND_KIN)


def area_kinship(a: str, b: str) -> float:
    """Return how near two areas are; unknown codes are strangers to all but themselves."""
    if a not in AREAS or b not in AREAS:
        return 1.0 if a == b else 0.0
    return float(AREA_KINSHIP[AREAS.index(a), AREAS.index(b)])


def kind_kinship(a: str, b: str) -> float:
    """Return how far one kind of assistance can stand in for another."""
    if a not in KINDS or b not in KINDS:
        return 1.0 if a == b else 0.0
    return float(KIND_KINSHIP[KINDS.index(a), KINDS.index(b)])
