import hashlib

import numpy as np
import pytest

from clearinghouse.core import clock
from matching import neighbours
from matching.enums import MatchStatus
from matching.models import Match, Ranking, TextVector
from matching.segments import split
from matching.space_file import Space
from tests.factories import NEED, make_request
from tests.matching.records import make_match

pytestmark = pytest.mark.django_db


@pytest.fixture
def nearby(other_focal_point, borduria):
    """The same need of a State in the same subregion."""
    return make_request(other_focal_point, borduria, at="distributed").needs.get()


def store_vector(need, vector):
    text = split(need.title, need.description).whole
    TextVector.objects.create(
        model="toy 1",
        as_query=True,
        text_sha256=hashlib.sha256(text.encode()).hexdigest(),
        vector=[*vector, *([0.0] * (384 - len(vector)))],
        created_at=clock.now(),
    )


def test_the_same_need_of_a_neighbour_is_found(need, nearby, expert):
    (found,) = neighbours.neighbours(need, user=expert)

    assert (found.need, found.areas, found.kinds) == (nearby, ("3C",), ("training",))
    assert found.same_subregion
    assert not found.has_close_text


@pytest.mark.parametrize(
    "change", [{"areas": ["8T"]}, {"kinds": ["equipment"]}, {"status": "met"}], ids=str
)
def test_another_subject_or_a_settled_need_is_none(need, nearby, expert, change):
    type(nearby).objects.filter(pk=nearby.pk).update(**change)

    assert neighbours.neighbours(need, user=expert) == []


def test_a_state_elsewhere_is_no_neighbour(need, nearby, borduria, expert):
    type(borduria.state).objects.filter(pk=borduria.pk).update(subregion_code="155")

    assert neighbours.neighbours(need, user=expert) == []


def test_somebody_who_may_not_read_the_other_need_finds_nothing(need, nearby, nobody):
    assert neighbours.neighbours(need, user=nobody) == []


@pytest.mark.parametrize(("vector", "is_close"), [([1.0, 0.1], True), ([0.1, 1.0], False)])
def test_stored_vectors_tell_which_texts_are_close(
    need, nearby, expert, vector, is_close, monkeypatch
):
    centre = {"": np.zeros(384)}
    monkeypatch.setattr(neighbours, "_space", lambda version: Space(np.eye(1), centre, centre))
    type(nearby).objects.filter(pk=nearby.pk).update(title="Formation des douaniers")
    nearby.refresh_from_db()
    store_vector(need, [1.0, 0.0])
    store_vector(nearby, vector)
    Ranking.objects.create(
        need=need, fingerprint="x", computed_at=clock.now(), embedder_version="toy 1"
    )
    need.refresh_from_db()

    (found,) = neighbours.neighbours(need, user=expert)

    assert found.has_close_text is is_close


def test_help_under_way_on_the_same_subject_is_an_overlap(match, focal_point, arcadia, expert):
    again = make_request(focal_point, arcadia, at="distributed", needs=[NEED]).needs.get()
    Match.objects.filter(pk=match.pk).update(
        status=MatchStatus.DELIVERING, decided_at=clock.now(), decided_by=expert
    )

    assert neighbours.overlaps(again) == [match]
    assert neighbours.overlaps(match.need) == []


def test_help_on_another_subject_is_none(match, focal_point, arcadia, expert):
    law = {**NEED, "areas": ["8T"]}
    again = make_request(focal_point, arcadia, at="distributed", needs=[law]).needs.get()
    Match.objects.filter(pk=match.pk).update(
        status=MatchStatus.AGREED, decided_at=clock.now(), decided_by=expert
    )

    assert neighbours.overlaps(again) == []


def test_the_codes_read_from_the_text_count(need, offer):
    inferred = {"verdict": "inferred", "code": "kinds_inferred", "params": {"kinds": ["tools"]}}
    make_match(need, offer, reasons=[inferred])

    assert neighbours.subjects([need])[need.pk].kinds == {"training", "tools"}


def test_the_number_of_queries_does_not_grow(
    need, nearby, other_focal_point, borduria, expert, django_assert_max_num_queries
):
    neighbours.neighbours(need, user=expert)  # the roles of a person are asked for once
    with django_assert_max_num_queries(30) as first:
        neighbours.neighbours(need, user=expert)
    make_request(other_focal_point, borduria, at="distributed")
    with django_assert_max_num_queries(30) as second:
        neighbours.neighbours(need, user=expert)

    assert len(second) == len(first)
