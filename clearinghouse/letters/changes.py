"""What a person changed in the standard words of a letter, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from clearinghouse.letters.texts import TABLE

# Words with the space after them; a Chinese text is compared sign by sign.
_WORDS: Final = re.compile(r"[\u4e00-\u9fff]|[^\s\u4e00-\u9fff]+\s*|\s+")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words: as in the standard text (""), added ("ins") or left out ("del")."""

    text: str
    mark: str = ""


def changes(standard: Sequence[str], present: Sequence[str]) -> list[list[Piece]]:
    """Return the changed paragraphs in order, each as pieces; unchanged paragraphs are left out."""
    before = [text for text in standard if text != TABLE]
    after = [text for text in present if text != TABLE]
    found = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        pairs = max(i2 - i1, j2 - j1)
        for n in range(pairs):
            old = before[i1 + n] if i1 + n < i2 else ""
            new = after[j1 + n] if j1 + n < j2 else ""
            found.append(list(_pieces(old, new)))
    return found


def _pieces(old: str, new: str) -> Iterator[Piece]:
    left, right = _WORDS.findall(old), _WORDS.findall(new)
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("".join(left[i1:i2]))
            continue
        if i2 > i1:
            yield Piece("".join(left[i1:i2]), "del")
        if j2 > j1:
            yield Piece("".join(right[j1:j2]), "ins")
