from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clearinghouse.core import clock
from requests_app import services
from requests_app.desk_search import OPERATORS, requests_for_search, search
from requests_app.enums import RequestStatus
from tests import factories

pytestmark = pytest.mark.django_db


def titles(user: Any, text: str) -> set[str]:
    return {record.title for record in requests_for_search(user, text)}


@pytest.fixture
def world(expert: Any, focal_point: Any, arcadia: Any, other_focal_point: Any, borduria: Any,
          provider: Any) -> None:  # fmt: skip
    """Three requests: gates (sent out), reactor (held), paper of Borduria (to authenticate)."""
    factories.make_request(focal_point, arcadia, title="Gates", at=RequestStatus.DISTRIBUTED)
    reactor = factories.make_request(
        focal_point, arcadia, title="Reactor law", areas=["3D"], categories=["chemical"]
    )
    services.place_hold(reactor, by=expert, reason="To check.")
    factories.make_paper_request(expert, borduria)


ALL = {"Gates", "Reactor law", "Law on controls"}


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ALL),
        ("is:open", ALL),
        ("IS:Submitted", {"Law on controls"}),
        ("is:submitted,distributed", {"Law on controls", "Gates"}),
        ("is:held", {"Reactor law"}),
        ("-is:held", {"Gates", "Law on controls"}),
        ("is:paper", {"Law on controls"}),
        ("is:silent", set()),
        ("is:overdue", set()),
        ("has:hold", {"Reactor law"}),
        ("has:letter -is:paper", {"Reactor law", "Gates"}),
        ("state:XBB", {"Law on controls"}),
        ("state:arcadia", {"Gates", "Reactor law"}),
        ("area:3d", {"Reactor law"}),
        ("area:3", ALL),
        ("category:chemical", {"Reactor law"}),
        ("kind:training", ALL),
        ("provider:AIDORG", {"Gates"}),
        ("-provider:AIDORG", {"Reactor law", "Law on controls"}),
        ("due:<30d", {"Reactor law", "Law on controls"}),
        ("due:>30d", set()),
        ("received:today state:XAA", {"Gates", "Reactor law"}),
        ("received:<2000", set()),
        ("channel:note-verbale", {"Law on controls"}),
        ('"reactor law"', {"Reactor law"}),
        ('"law reactor"', set()),
        ("law -reactor", {"Law on controls"}),
        ("law reactor is:held", {"Reactor law"}),
        ("nv/12", {"Law on controls"}),
    ],
)
def test_text_finds(text: str, expected: set[str], expert: Any) -> None:
    assert titles(expert, text) == expected


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("colour:red state:XBB", "There is no operator “colour:” here"),
        ("is:purple state:XBB", "“is:” does not know “purple”. It knows: open, draft"),
        ("state:Ruritania is:submitted", "No State or organization is known as “Ruritania”."),
        ("due:soon is:submitted", "“due:” takes a day, month or year"),
        ("is: is:submitted", "Write something after “is:”."),
        ("area:9Z is:submitted", "“area:” does not know “9Z”."),
    ],
)
def test_what_means_nothing_is_said_and_the_rest_holds(
    text: str, sentence: str, expert: Any
) -> None:
    found = search(expert, text)

    assert found.problems[0].startswith(sentence)
    assert titles(expert, text) == {"Law on controls"}


@pytest.mark.usefixtures("world")
@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    text=st.lists(
        st.one_of(
            st.builds("{}:{}{}".format, st.sampled_from([*OPERATORS, "x"]),
                      st.sampled_from(["", "<", ">", ">="]), st.text(max_size=12)),
            st.text(max_size=12),
        ), max_size=4,
    ).map(" ".join)
)  # fmt: skip
def test_nothing_that_is_typed_breaks_the_list(text: str, expert: Any) -> None:
    assert titles(expert, text) <= ALL


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("person", ["focal_point", "administrator", "nobody"])
def test_others_find_nothing(person: str, request: pytest.FixtureRequest) -> None:
    assert titles(request.getfixturevalue(person), "") == set()


def test_drafts_of_missions_are_not_found(expert: Any, focal_point: Any, arcadia: Any) -> None:
    factories.make_draft(focal_point, arcadia, title="Still thinking")

    assert titles(expert, "thinking") == set()


def test_silent_and_overdue(expert: Any, focal_point: Any, arcadia: Any, provider: Any) -> None:
    sent = factories.make_request(focal_point, arcadia, title="Sent", at=RequestStatus.DISTRIBUTED)
    late = factories.make_request(focal_point, arcadia, title="Late")
    sent.notices.update(visible_at=clock.now() - timedelta(days=30))
    factories.shift_request(late, by=timedelta(days=9))

    assert titles(expert, "is:silent") == {"Sent"}
    assert titles(expert, "is:overdue") == {"Late"}


def test_chip_leads_to_the_text_without_it(expert: Any) -> None:
    found = search(expert, 'is:open "exact words" nonsense:1 -closed')

    assert [(chip.text, chip.rest) for chip in found.chips] == [
        ("is:open", '"exact words" nonsense:1 -closed'),
        ('"exact words"', "is:open nonsense:1 -closed"),
        ("-closed", 'is:open "exact words" nonsense:1'),
    ]
