from datetime import timedelta

import pytest

from clearinghouse.core import clock
from matching.enums import MatchStatus
from matching.models import Match
from matching.track_records import TrackRecord, track_records
from requests_app.models import Notice
from requests_app.services import answer
from tests.matching.records import make_match, make_offer_record

pytestmark = pytest.mark.django_db


def test_a_provider_without_a_past_has_an_empty_record(other_provider):
    assert track_records([other_provider.pk]) == {other_provider.pk: TrackRecord()}
    assert TrackRecord().is_empty


def test_what_became_of_matches_is_counted(match, provider, provider_contact, expert):
    now = clock.now()
    decided = {"decided_at": now, "decided_by": expert}
    Match.objects.filter(pk=match.pk).update(status=MatchStatus.COMPLETED, **decided)
    for status in (MatchStatus.AGREED, MatchStatus.FAILED, MatchStatus.DISMISSED):
        other = make_match(match.need, make_offer_record(provider, provider_contact))
        cause = {"dismissed_cause": "other_kind"} if status == MatchStatus.DISMISSED else {}
        Match.objects.filter(pk=other.pk).update(status=status, **decided, **cause)

    found = track_records([provider.pk])[provider.pk]

    assert (found.completed, found.under_way, found.failed, found.turned_down) == (1, 1, 1, 0)


def test_an_answer_counts_with_its_days(need, provider, provider_contact):
    notice = Notice.objects.get(provider=provider)
    answer(
        notice, by=provider_contact, answers=[{"need": need.pk, "verdict": "yes", "text": "Yes."}]
    )
    Notice.objects.filter(pk=notice.pk).update(visible_at=clock.now() - timedelta(days=6))

    found = track_records([provider.pk])[provider.pk]

    assert (found.told, found.answered, found.silent, found.median_days) == (1, 1, 0, 6)


def test_silence_counts_once_the_provider_had_its_time(need, provider):
    assert track_records([provider.pk])[provider.pk].silent == 0

    Notice.objects.update(visible_at=clock.now() - timedelta(days=60))

    found = track_records([provider.pk])[provider.pk]
    assert (found.told, found.silent, found.silent_percent) == (1, 1, 100)


def test_the_number_of_queries_does_not_grow(
    need, provider, other_provider, django_assert_num_queries
):
    with django_assert_num_queries(4):  # the matches, the moment, the policy, the notices
        track_records([provider.pk, other_provider.pk])
