from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearinghouse.core.search.text import MAX_TERMS, Term, join, parse


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("border guards", [Term("border", "border"), Term("guards", "guards")]),
        ('"border guards"', [Term('"border guards"', "border guards")]),
        ("“border guards”", [Term('"border guards"', "border guards")]),
        ('"never closed', [Term('"never closed"', "never closed")]),
        ("-nuclear", [Term("-nuclear", "nuclear", is_negated=True)]),
        ("IS:open", [Term("is:open", "open", "is")]),
        ("-is:closed", [Term("-is:closed", "closed", "is", is_negated=True)]),
        ("due:<3d", [Term("due:<3d", "3d", "due", "<")]),
        ("received:>=2026-01", [Term("received:>=2026-01", "2026-01", "received", ">=")]),
        ('state:"Costa Rica"', [Term('state:"Costa Rica"', "Costa Rica", "state")]),
        ("lead:@me", [Term("lead:@me", "@me", "lead")]),
        ("is:", [Term("is:", "", "is")]),
        ("AR/2026/0007", [Term("AR/2026/0007", "AR/2026/0007")]),
        ("10:30", [Term("10:30", "10:30")]),
        ("-", []),
        ('""', []),
        ("معابر حدودية", [Term("معابر", "معابر"), Term("حدودية", "حدودية")]),
        ("a\x00b", [Term("a", "a"), Term("b", "b")]),
    ],
)
def test_text_becomes_terms(text: str, expected: list[Term]) -> None:
    assert list(parse(text)) == expected


def test_commas_are_alternatives() -> None:
    (term,) = parse("state:KEN,,UGA,")

    assert term.values == ("KEN", "UGA")


@given(st.text())
def test_nothing_that_is_typed_raises(text: str) -> None:
    terms = parse(text)

    assert len(terms) <= MAX_TERMS
    assert all(term.value or term.key for term in terms)


@given(st.lists(st.sampled_from(list('ab-:"<>=, \u201c@3d\x00é中')), max_size=60).map("".join))
def test_terms_written_out_mean_the_same(text: str) -> None:
    terms = parse(text)

    assert parse(join(terms)) == terms
