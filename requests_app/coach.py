"""What providers cannot act on yet: advice on a draft, never a condition and never a score. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from clearinghouse.core.templatetags.ui import day_text
from requests_app.coach_cues import CUES, KNOWN_ABBREVIATIONS
from requests_app.coach_words import WORDS, Words
from requests_app.enums import ContactRole

# Below this a text says what kind of thing is missing, hardly ever what, for whom and where.
FEWEST_WORDS: Final = 8
FEWEST_CHINESE_CHARACTERS: Final = 16
# A general phrase in a long text is an introduction; in a short one it is all that is said.
GENERAL_UNDER_WORDS: Final = 25
MOST_KINDS: Final = 2
MOST_AREAS: Final = 3
FARTHEST: Final = timedelta(days=8 * 366)
_JOINED_SCRIPTS: Final = frozenset({"ar", "zh"})
_LIST_ITEM: Final = re.compile(r"^\s*(?:[-•*–]|\(?\w{1,2}[.)])\s+\S", re.MULTILINE)
# Names of resolutions are no figures; Chinese writes digits without spaces around them.
_RESOLUTION: Final = re.compile(r"(?<!\d)(?:1540|2004|1977|2325|2663)(?!\d)")
_ABBREVIATION: Final = re.compile(r"\b[A-ZА-ЯЁ]{3,}\b")


@dataclass(frozen=True, slots=True)
class Advice:
    """One thing that would help: where it belongs, and its words. `need` is 0 for the request as a whole."""

    code: str
    field: str
    need: int = 0
    about: str = ""

    @property
    def words(self) -> Words:
        """The sentence, why it matters to a provider, and an example."""
        return WORDS[self.code]

    @property
    def sentence(self) -> str:
        about = self.about
        if self.code in {"date_past", "date_far"}:
            about = day_text(date.fromisoformat(about))
        return str(self.words.sentence) % {"about": about}


def advise(
    content: Mapping[str, Any], *, contact_roles: Collection[str], today: date
) -> list[Advice]:
    """Return what would help providers to answer, in the order of the form.

    `content` is the request as it would be frozen; `contact_roles` the roles of its contacts that can be reached.
    """
    return [*_on_the_whole(content, contact_roles, today), *_on_needs(content, today)]


def _on_the_whole(
    content: Mapping[str, Any], contact_roles: Collection[str], today: date
) -> Iterator[Advice]:
    if ContactRole.BENEFICIARY not in contact_roles:
        yield Advice("no_technical_contact", "contacts")
    if len(content["areas"]) > MOST_AREAS:
        yield Advice("many_areas", "areas")
    if _is_short(content["situation"], content["language"]):
        yield Advice("no_situation", "situation")
    days = [content["wanted_from"], content["wanted_until"]]
    if not any([*days, *(need["needed_by"] for need in content["needs"])]):
        yield Advice("no_date", "wanted_until")
    for name in ("wanted_from", "wanted_until"):
        if code := _unlikely(content[name], today):
            yield Advice(code, name, about=content[name])
    if not content["delivery_languages"]:
        yield Advice("no_language", "delivery_languages")


def _on_needs(content: Mapping[str, Any], today: date) -> Iterator[Advice]:
    for need in content["needs"]:
        text = _Text(f"{need['title']}\n{need['description']}", content["language"])
        for code, applies in _CHECKS.items():
            if applies(need, content, text) and not (code in _IN_THE_TEXT and text.says_little()):
                yield Advice(code, "needs", need["number"])
        abbreviations = text.unexplained()
        if abbreviations:
            yield Advice("abbreviations", "needs", need["number"], about=", ".join(abbreviations))
        if code := _unlikely(need["needed_by"], today):
            yield Advice(code, "needs", need["number"], about=need["needed_by"])


class _Text:
    """The words of a need, and what can be known of them in their language."""

    def __init__(self, words: str, language: str) -> None:
        self.words, self.language = words.strip(), language
        self.folded = f" {words.casefold()} "

    def mentions(self, cues: Collection[str]) -> bool:
        if self.language in _JOINED_SCRIPTS:
            return any(cue in self.folded for cue in cues)
        return any(re.search(rf"\b{re.escape(cue)}", self.folded) for cue in cues)

    def names_an_agency(self) -> bool:
        return self.mentions(CUES[self.language].agencies)

    def has_a_number(self) -> bool:
        # Digits of every script count, and so do the first numbers in words.
        stripped = _RESOLUTION.sub("", self.words)
        return any(c.isdigit() for c in stripped) or self.mentions(CUES[self.language].numbers)

    def is_short(self) -> bool:
        return _is_short(self.words, self.language)

    def is_general(self) -> bool:
        is_all = _length(self.words, self.language) < (
            3 * GENERAL_UNDER_WORDS if self.language == "zh" else GENERAL_UNDER_WORDS
        )
        return is_all and self.mentions(CUES[self.language].general)

    def says_little(self) -> bool:
        return self.is_short() or self.is_general()

    def is_in_capitals(self) -> bool:
        cased = [c for c in self.words if c.isupper() or c.islower()]
        return len(cased) > 20 and sum(c.isupper() for c in cased) > 0.8 * len(cased)

    def lists_several(self) -> bool:
        return (
            len(_LIST_ITEM.findall(self.words)) >= 3 or len(re.findall(r"[;；؛]", self.words)) >= 3
        )

    def unexplained(self) -> list[str]:
        """Abbreviations that nobody explains in brackets, once each, in their order."""
        if self.is_in_capitals():
            return []
        found = dict.fromkeys(_ABBREVIATION.findall(self.words))
        return [
            name
            for name in found
            if name not in KNOWN_ABBREVIATIONS
            and not re.search(rf"[(（]\s*{name}\b|\b{name}\s*[(（]", self.words)
        ]


def _lacks_kind(need: Mapping[str, Any], content: Mapping[str, Any], text: _Text) -> bool:
    return not need["kinds"]


def _lacks_category(need: Mapping[str, Any], content: Mapping[str, Any], text: _Text) -> bool:
    return "equipment" in need["kinds"] and not need["categories"] and not content["categories"]


def _asks_several(need: Mapping[str, Any], content: Mapping[str, Any], text: _Text) -> bool:
    return len(need["kinds"]) > MOST_KINDS or text.lists_several()


_CHECKS: Final[dict[str, Callable[[Mapping[str, Any], Mapping[str, Any], _Text], bool]]] = {
    "general": lambda need, content, text: text.is_general(),
    "short": lambda need, content, text: text.is_short() and not text.is_general(),
    "capitals": lambda need, content, text: text.is_in_capitals(),
    "several": _asks_several,
    "no_agency": lambda need, content, text: not text.names_an_agency(),
    "no_number": lambda need, content, text: not text.has_a_number(),
    "no_result": lambda need, content, text: not need["result"].strip(),
    "no_kind": _lacks_kind,
    "no_category": _lacks_category,
}

# What a sentence or two would say anyway: asked for once there are some.
_IN_THE_TEXT: Final = frozenset({"no_agency", "no_number"})


def _is_short(words: str, language: str) -> bool:
    fewest = FEWEST_CHINESE_CHARACTERS if language == "zh" else FEWEST_WORDS
    return _length(words, language) < fewest


def _length(words: str, language: str) -> int:
    """Words, or characters where words are not set apart."""
    return sum(c.isalnum() for c in words) if language == "zh" else len(words.split())


def _unlikely(day: str | None, today: date) -> str:
    if not day:
        return ""
    if date.fromisoformat(day) < today:
        return "date_past"
    return "date_far" if date.fromisoformat(day) > today + FARTHEST else ""
