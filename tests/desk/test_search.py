from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup

from clearinghouse.desk import services
from clearinghouse.desk.models import SavedSearch
from clearinghouse.desk.searching import PLACES
from requests_app.desk_search import requests_for_search
from tests import factories
from tests.matching.records import make_offer_record

PAGE = "/desk/search/"


def read(response: Any) -> BeautifulSoup:
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


@pytest.fixture
def gates(focal_point: Any, arcadia: Any) -> Any:
    return factories.make_request(focal_point, arcadia, title="Gates")


@pytest.mark.parametrize(
    ("person", "status"),
    [("expert", 200), ("member", 200), ("secretariat", 200), ("administrator", 403), ("nobody", 403)],
)  # fmt: skip
def test_who_searches(
    person: str, status: int, sign_in: Any, request: pytest.FixtureRequest
) -> None:
    assert sign_in(request.getfixturevalue(person)).get(PAGE).status_code == status


def test_numbers_of_all_places_and_results_of_one(sign_in: Any, expert: Any, gates: Any) -> None:
    client = sign_in(expert)

    requests = read(client.get(PAGE, {"q": "state:XAA"}))
    needs = read(client.get(PAGE, {"q": "state:XAA", "in": "needs"}))

    counts = [mark.text for mark in requests.select(".desk-narrowing-count")]
    assert counts == ["1", "1", "0"]
    assert gates.reference in requests.find(id="content").text
    assert needs.select_one("tbody th a")["href"] == f"/desk/matching/needs/{gates.needs.get().pk}/"


def test_problem_is_said_beside_the_box_and_chips_lead_on(
    sign_in: Any, expert: Any, gates: Any
) -> None:
    page = read(sign_in(expert).get(PAGE, {"q": "is:open colour:red"}))

    assert "There is no operator “colour:” here" in page.select_one(".search-problems").text
    assert page.select_one(".search-chips a")["href"] == "?q=colour%3Ared"
    assert page.find(id="search")["value"] == "is:open colour:red"


def test_box_is_on_every_page_of_readers(sign_in: Any, member: Any, administrator: Any) -> None:
    assert read(sign_in(member).get("/desk/")).find(id="desk-search")
    assert not read(sign_in(administrator).get("/desk/")).find(id="desk-search")


def test_list_of_requests_takes_operators_and_an_order(
    sign_in: Any, expert: Any, focal_point: Any, arcadia: Any, other_focal_point: Any, borduria: Any
) -> None:
    factories.make_request(other_focal_point, borduria, title="Of Borduria")
    factories.make_request(focal_point, arcadia, title="Of Arcadia")
    client = sign_in(expert)

    narrowed = read(client.get("/desk/requests/", {"q": "state:XBB"}))
    sorted_ = read(client.get("/desk/requests/", {"sort": "oldest"}))

    assert "Of Arcadia" not in narrowed.find(id="content").text
    assert [cell.text for cell in sorted_.select("tbody th span")] == ["Of Borduria", "Of Arcadia"]


def test_lead_of_a_case_is_found(expert: Any, member: Any, gates: Any) -> None:
    assert list(requests_for_search(expert, "lead:none")) == [gates]

    services.take_case(gates.pk, by=expert)

    for text, who in (("lead:@me", expert), ("lead:expert", member)):
        assert list(requests_for_search(who, text)) == [gates]
    assert list(requests_for_search(expert, "lead:none")) == []
    assert list(requests_for_search(member, "lead:@me")) == []


def test_search_is_kept_and_counted_on_the_first_page(
    sign_in: Any, expert: Any, gates: Any
) -> None:
    client = sign_in(expert)

    client.post(
        "/desk/searches/", {"name": "Arcadia", "text": "state:XAA is:open", "place": "requests"}
    )

    page = read(client.get("/desk/"))
    line = page.find(id="searches").parent.select_one("li")
    assert (line.a.text, line.strong.text) == ("Arcadia", "1")
    assert line.a["href"] == "/desk/search/?q=state%3AXAA+is%3Aopen&in=requests"


def test_private_search_is_ones_own_and_a_shared_one_the_desks(
    sign_in: Any, expert: Any, colleague: Any
) -> None:
    for name, is_shared in (("Mine", False), ("Ours", True)):
        services.save_search(
            name=name, place="requests", text="is:open", is_shared=is_shared, by=expert
        )

    page = read(sign_in(colleague).get("/desk/"))

    assert [link.text for link in page.find(id="searches").parent.select("li a")] == ["Ours"]
    shared = SavedSearch.objects.get(name="Ours")
    assert sign_in(colleague).post(f"/desk/searches/{shared.pk}/remove/").status_code == 403
    private = SavedSearch.objects.get(name="Mine")
    assert sign_in(colleague).post(f"/desk/searches/{private.pk}/remove/").status_code == 404


def test_member_keeps_searches_and_shares_none(sign_in: Any, member: Any) -> None:
    client = sign_in(member)
    data = {"name": "Mine", "text": "is:held", "place": "requests"}

    assert client.post("/desk/searches/", {**data, "is_shared": "on"}).status_code == 403
    client.post("/desk/searches/", data)

    assert SavedSearch.objects.get().is_shared is False


def test_same_name_replaces_and_owner_removes(sign_in: Any, expert: Any) -> None:
    for text in ("is:open", "is:held"):
        saved = services.save_search(
            name="Mine", place="requests", text=text, is_shared=False, by=expert
        )
    assert SavedSearch.objects.get().text == "is:held"

    sign_in(expert).post(f"/desk/searches/{saved.pk}/remove/")

    assert not SavedSearch.objects.exists()


@pytest.mark.parametrize(
    ("place", "text", "count"),
    [
        ("needs", "is:sought state:XAA kind:training needed:>1m", 1),
        ("needs", "is:unmatched customs", 1),
        ("needs", "is:met", 0),
        ("offers", "is:submitted,published provider:AIDORG", 1),
        ("offers", "is:stale", 1),
        ("offers", "-is:stale courses", 0),
        ("offers", "courses", 1),
        ("offers", "confirmed:<1y area:3C language:en valid:<1d", 0),
    ],
)
def test_needs_and_offers_have_operators_of_their_own(
    place: str, text: str, count: int, expert: Any, gates: Any, provider: Any, provider_contact: Any
) -> None:
    make_offer_record(
        provider, provider_contact, title="Courses", last_confirmed_at=None, last_confirmed_by=None
    )

    search = PLACES[place].search(expert, text)

    assert search.problems == ()
    assert PLACES[place].found(expert, text).count() == count


def test_the_name_of_who_asks_or_offers_is_a_word_like_others(
    sign_in: Any, expert: Any, gates: Any, provider: Any, provider_contact: Any
) -> None:
    make_offer_record(provider, provider_contact)
    client = sign_in(expert)

    def counts(words: str) -> list[str]:
        page = read(client.get(PAGE, {"q": words}))
        return [mark.text for mark in page.select(".desk-narrowing-count")]

    assert counts("arcadia") == ["1", "1", "0"]
    assert counts("arcadia -gates") == ["0", "1", "0"]
    assert counts("-arcadia") == ["0", "0", "1"]
    assert counts("aid") == ["0", "0", "1"]
