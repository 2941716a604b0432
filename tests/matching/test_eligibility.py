from datetime import date

import pytest

from matching.eligibility import SENTENCES, RefusalCode, reaches, refusals
from matching.profiles import Place, Scope
from tests.matching.profiles import ARCADIA, TODAY, make_need, make_offer, organization

INSIDE = Place("XAA", frozenset({"002"}), frozenset({"UNION"}))
OUTSIDE = Place("XBB", frozenset({"150"}), frozenset({"UNION"}))


def codes(need, offer):
    return [refusal.code for refusal in refusals(need, offer, TODAY)]


def test_an_open_offer_to_everybody_is_eligible():
    assert codes(make_need(), make_offer()) == []


@pytest.mark.parametrize(
    "scope",
    [
        Scope(m49=frozenset({"002"})),
        Scope(m49=frozenset({"202"})),
        Scope(m49=frozenset({"011"})),
        Scope(groupings=frozenset({"UNION"})),
        Scope(states=frozenset({"XAA"})),
    ],
    ids=["region", "sub-region", "intermediate region", "grouping", "named State"],
)
def test_a_scope_that_covers_the_state_reaches_it(scope):
    assert codes(make_need(), make_offer(scope=scope)) == []


@pytest.mark.parametrize(
    "scope", [Scope(), Scope(m49=frozenset({"150"})), Scope(states=frozenset({"XBB"}))]
)
def test_a_scope_elsewhere_is_refused(scope):
    assert codes(make_need(), make_offer(scope=scope)) == [RefusalCode.OUT_OF_SCOPE]


def test_an_excluded_state_is_refused_whatever_the_scope_says():
    scope = Scope(everywhere=True, states=frozenset({"XAA"}), excluded_states=frozenset({"XAA"}))

    assert codes(make_need(), make_offer(scope=scope)) == [RefusalCode.EXCLUDED_STATE]


def test_an_offer_is_good_on_its_last_day_and_refused_on_the_next():
    assert codes(make_need(), make_offer(valid_until=TODAY)) == []
    assert codes(make_need(), make_offer(valid_until=date(2026, 10, 31))) == [RefusalCode.EXPIRED]


def test_an_offer_that_begins_later_stays_eligible():
    assert codes(make_need(), make_offer(valid_from=date(2027, 1, 1))) == []


def test_a_provider_whom_the_requester_leaves_out_is_refused():
    need = make_need(excluded_providers=frozenset({"AIDORG"}))

    assert codes(need, make_offer()) == [RefusalCode.EXCLUDED_PROVIDER]


def test_the_requesters_own_offer_is_refused():
    assert codes(make_need(), make_offer(provider="XAA")) == [RefusalCode.OWN_OFFER]


def test_a_withdrawn_offer_is_refused():
    assert codes(make_need(), make_offer(is_open=False)) == [RefusalCode.NOT_OPEN]


def test_every_gate_answers_not_only_the_first():
    offer = make_offer(provider="XAA", scope=Scope(), valid_until=date(2020, 1, 1), is_open=False)

    assert codes(make_need(), offer) == [
        RefusalCode.NOT_OPEN,
        RefusalCode.OWN_OFFER,
        RefusalCode.EXPIRED,
        RefusalCode.OUT_OF_SCOPE,
    ]


def test_a_refusal_is_a_sentence():
    (refusal,) = refusals(make_need(), make_offer(scope=Scope()), TODAY)

    assert str(refusal.sentence) % {"requester": "Arcadia"} == (
        "The offer does not reach Arcadia: it is meant for other States or regions."
    )


@pytest.mark.parametrize(
    ("scope", "reached"),
    [
        (Scope(everywhere=True), True),
        (Scope(everywhere=True, excluded_states=frozenset({"XBB"})), True),
        (Scope(groupings=frozenset({"UNION"})), True),
        (Scope(states=frozenset({"XAA", "XBB"})), True),
        (Scope(m49=frozenset({"002"}), states=frozenset({"XBB"})), True),
        (Scope(m49=frozenset({"002"})), False),
        (Scope(m49=frozenset({"002", "150"}), excluded_states=frozenset({"XBB"})), False),
    ],
)
def test_an_organization_is_reached_by_name_or_through_all_its_members(scope, reached):
    assert reaches(scope, organization(INSIDE, OUTSIDE)) is reached


def test_an_organization_without_known_members_is_reached_only_by_name_or_by_everybody():
    assert not reaches(Scope(m49=frozenset({"002"})), organization())
    assert reaches(Scope(everywhere=True), organization())


def test_the_requester_is_a_state_by_default():
    assert ARCADIA.kind == "state"


def test_an_offer_that_is_not_open_is_never_told_to_be_unpublished():
    """A submitted offer is not published either, and yet it counts."""
    assert "published" not in str(SENTENCES[RefusalCode.NOT_OPEN])
