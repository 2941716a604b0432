"""A match moves its need with it, and a need falls back when its last match comes to nothing."""

import pytest

from matching import services
from matching.enums import MatchStatus
from requests_app.enums import NeedStatus
from requests_app.services import meet, meet_partly, stand_again, withdraw
from tests.matching.records import make_match, make_offer_record

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreed(match, expert, focal_point, provider_contact):
    return walk(match, expert, focal_point, provider_contact)


@pytest.fixture
def second(need, provider, expert, focal_point, provider_contact):
    other = make_match(need, make_offer_record(provider, provider_contact), rank=2)
    return walk(other, expert, focal_point, provider_contact)


def walk(match, expert, focal_point, provider_contact):
    services.put_to_state(match, by=expert)
    services.welcome(match, by=focal_point)
    return services.agree(match, by=provider_contact)


def status(need):
    need.refresh_from_db()
    return need.status


def test_both_sides_said_yes_means_matched(match, need, expert, focal_point, provider_contact):
    services.put_to_state(match, by=expert)
    services.welcome(match, by=focal_point)
    assert status(need) == NeedStatus.OPEN

    services.agree(match, by=provider_contact)

    assert status(need) == NeedStatus.MATCHED


def test_what_is_complete_waits_for_the_states_word(agreed, need, provider_contact, focal_point):
    services.begin(agreed, by=provider_contact)
    assert status(need) == NeedStatus.DELIVERING
    services.complete(agreed, by=provider_contact)
    assert status(need) == NeedStatus.DELIVERING

    need.refresh_from_db()
    meet(need, by=focal_point)

    assert status(need) == NeedStatus.MET


def test_a_failure_falls_back(agreed, need, provider_contact):
    services.fail(agreed, by=provider_contact, note="No funds.")

    assert status(need) == NeedStatus.OPEN


def test_a_failure_falls_back_to_the_other_match(agreed, second, need, provider_contact):
    services.begin(agreed, by=provider_contact)
    services.fail(agreed, by=provider_contact, note="No funds.")
    assert status(need) == NeedStatus.MATCHED

    services.fail(second, by=provider_contact, note="No staff.")

    assert status(need) == NeedStatus.OPEN


def test_what_came_before_the_states_word_counts_no_more(
    agreed, second, need, provider_contact, focal_point
):
    services.begin(agreed, by=provider_contact)
    services.complete(agreed, by=provider_contact)
    need.refresh_from_db()
    meet_partly(need, by=focal_point)
    services.begin(second, by=provider_contact)
    assert status(need) == NeedStatus.DELIVERING

    services.fail(second, by=provider_contact, note="No staff.")

    assert status(need) == NeedStatus.PARTLY_MET


def test_a_need_that_stands_again_finds_its_match(
    agreed, second, need, provider_contact, focal_point
):
    services.begin(agreed, by=provider_contact)
    services.complete(agreed, by=provider_contact)
    need.refresh_from_db()

    stand_again(need, by=focal_point)

    assert need.status == NeedStatus.MATCHED


def test_a_withdrawn_need_is_not_brought_back(agreed, need, provider_contact, focal_point):
    withdraw(need.assistance_request, by=focal_point, note="Not needed.")

    services.fail(agreed, by=provider_contact, note="The State withdrew.")

    assert (agreed.status, status(need)) == (MatchStatus.FAILED, NeedStatus.WITHDRAWN)


def test_a_provider_that_cannot_leaves_the_need_open(
    match, need, expert, focal_point, provider_contact
):
    services.put_to_state(match, by=expert)
    services.welcome(match, by=focal_point)

    services.turn_down(match, by=provider_contact, note="No capacity.")

    assert status(need) == NeedStatus.OPEN
