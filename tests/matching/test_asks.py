from pathlib import Path

import pytest
from django.template.loader import render_to_string

from matching.asks import separate_asks
from matching.casefile import read_cases

WORLD = Path(__file__).parent / "cases" / "world"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Our customs officers need training. In addition, legislation on criminal offences must be drafted."),
        ("fr", "Il faut former les douaniers à l'inspection des conteneurs. Nos banques doivent aussi apprendre le gel des avoirs et le blanchiment."),
        ("ru", "Нужны курсы по учёту ядерных материалов. Кроме того, банки просят обучить их выявлению финансирования распространения."),
        ("zh", "请协助修订刑法，补充罪名和处罚条款。另外，请向海港和海关提供辐射探测设备。"),
    ],
)  # fmt: skip
def test_two_unrelated_requests_are_seen_as_two(language, text):
    assert len(separate_asks(text, language=language)) == 2


@pytest.mark.parametrize(
    "text",
    [
        "Our customs officers need training. They also need scanners at the border crossing.",
        "Please help with export licences. The control list must be updated too.",
        "A law is needed.",
        "",
    ],
)
def test_one_request_in_several_sentences_is_one(text):
    assert separate_asks(text, language="en") == ()


def test_few_needs_that_ask_for_one_thing_are_called_two():
    cases = read_cases(WORLD)
    one = [n for n in cases.needs if cases.traps.get(n.id) != "two_asks"]

    wrong = [n.id for n in one if separate_asks(n.text, language=n.language)]

    assert len(wrong) <= 0.05 * len(one)


@pytest.mark.django_db
def test_the_hint_quotes_both_passages(need):
    need.description = (
        "Customs officers need training. Legislation on criminal offences must be drafted."
    )
    need.language = "en"

    page = render_to_string("matching/desk_two_asks.html", {"need": need})

    assert "two things" in page
    assert "Customs officers" in page
    assert "Legislation on" in page
