"""From the facts of a case to the standard words of a letter, in any of the six languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from clearinghouse.letters import names
from clearinghouse.letters.dates import day_text, time_text
from clearinghouse.letters.enums import DocumentKind
from clearinghouse.letters.texts import TABLE, Line, frame, text
from clearinghouse.parties.models import Party

_NEEDS: Final = "{*needs}"
_BETWEEN: Final = {"zh": "；", "ar": "؛ "}


@dataclass(frozen=True, slots=True)
class Words:
    """What a person may edit before a letter goes."""

    subject: str
    salutation: str
    paragraphs: list[str]
    closing: str

    def as_fields(self) -> dict[str, Any]:
        """Return the words by the names of the columns that hold them."""
        return asdict(self)


def standard_words(
    kind: str,
    *,
    document_kind: str,
    language: str,
    addressee: Party,
    case_reference: str,
    facts: Mapping[str, Any],
) -> Words:
    """Compose a letter. Facts are named for what they are: `…_at` a moment, `…_on` a day, `requester` and
    `provider` ids of parties, `needs` and `rows` what is said of each need; a yes or no chooses paragraphs."""
    whom, shared, words = (
        names.addressee(addressee, language),
        frame(language),
        text(kind, language),
    )
    is_note = document_kind == DocumentKind.NOTE_VERBALE
    values = _values(facts, language)
    values |= {"case_reference": case_reference, "opening": shared["opening"].format(to=whom.to)}
    lines = (*(words.note_verbale if is_note else words.letter), *words.body)
    paragraphs: list[str] = []
    for line in _standing(lines, facts):
        if line.text == _NEEDS:
            paragraphs += _items(facts["needs"], language)
        else:
            paragraphs.append(line.text if line.text == TABLE else line.text.format(**values))
    side = "mission" if whom.is_mission else "organization"
    return Words(
        subject=words.subject.format(**values),
        salutation="" if is_note else shared[f"salutation_{side}"],
        paragraphs=paragraphs,
        closing=shared["closing_note"].format(again=whom.again)
        if is_note
        else shared[f"closing_letter_{side}"],
    )


def table(facts: Mapping[str, Any], language: str) -> dict[str, Any] | None:
    """Return the table of answers, need by need; nothing where no provider has answered."""
    rows = facts.get("rows")
    if not rows:
        return None
    words, parties = frame(language), _parties(row["provider"] for row in rows)
    return {
        "columns": [words["need"], words["provider"], words["answer"]],
        "rows": [
            [
                words["need_number"].format(**row),
                parties[row["provider"]].name_in(language),
                words[f"verdict_{row['verdict']}"],
            ]
            for row in rows
        ],
    }


def _standing(lines: Iterable[Line], facts: Mapping[str, Any]) -> list[Line]:
    truths = {
        **facts,
        "has_answers": bool(facts.get("rows")),
        "has_silent": bool(facts.get("silent")),
    }
    return [
        line for line in lines if not line.condition or bool(truths[line.condition]) is line.wanted
    ]


def _values(facts: Mapping[str, Any], language: str) -> dict[str, str]:
    values: dict[str, str] = {}
    parties = _parties(facts[name] for name in ("requester", "provider") if name in facts)
    for name, fact in facts.items():
        if name in ("requester", "provider"):
            values[f"{name}_of"] = names.of(parties[fact], language)
        elif name == "silent":
            found = _parties(fact)
            between = _BETWEEN.get(language, "; ")
            values[name] = between.join(sorted(found[each].name_in(language) for each in fact))
        elif name.endswith("_at") and fact:
            moment = datetime.fromisoformat(fact)
            values[name] = frame(language)["moment"].format(
                day=day_text(moment, language), time=time_text(moment, language)
            )
        elif name.endswith("_on"):
            values[name] = day_text(date.fromisoformat(fact), language)
        elif isinstance(fact, int) and not isinstance(fact, bool):
            values[name] = str(fact)
    return values


def _items(needs: Iterable[Mapping[str, Any]], language: str) -> list[str]:
    words = frame(language)
    left, right = ("（", "）") if language == "zh" else (" (", ")")
    items = []
    for need in needs:
        said = [words[f"{name}_{need[name]}"] for name in ("verdict", "status") if need.get(name)]
        items.append(
            words["need_number"].format(**need) + (f"{left}{said[0]}{right}" if said else "")
        )
    return items


def _parties(ids: Iterable[str]) -> dict[str, Party]:
    return {str(pk): party for pk, party in Party.objects.in_bulk([UUID(i) for i in ids]).items()}
