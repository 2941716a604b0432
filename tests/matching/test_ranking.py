from datetime import date, timedelta
from uuid import uuid4

import numpy as np
import psycopg2
import pytest
from django.db import connection

from clearinghouse.core import clock
from matching import records, services
from matching.enums import MatchStatus
from matching.models import Match, Ranking, TextVector
from matching.services import ranking
from matching.services.vectors import StoredVectors
from offers_app.enums import OfferStatus
from offers_app.models import Offer
from requests_app.enums import RequestStatus
from requests_app.models import Need
from requests_app.services import withdraw
from tests import factories
from tests.matching.records import make_match, make_offer_record

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_model")]


def pairs(need):
    return list(need.matches.values_list("offer_id", "status", "rank"))


def test_ranking_a_need_keeps_score_reasons_and_versions(need, offer):
    ranking.rank_need(need.pk)

    match = need.matches.get()
    assert (match.status, match.rank, match.offer) == (MatchStatus.SUGGESTED, 1, offer)
    assert 0.5 < match.score < 1
    assert match.confidence == "likely"
    assert {reason["verdict"] for reason in match.reasons} >= {"fits", "inferred"}
    assert match.embedder_version == "none 0"
    assert match.weights_version


def test_ranking_twice_changes_nothing(need, offer):
    ranking.rank_need(need.pk)
    before = list(need.matches.values_list("pk", "score", "reasons"))

    ranking.rank_need(need.pk)
    ranking.rerank_offer(offer.pk)

    assert list(need.matches.values_list("pk", "score", "reasons")) == before


@pytest.mark.parametrize(
    "change",
    [
        {"everywhere": False},
        {"valid_until": date(2020, 1, 1)},
        {"status": OfferStatus.DRAFT},
        {"is_rehearsal": True},
    ],
    ids=lambda change: next(iter(change)),
)
def test_an_offer_that_cannot_be_an_answer_is_never_suggested(need, offer, change):
    Offer.objects.filter(pk=offer.pk).update(**change)

    ranking.rank_need(need.pk)
    ranking.rerank_offer(offer.pk)

    assert pairs(need) == []


def test_the_requesters_own_offer_is_never_suggested(need, arcadia, provider_contact):
    make_offer_record(arcadia, provider_contact)

    ranking.rank_need(need.pk)

    assert pairs(need) == []


def test_an_excluded_provider_is_never_suggested(need, offer, provider):
    need.assistance_request.excluded_providers.add(provider)

    ranking.rank_need(need.pk)

    assert pairs(need) == []


def test_what_a_person_decided_is_never_touched(need, offer, expert):
    match = make_match(need, offer, score=0.1, rank=7)
    services.dismiss(match, by=expert, note="Too far from the subject.")

    ranking.rank_need(need.pk)
    ranking.rerank_offer(offer.pk)

    match.refresh_from_db()
    assert (match.status, match.score, match.rank) == (MatchStatus.DISMISSED, 0.1, 7)
    assert need.matches.count() == 1


def test_a_decision_outlives_the_offer(need, offer, expert):
    services.shortlist(make_match(need, offer), by=expert)
    Offer.objects.filter(pk=offer.pk).update(valid_until=date(2020, 1, 1))

    ranking.rerank_offer(offer.pk)

    assert need.matches.get().status == MatchStatus.SHORTLISTED


def test_a_changed_offer_ranks_its_own_pairs_and_renumbers_the_rest(
    need, offer, provider, provider_contact
):
    other = make_offer_record(
        provider,
        provider_contact,
        title="Scanners for sea ports",
        description="Installs scanners for cargo.",
        kinds=["equipment"],
    )
    ranking.rank_need(need.pk)
    assert pairs(need) == [(offer.pk, "suggested", 1), (other.pk, "suggested", 2)]

    Offer.objects.filter(pk=offer.pk).update(
        areas=["2F"],
        categories=["biological"],
        kinds=["tools"],
        title="Banks",
        description="A list of banks.",
    )
    ranking.rerank_offer(offer.pk)

    assert pairs(need) == [(other.pk, "suggested", 1), (offer.pk, "suggested", 2)]


def test_only_the_best_are_kept(need, offer, provider, provider_contact, monkeypatch):
    monkeypatch.setattr(ranking, "KEPT", 2)
    for _ in range(3):
        make_offer_record(provider, provider_contact, description="")
    ranking.rank_need(need.pk)

    late = make_offer_record(provider, provider_contact)
    ranking.rerank_offer(late.pk)

    assert {offer_id for offer_id, _, _ in pairs(need)} == {offer.pk, late.pk}


