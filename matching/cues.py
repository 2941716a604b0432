"""Words that point to a subject, found in text in any of the six languages.

A cue is one or more word beginnings: `export control` finds "export controls" and "controls on export"
only in that order, with up to two words between, save in Arabic ("contrôle des exportations" for
`controle export`). A word that ends in `$` must end there. A cue that begins with `~` counts half, being ambiguous. Chinese
has no word ends, so a Chinese cue is found wherever its characters stand. Accents, Arabic vowel
signs and the article make no difference.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

_ARABIC = re.compile(r"[\u0600-\u06ff]")
_CJK = re.compile(r"[\u3400-\u9fff]")
_MARKS = re.compile(r"[\u064b-\u065f\u0670\u0640]")
_ARABIC_LETTERS = str.maketrans("أإآٱىةؤئ", "اااا" + "يهوي")
_CLITICS = r"(?:[وف]?[بكلس]?(?:ال|لل)?)"
_SHORT_ENDING = r"(?:ه|ها|هم|ات|ين|ي|يه)?"
_BETWEEN = r"(?:[^\w.;:!?。；؟]+\w+){0,2}?[^\w.;:!?。；؟]+"


def normalize(text: str) -> str:
    """Fold case, accents and Arabic spelling variants, so that a cue and a text meet."""
    text = _MARKS.sub("", unicodedata.normalize("NFKC", text)).translate(_ARABIC_LETTERS)
    text = text.casefold().replace("œ", "oe").replace("’", "'")
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


@dataclass(frozen=True, slots=True)
class CueSet:
    """The cues of one subject in one language, compiled."""

    patterns: tuple[tuple[re.Pattern[str], float], ...]

    def hits(self, normalized: str) -> float:
        """Return how strongly the text speaks of the subject: the sum of the distinct cues found."""
        return sum(weight for pattern, weight in self.patterns if pattern.search(normalized))


def compile_cues(cues: Iterable[str]) -> CueSet:
    return CueSet(tuple(_compile(cue) for cue in cues))


@cache
def _compile(cue: str) -> tuple[re.Pattern[str], float]:
    weight = 0.5 if cue.startswith("~") else 1.0
    body = normalize(cue.lstrip("~"))
    if _CJK.search(body):
        return re.compile(re.escape(body.rstrip("$"))), weight
    words = [w for w in re.findall(r"\w+\$?", body) if len(w.rstrip("$")) > 1 or w.isdigit()]
    if len(words) > 1:
        weight *= 1.5
    between = r"[^\w.;:!?؟]+" if _ARABIC.search(body) else _BETWEEN
    return re.compile(between.join(_word(w) for w in words)), weight


def _word(word: str) -> str:
    exact = word.endswith("$")
    word = word.rstrip("$")
    if not _ARABIC.search(word):
        return r"\b" + re.escape(word) + (r"\b" if exact else r"\w*")
    if word.startswith("ال") and len(word) > 4:
        word = word[2:]
    if word.endswith("ه") and len(word) > 3:
        word = word[:-1]
    ending = _SHORT_ENDING + r"\b" if exact or len(word) <= 3 else r"\w*"
    return r"\b" + _CLITICS + re.escape(word) + ending


def strengths(sets: Mapping[str, CueSet], normalized: str) -> dict[str, float]:
    """Return, for each subject found, a strength between 0 and 1 that grows with the cues found."""
    found = {}
    for name, cue_set in sets.items():
        total = cue_set.hits(normalized)
        if total:
            found[name] = 1.0 - 0.45**total
    return found
