"""A text as the engine reads it: title, sentences, and the clauses that set a limit taken out."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SENTENCE = re.compile(r"(?<=[.!?؟])\s+|(?<=[。！？；])|(?<=;)\s+|\n+")
_BUT = r"(?:but|mais|pero|но|а|لكن|但)"
_CLAUSE = re.compile(
    rf"(?<=[,;:،])\s*(?:{_BUT}\s+)?|(?<=[.!?؟])\s+|(?<=[。！？，；])但?|\s+{_BUT}\s+"
)


@dataclass(frozen=True, slots=True)
class Segments:
    """Title and sentences of one text; `whole` is both together."""

    title: str
    sentences: tuple[str, ...]

    @property
    def whole(self) -> str:
        return ". ".join(
            part for part in (self.title.rstrip(". "), " ".join(self.sentences)) if part
        )


def split(title: str, text: str) -> Segments:
    """Cut a text at its sentence ends, joining fragments too short to stand alone."""
    sentences: list[str] = []
    for piece in _SENTENCE.split(text.strip()):
        piece = piece.strip()
        if not piece:
            continue
        if sentences and (_is_short(piece) or _is_short(sentences[-1])):
            sentences[-1] = f"{sentences[-1]} {piece}"
        else:
            sentences.append(piece)
    return Segments(title.strip(), tuple(sentences))


def clauses(text: str) -> list[str]:
    """Cut a text into clauses: the reach of "not", "except" and the like."""
    return [part.strip() for part in _CLAUSE.split(text) if part and part.strip()]


def _is_short(piece: str) -> bool:
    wide = sum(1 for c in piece if "\u3400" <= c <= "\u9fff")
    return len(piece) + 2 * wide < 25
