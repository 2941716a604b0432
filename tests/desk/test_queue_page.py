from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup

from clearinghouse.desk import selectors, services
from clearinghouse.desk.models import WorkItem
from clearinghouse.desk.queues.procedure import AUTHENTICATE
from tests import factories

PAGE = "/desk/queues/authenticate/"
pytestmark = pytest.mark.usefixtures("quiet")


def labels(response: Any) -> list[str]:
    page = BeautifulSoup(response.content, "html.parser")
    return [link.text for link in page.select("#content tbody th a")]


@pytest.mark.parametrize(
    ("person", "status"),
    [("expert", 200), ("secretariat", 200), ("member", 200), ("administrator", 404), ("focal_point", 403)],
)  # fmt: skip
def test_who_opens_a_queue(
    person: str, status: int, sign_in: Any, request: pytest.FixtureRequest
) -> None:
    assert sign_in(request.getfixturevalue(person)).get(PAGE).status_code == status


def test_member_sees_the_lines_and_no_button(sign_in: Any, member: Any, paper: Any) -> None:
    response = sign_in(member).get(PAGE)

    assert labels(response) == [f"{paper.reference} · Arcadia"]
    assert b'name="row"' not in response.content
    assert b'name="subject"' not in response.content
    assert sign_in(member).post(PAGE, {"row": f"take:{paper.pk}"}).status_code == 403
    assert not WorkItem.objects.exists()


def test_one_button_takes_one_line(sign_in: Any, expert: Any, paper: Any) -> None:
    response = sign_in(expert).post(PAGE, {"row": f"take:{paper.pk}"}, follow=True)

    assert "1 line is yours now." in response.content.decode()
    assert WorkItem.objects.get().assigned_to == expert


def test_ticked_lines_are_put_aside_together(sign_in: Any, expert: Any, arcadia: Any) -> None:
    records = [factories.make_paper_request(expert, arcadia) for _number in range(3)]
    data = {
        "action": "defer",
        "subject": [str(record.pk) for record in records[:2]],
        "until": str(selectors.today() + timedelta(days=2)),
        "reason": "Mission is closed until then.",
    }
    client = sign_in(expert)

    client.post(PAGE, data)

    assert labels(client.get(PAGE)) == [f"{records[2].reference} · Arcadia"]
    deferred = client.get(f"{PAGE}?show=deferred")
    assert len(labels(deferred)) == 2
    assert "Mission is closed until then." in deferred.content.decode()


def test_refusal_keeps_what_was_ticked_and_typed(sign_in: Any, expert: Any, paper: Any) -> None:
    data = {"action": "defer", "subject": [str(paper.pk)], "until": "", "reason": "Kept words."}

    response = sign_in(expert).post(PAGE, data)

    page = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 422
    assert page.find(id=f"tick-{paper.pk}").has_attr("checked")
    assert page.find(attrs={"name": "reason"})["value"] == "Kept words."
    assert "Give a day after today" in page.text


@pytest.mark.parametrize(
    "data",
    [{"action": "take"}, {"action": "take", "subject": ["no key"]}, {"row": "take:nothing"}],
)
def test_nothing_chosen_is_said(data: dict[str, Any], sign_in: Any, expert: Any) -> None:
    response = sign_in(expert).post(PAGE, data)

    assert response.status_code == 422
    assert "Choose at least one line." in response.content.decode()


def test_lines_are_narrowed_by_who_has_them(
    sign_in: Any, expert: Any, colleague: Any, arcadia: Any
) -> None:
    mine, theirs, free = (factories.make_paper_request(expert, arcadia) for _number in range(3))
    services.take(AUTHENTICATE, subjects=[mine.pk], by=expert)
    services.take(AUTHENTICATE, subjects=[theirs.pk], by=colleague)
    client = sign_in(expert)

    found = {
        show: labels(client.get(f"{PAGE}?show={show}")) for show in ("mine", "unassigned", "all")
    }

    assert found["mine"] == [f"{mine.reference} · Arcadia"]
    assert found["unassigned"] == [f"{free.reference} · Arcadia"]
    assert len(found["all"]) == 3


def test_same_number_of_questions_for_one_and_three(
    sign_in: Any, expert: Any, arcadia: Any, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:  # fmt: skip
    client = sign_in(expert)

    def make() -> None:
        record = factories.make_paper_request(expert, arcadia)
        client.get(f"/desk/requests/{record.pk}/")
        services.take(AUTHENTICATE, subjects=[record.pk], by=expert)

    make()
    with django_assert_max_num_queries(25) as first:
        client.get(PAGE)
    asked = len(first)
    make()
    make()

    with django_assert_num_queries(asked):
        client.get(PAGE)


def test_case_is_taken_handed_on_and_given_back_on_its_page(
    sign_in: Any, expert: Any, colleague: Any, paper: Any
) -> None:
    client, address = sign_in(expert), f"/desk/cases/{paper.pk}"

    taken = client.post(f"{address}/take/", follow=True).content.decode()
    client.post(f"{address}/assign/", {"to": colleague.pk})
    again = client.post(f"{address}/take/", follow=True).content.decode()

    assert "You lead this case now." in taken
    assert "A colleague leads this case already." in again
    assert selectors.lead_of(paper.pk).assigned_to == colleague
    sign_in(colleague).post(f"{address}/give-back/")
    assert selectors.lead_of(paper.pk) is None


@pytest.mark.parametrize("verb", ["take", "assign", "give-back"])
def test_member_leads_no_case(verb: str, sign_in: Any, member: Any, paper: Any) -> None:
    client = sign_in(member)

    assert client.post(f"/desk/cases/{paper.pk}/{verb}/").status_code == 403
    page = client.get(f"/desk/requests/{paper.pk}/").content.decode()
    assert f"/desk/cases/{paper.pk}/{verb}/" not in page
