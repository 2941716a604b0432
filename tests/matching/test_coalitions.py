"""The smallest coalition against the definition itself: every set of providers, every set of offers."""

from __future__ import annotations

from itertools import combinations
from random import Random
from time import process_time

from hypothesis import given, settings
from hypothesis import strategies as st

from matching.coalitions import Candidate, alternatives, smallest

NEEDS = ("n1", "n2", "n3", "n4", "n5")
SCORES = st.dictionaries(st.sampled_from(NEEDS), st.sampled_from([0.3, 0.5, 0.61, 0.9]), max_size=4)


@st.composite
def offers(draw):
    listed = draw(st.lists(st.tuples(st.sampled_from("ABCDE"), SCORES), max_size=9))
    return [Candidate(f"o{i}", code, scores) for i, (code, scores) in enumerate(listed)]


def by_brute_force(needs, candidates):
    """Number of providers, number of offers, and sum of scores of the best set of offers."""
    wanted = {need for each in candidates for need in each.scores}
    found = []
    for size in range(len(candidates) + 1):
        for chosen in combinations(candidates, size):
            if {need for each in chosen for need in each.scores} == wanted:
                total = sum(max(c.scores.get(need, 0.0) for c in chosen) for need in wanted)
                found.append((len({c.provider for c in chosen}), size, -round(total, 4)))
    return min(found)


@given(offers())
@settings(max_examples=300, deadline=None)
def test_it_is_the_smallest_and_then_the_best(candidates):
    found = smallest(NEEDS, candidates)

    assert found.is_proven
    assert (len(found.providers), len(found.offers), -round(found.total, 4)) == by_brute_force(
        NEEDS, candidates
    )


@given(offers(), st.randoms())
@settings(max_examples=100, deadline=None)
def test_the_order_of_the_input_does_not_matter(candidates, random):
    shuffled = random.sample(candidates, len(candidates))

    assert smallest(NEEDS, shuffled) == smallest(NEEDS, candidates)


@given(offers())
def test_every_need_is_picked_for_or_named_as_open(candidates):
    found = smallest(NEEDS, candidates)
    by_offer = {each.offer: each for each in candidates}

    assert set(found.picks) | set(found.uncovered) == set(NEEDS)
    assert not set(found.picks) & set(found.uncovered)
    assert all(need in by_offer[offer].scores for need, offer in found.picks.items())
    assert {by_offer[offer].provider for offer in found.offers} == set(found.providers)


def test_one_provider_for_all_beats_two_better_ones():
    candidates = [
        Candidate("a", "A", {"n1": 0.9}),
        Candidate("b", "B", {"n2": 0.9}),
        Candidate("c", "C", {"n1": 0.3, "n2": 0.3}),
    ]

    assert smallest(("n1", "n2"), candidates).picks == {"n1": "c", "n2": "c"}


def test_an_alternative_does_without_a_provider_and_leaves_no_gap():
    candidates = [
        Candidate("a", "A", {"n1": 0.9, "n2": 0.9}),
        Candidate("b", "B", {"n1": 0.8}),
        Candidate("c", "C", {"n2": 0.8}),
    ]

    (other,) = alternatives(("n1", "n2"), candidates)

    assert other.providers == ("B", "C")
    assert alternatives(("n1", "n2"), candidates[:1]) == []


def test_twenty_needs_and_three_hundred_offers_are_settled():
    random = Random(1540)
    needs = tuple(f"n{i}" for i in range(20))
    candidates = [
        Candidate(
            f"o{i}",
            f"P{i % 60}",
            {need: random.random() for need in random.sample(needs, random.randint(1, 4))},
        )
        for i in range(300)
    ]

    found = smallest(needs, candidates)

    assert found.uncovered == ()
    assert set(found.picks) == set(needs)
    assert len(found.providers) <= 3


def test_many_needs_and_offers_never_keep_a_page_waiting():
    random = Random(1540)
    needs = [f"n{number:02}" for number in range(20)]
    candidates = [
        Candidate(
            f"o{n:03}", f"p{n:03}", {need: random.random() for need in random.sample(needs, 2)}
        )
        for n in range(300)
    ]

    before = process_time()
    found = smallest(needs, candidates)
    others = alternatives(needs, candidates, first=found)
    assert process_time() - before < 10  # hours without a limit
    assert not found.uncovered
    assert not found.is_proven
    assert all(not each.uncovered for each in others)
