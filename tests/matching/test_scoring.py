import dataclasses
import json
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.eligibility import refusals
from matching.embedder import NoEmbedder, default_embedder
from matching.enums import Confidence
from matching.features import FEATURES, OfferTable
from matching.profiles import Scope
from matching.scoring import Weights, current_weights, rank, scores
from tests.matching.profiles import TODAY, make_need, make_offer

NONE = NoEmbedder()
OFFERS = [
    make_offer(id="detectors"),
    make_offer(id="elsewhere", scope=Scope(m49=frozenset({"150"}))),
    make_offer(id="expired", valid_until=date(2026, 1, 1)),
    make_offer(id="own", provider="XAA"),
    make_offer(
        id="law",
        title="Model law against proliferation",
        description="Lawyers help with drafting legislation and penalties.",
        areas=("2L",),
        categories=(),
        kinds=("legislation",),
    ),
    make_offer(
        id="germs",
        title="Biosafety in laboratories",
        description="Training in biosafety and the safe storage of pathogens.",
        areas=("3AB",),
        categories=("biological",),
        kinds=("training",),
    ),
]


def order(need, offers, **options):
    return [r.offer_id for r in rank(need, offers, as_of=TODAY, embedder=NONE, **options)]


def test_the_fitting_offer_comes_first_and_no_ineligible_one_at_all():
    listed = order(make_need(), OFFERS)

    assert listed[0] == "detectors"
    assert set(listed) == {"detectors", "law", "germs"}


def test_ranking_does_not_depend_on_the_order_of_the_offers():
    assert order(make_need(), OFFERS) == order(make_need(), OFFERS[::-1])


def test_the_score_of_a_pair_does_not_depend_on_the_other_offers():
    alone = rank(make_need(), OFFERS[:1], as_of=TODAY, embedder=NONE)[0]
    among = rank(make_need(), OFFERS, as_of=TODAY, embedder=NONE)[0]

    assert (alone.score, alone.reasons, alone.features) == (
        among.score,
        among.reasons,
        among.features,
    )


def test_equal_offers_stand_in_the_order_of_their_ids():
    twins = [make_offer(id="b"), make_offer(id="a"), make_offer(id="c")]

    assert order(make_need(), twins) == ["a", "b", "c"]


def test_an_offer_of_another_weapon_category_scores_less():
    nuclear, chemical = rank(
        make_need(),
        [make_offer(id="a"), make_offer(id="b", categories=("chemical",))],
        as_of=TODAY,
        embedder=NONE,
    )

    assert (nuclear.offer_id, chemical.offer_id) == ("a", "b")
    assert nuclear.score > chemical.score


@pytest.mark.parametrize(
    "worse",
    [
        {"kinds": ("legislation",)},
        {"delivery_languages": ("zh",)},
        {"last_confirmed": date(2010, 1, 1)},
        {"last_confirmed": None},
        {"valid_from": date(2027, 5, 1)},
        {"areas": ("2F",)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_what_is_missing_lowers_the_score(worse):
    best, second = rank(
        make_need(),
        [make_offer(id="worse", **worse), make_offer(id="z-better")],
        as_of=TODAY,
        embedder=NONE,
    )

    assert best.offer_id == "z-better"
    assert best.score > second.score


@given(
    row=st.lists(st.floats(0, 1), min_size=len(FEATURES), max_size=len(FEATURES)),
    column=st.integers(0, len(FEATURES) - 1),
    gain=st.floats(0, 1),
    with_model=st.booleans(),
)
def test_a_better_feature_never_lowers_the_score(row, column, gain, with_model):
    better = list(row)
    better[column] = min(1.0, row[column] + gain)

    before, after = scores(
        np.array([row, better]), outside=0.0, with_model=with_model, weights=current_weights()
    )

    assert 0.0 < before < 1.0
    assert after >= before - 1e-12


def test_a_need_that_nothing_answers_gets_weak_confidence_only():
    need = make_need(
        title="Marking of rifles", text="Machines to mark small arms and ammunition of the police."
    )

    assert {r.confidence for r in rank(need, OFFERS, as_of=TODAY, embedder=NONE)} == {
        Confidence.WEAK
    }


def test_a_fitting_offer_is_likely():
    assert rank(make_need(), OFFERS, as_of=TODAY, embedder=NONE)[0].confidence == Confidence.LIKELY


def test_a_table_is_read_once_and_ranks_like_the_list():
    table = OfferTable.of(OFFERS, embedder=NONE)

    assert order(make_need(), table) == order(make_need(), OFFERS)


def test_no_offers_give_an_empty_list():
    assert rank(make_need(), [], as_of=TODAY, embedder=NONE) == []


def test_reasons_say_what_fits_what_is_missing_and_what_was_inferred():
    need = make_need(areas=("2F",), kinds=("legislation",), delivery_languages=("fr",))

    found = {
        (reason.verdict.value, reason.code)
        for reason in rank(
            need, [make_offer(last_confirmed=date(2020, 1, 1))], as_of=TODAY, embedder=NONE
        )[0].reasons
    }

    assert found == {
        ("fits", "subject_shared"),
        ("fits", "areas_shared"),
        ("fits", "kinds_shared"),
        ("fits", "categories_shared"),
        ("missing", "areas_missing"),
        ("missing", "kinds_missing"),
        ("missing", "languages_missing"),
        ("missing", "stale"),
        ("inferred", "areas_inferred"),
        ("inferred", "areas_doubtful"),
        ("inferred", "kinds_inferred"),
        ("inferred", "categories_inferred"),
        ("inferred", "words_and_codes_only"),
    }


def test_reasons_can_be_stored():
    (ranked,) = rank(make_need(), OFFERS[:1], as_of=TODAY, embedder=NONE)

    assert json.loads(json.dumps([r.as_json() for r in ranked.reasons])) == [
        r.as_json() for r in ranked.reasons
    ]


@pytest.mark.parametrize(
    "change",
    [{"mix": {"subject": -1.0}}, {"discounts": {"dance": 0.1}}, {"discounts": {"kind": 1.5}}],
)
def test_weights_that_would_not_be_monotone_are_refused(change):
    raw = dataclasses.asdict(current_weights())
    for part, values in change.items():
        raw[part] = {**raw[part], **values}

    with pytest.raises(ValueError, match="weights"):
        Weights.read(json.dumps(raw))


@pytest.mark.slow
def test_with_the_model_a_need_meets_an_offer_in_another_language():
    embedder = default_embedder()
    assert embedder.dimension, "the weights come with the locked packages: the model must load"
    need = make_need(
        title="Бочки без описи",
        text="На складе университета стоят бочки, из содержимого которых можно сделать боевые газы; их никто не считал.",
        language="ru",
    )
    offers = [
        *OFFERS,
        make_offer(
            id="stores",
            title="Safe keeping of toxic chemicals",
            description="Helps plants and universities to count precursors and lock them away.",
            areas=("3A",),
            categories=("chemical",),
            kinds=("expertise",),
        ),
    ]

    assert rank(need, offers, as_of=TODAY, embedder=embedder)[0].offer_id == "stores"


def test_every_listed_offer_is_eligible_and_every_other_has_a_refusal():
    listed = set(order(make_need(), OFFERS))

    for offer in OFFERS:
        assert bool(refusals(make_need(), offer, TODAY)) is (offer.id not in listed)
