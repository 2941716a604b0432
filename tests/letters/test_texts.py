"""Every kind of letter is written in all six languages and both documents, with the same facts in each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import pytest

from clearinghouse.core.vocabulary import LANGUAGE_CODES
from clearinghouse.letters.enums import DocumentKind, LetterKind
from clearinghouse.letters.models import Letter
from clearinghouse.letters.texts import FOLDER, Line, frame, text
from clearinghouse.letters.wording import standard_words, table
from clearinghouse.parties.models import Party, State

FACT = re.compile(r"{([*\w]+)}")


def facts_in(lines: Iterable[Line]) -> set[tuple[str, bool, str]]:
    """Each fact with the condition under which it stands."""
    return {
        (line.condition, line.wanted, fact)
        for line in lines
        for fact in FACT.findall(line.text) or [""]
        if fact != "opening"
    }


def test_there_is_a_file_for_every_kind_and_language_and_no_other() -> None:
    wanted = {f"{k}.{code}.txt" for k in (*LetterKind.values, "frame") for code in LANGUAGE_CODES}

    assert {path.name for path in FOLDER.iterdir()} == wanted


@pytest.mark.parametrize("language", LANGUAGE_CODES)
@pytest.mark.parametrize("kind", LetterKind.values)
def test_both_documents_carry_the_same_facts_as_the_english_ones(kind: str, language: str) -> None:
    words, english = text(kind, language), text(kind, "en")

    assert FACT.findall(words.subject) == FACT.findall(english.subject)
    assert facts_in(words.body) == facts_in(english.body)
    assert facts_in(words.note_verbale) == facts_in(words.letter) == facts_in(english.letter)
    assert words.note_verbale[0].text.startswith("{opening}")


@pytest.mark.parametrize("language", LANGUAGE_CODES)
def test_shared_words_are_the_same_in_number_and_facts(language: str) -> None:
    words, english = frame(language), frame("en")

    assert list(words) == list(english)
    for name in words:
        assert set(FACT.findall(words[name])) == set(FACT.findall(english[name])), name


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGE_CODES)
@pytest.mark.parametrize("document_kind", DocumentKind.values)
@pytest.mark.parametrize("kind", LetterKind.values)
def test_no_placeholder_is_left(
    kind: str, document_kind: str, language: str, facts: dict, provider: Party
) -> None:
    for addressee in (provider, State.objects.get(iso3="TJK").party_ptr):
        words = standard_words(
            kind,
            document_kind=document_kind,
            language=language,
            addressee=addressee,
            case_reference="AR/2026/0007",
            facts=facts[kind],
        )

        for said in (words.subject, words.closing, *words.paragraphs):
            assert "{" not in said.replace("{table}", "")
            assert "  " not in said
        assert bool(words.salutation) is (document_kind == "letter")


@pytest.mark.django_db
def test_conditions_choose_the_paragraphs(facts: dict, draft: Callable[..., Letter]) -> None:
    held = {**facts["acknowledgement"], "held": True, "distribute_at": ""}

    text_of_held = " ".join(draft("acknowledgement", facts=held).paragraphs)

    assert "is being held" in text_of_held
    assert "at once" not in text_of_held


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGE_CODES)
def test_table_names_every_verdict(language: str, facts: dict) -> None:
    made = table(facts["consolidated_answer"], language)

    assert made is not None
    assert len({row[2] for row in made["rows"]}) == 6


@pytest.mark.django_db
def test_nobody_answered_is_said_and_has_no_table(
    facts: dict, draft: Callable[..., Letter]
) -> None:
    nothing = {**facts["consolidated_answer"], "rows": [], "answered": 0}

    letter = draft("consolidated_answer", facts=nothing)

    assert "{table}" not in letter.paragraphs
    assert "No provider has answered so far." in letter.paragraphs
