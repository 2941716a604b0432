"""From what somebody typed to terms. Pure, and never raises: whatever is typed means something."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

MAX_LENGTH: Final = 500
MAX_TERMS: Final = 30

# Keyboards and word processors turn straight quotation marks into these.
_QUOTES: Final = str.maketrans(dict.fromkeys("“”„«»＂", '"') | {"：": ":"})
_TERM: Final = re.compile(
    r"""(?P<no>-)?                         # not this
        (?:(?P<key>[A-Za-z][A-Za-z_-]*):)? # an operator
        (?P<sign><=|>=|<|>|=)?             # compared with
        (?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))?""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Term:
    """One term. Without a key it is a word or a phrase to look for."""

    text: str
    value: str
    key: str = ""
    sign: str = ""
    is_negated: bool = False

    @property
    def values(self) -> tuple[str, ...]:
        """Alternatives, as in `state:KEN,UGA`."""
        return tuple(part for each in self.value.split(",") if (part := each.strip()))


def parse(text: str) -> tuple[Term, ...]:
    """Return the terms in their order. Too long a text is cut; NUL and other controls count as spaces."""
    plain = "".join(letter if letter.isprintable() else " " for letter in text[:MAX_LENGTH])
    return tuple(_terms(plain.translate(_QUOTES)))[:MAX_TERMS]


def join(terms: tuple[Term, ...]) -> str:
    """Return a text that means these terms."""
    return " ".join(term.text for term in terms)


def _terms(text: str) -> Iterator[Term]:
    at = 0
    while at < len(text):
        found = _TERM.match(text, at)
        if found is None or found.end() == at:
            at += 1
            continue
        at = found.end()
        if term := _term(found):
            yield term


def _term(found: re.Match[str]) -> Term | None:
    key, sign = (found["key"] or "").lower(), found["sign"] or ""
    is_negated = bool(found["no"])
    if not key:
        # Without an operator, a sign is part of the word: "<3".
        value = found["phrase"] if found["phrase"] is not None else sign + (found["word"] or "")
        value = value.strip()
        text = ("-" if is_negated else "") + (
            f'"{value}"' if found["phrase"] is not None else value
        )
        return Term(text, value, is_negated=is_negated) if value else None
    quoted = found["phrase"] is not None
    value = (found["phrase"] if quoted else found["word"] or "").strip()
    shown = f'"{value}"' if quoted else value
    text = f"{'-' if is_negated else ''}{key}:{sign}{shown}"
    return Term(text, value, key, sign, is_negated)