def test_a_withdrawn_request_loses_its_suggestions_and_keeps_decisions(
    need, offer, focal_point, expert, provider, provider_contact
):
    services.shortlist(make_match(need, offer), by=expert)
    make_match(need, make_offer_record(provider, provider_contact), rank=2)
    withdraw(need.assistance_request, by=focal_point, note="Not needed.")

    ranking.rank_need(need.pk)

    assert [status for _, status, _ in pairs(need)] == [MatchStatus.SHORTLISTED]


def test_a_draft_is_not_ranked(focal_point, arcadia, offer):
    draft = factories.make_request(focal_point, arcadia, at=RequestStatus.DRAFT)

    ranking.rank_need(draft.needs.get().pk)
    ranking.sweep_stale()

    assert not Match.objects.exists()


def test_a_need_or_offer_that_is_gone_is_no_error():
    assert ranking.rank_need(uuid4()) == 0
    assert ranking.rerank_offer(uuid4()) == 0


def test_the_sweep_ranks_what_no_signal_announced_and_then_rests(need, offer):
    assert ranking.sweep_stale() == (1, 1)
    assert need.matches.count() == 1
    assert ranking.sweep_stale() == (0, 0)


@pytest.mark.parametrize(
    "change",
    [
        lambda need, offer: Need.objects.filter(pk=need.pk).update(description="Something else."),
        lambda need, offer: Offer.objects.filter(pk=offer.pk).update(areas=["2F"]),
        lambda need, offer: Offer.objects.filter(pk=offer.pk).update(status=OfferStatus.EXPIRED),
        lambda need, offer: offer.excluded_states.add(need.party.state),
        lambda need, offer: need.assistance_request.excluded_providers.add(offer.provider),
    ],
    ids=["need", "offer", "status", "scope", "wish of the requester"],
)
def test_the_sweep_sees_a_change_that_went_past_the_signals(need, offer, change):
    ranking.sweep_stale()

    change(need, offer)

    assert sum(ranking.sweep_stale()) == 1
    assert ranking.sweep_stale() == (0, 0)


def test_the_sweep_sees_an_offer_that_ended_overnight(need, offer):
    today = records.Day.today().value
    Offer.objects.filter(pk=offer.pk).update(valid_until=today)
    ranking.sweep_stale()
    assert need.matches.count() == 1

    with clock.shifted(timedelta(days=1)):
        assert ranking.sweep_stale() == (0, 1)

    assert need.matches.count() == 0


def test_new_weights_make_everything_stale(need, offer, monkeypatch):
    ranking.sweep_stale()

    monkeypatch.setattr(ranking, "versions", lambda embedder: ("9", "9", "9"))

    assert ranking.sweep_stale() == (1, 1)
    assert need.matches.get().weights_version == "9"


def test_a_need_outside_the_mandate_is_marked(need, offer):
    Need.objects.filter(pk=need.pk).update(
        title="Demining", description="Clear landmines.", areas=[], categories=[], kinds=[]
    )

    ranking.rank_need(need.pk)

    assert Ranking.objects.get(need=need).outside_mandate
    assert {m.confidence for m in need.matches.all()} == {"weak"}


class Counting:
    name, version, dimension = "counting", "1", 384

    def __init__(self):
        self.encoded = []

    def encode_queries(self, texts):
        self.encoded += texts
        return np.stack([np.full(384, len(text), dtype=np.float32) for text in texts])

    encode_passages = encode_queries


def test_a_text_is_encoded_once_for_all_processes():
    first, second = Counting(), Counting()
    one = StoredVectors(first).encode_queries(["abc", "de", "abc"])

    two = StoredVectors(second).encode_queries(["abc", "de"])

    assert (first.encoded, second.encoded) == (["abc", "de"], [])
    assert np.array_equal(one[:2], two)
    assert TextVector.objects.count() == 2


def test_queries_and_passages_are_kept_apart():
    embedder = Counting()
    StoredVectors(embedder).encode_queries(["abc"])

    StoredVectors(embedder).encode_passages(["abc"])

    assert embedder.encoded == ["abc", "abc"]
    assert StoredVectors(embedder).encode_queries([]).shape == (0, 384)


def test_the_sweep_stops_when_its_time_is_over_and_goes_on_the_next_time(need, offer):
    assert ranking.sweep_stale(seconds=-1) == (0, 0)
    assert ranking.sweep_stale() == (1, 1)


def test_only_one_sweep_works_at_a_time(need, offer):
    with psycopg2.connect(**connection.get_connection_params()) as other, other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [ranking._SWEEP_LOCK])

        assert ranking.sweep_stale() == (0, 0)
