from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import ProgrammingError, transaction

from clearinghouse.audit.models import AuditEvent
from clearinghouse.core.errors import NotAllowed, RuleBroken
from clearinghouse.desk import services
from clearinghouse.desk.models import CaseNote, Todo
from tests import factories


@pytest.mark.parametrize("person", ["expert", "member", "secretariat", "administrator"])
def test_everybody_at_the_desk_has_a_list(
    person: str, sign_in: Any, request: pytest.FixtureRequest
) -> None:
    client = sign_in(request.getfixturevalue(person))

    client.post("/desk/todos/", {"todo-text": "Call the mission", "todo-due_date": "2026-12-01"})

    page = client.get("/desk/").content.decode()
    assert "Call the mission" in page
    assert "1 December 2026" in page


def test_ticked_stays_to_be_unticked_and_can_be_removed(sign_in: Any, expert: Any) -> None:
    client, todo = sign_in(expert), services.add_todo(text="Write", by=expert)

    client.post(f"/desk/todos/{todo.pk}/done/")
    assert "Not done after all" in client.get("/desk/").content.decode()
    client.post(f"/desk/todos/{todo.pk}/again/")
    todo.refresh_from_db()
    assert todo.done_at is None
    client.post(f"/desk/todos/{todo.pk}/remove/")

    assert not Todo.objects.exists()


def test_list_is_nobody_elses(sign_in: Any, expert: Any, colleague: Any) -> None:
    todo = services.add_todo(text="Secret plan", by=expert)
    client = sign_in(colleague)

    assert "Secret plan" not in client.get("/desk/").content.decode()
    assert client.post(f"/desk/todos/{todo.pk}/done/").status_code == 404
    with pytest.raises(NotAllowed):
        services.tick_todo(todo, by=colleague)


def test_todo_of_a_case_is_added_on_its_page(sign_in: Any, member: Any, paper: Any) -> None:
    client, address = sign_in(member), f"/desk/requests/{paper.pk}/"
    data = {"todo-text": "Read again", "case": str(paper.pk), "back": address}

    response = client.post("/desk/todos/", data)

    assert response["Location"] == address
    assert "Read again" in client.get(address).content.decode()
    assert Todo.objects.get().case == paper


@pytest.mark.parametrize("case", ["nothing", "00000000-0000-4000-8000-000000000000"])
def test_todo_of_a_case_that_is_not_there(case: str, sign_in: Any, expert: Any) -> None:
    response = sign_in(expert).post("/desk/todos/", {"todo-text": "x", "case": case})

    assert response.status_code == 404
    assert not Todo.objects.exists()


@pytest.mark.parametrize(
    "back", ["https://elsewhere.example/", "//elsewhere.example", "/workspace/"]
)
def test_way_back_stays_at_the_desk(back: str, sign_in: Any, expert: Any) -> None:
    response = sign_in(expert).post("/desk/todos/", {"todo-text": "x", "back": back})

    assert response["Location"] == "/desk/#todos"


def test_note_is_read_at_the_desk_and_nowhere_else(
    sign_in: Any, expert: Any, member: Any, focal_point: Any, arcadia: Any
) -> None:
    record = factories.make_request(focal_point, arcadia)

    sign_in(expert).post(f"/desk/cases/{record.pk}/note/", {"text": "Attaché hesitates."})

    desk = sign_in(member).get(f"/desk/requests/{record.pk}/").content.decode()
    mission = sign_in(focal_point).get(f"/workspace/requests/{record.pk}/").content.decode()
    assert "Attaché hesitates." in desk
    assert "Attaché hesitates." not in mission
    assert not AuditEvent.objects.filter(case_id=record.pk, event="NOTE_WRITTEN").exists()


def test_member_writes_no_note(sign_in: Any, member: Any, paper: Any) -> None:
    client = sign_in(member)

    assert client.post(f"/desk/cases/{paper.pk}/note/", {"text": "x"}).status_code == 403
    page = BeautifulSoup(client.get(f"/desk/requests/{paper.pk}/").content, "html.parser")
    assert not page.find("form", action=f"/desk/cases/{paper.pk}/note/")


def test_empty_note_is_refused(expert: Any, paper: Any) -> None:
    with pytest.raises(RuleBroken):
        services.write_note(paper, text="  ", by=expert)


def test_note_is_never_changed(expert: Any, paper: Any) -> None:
    services.write_note(paper, text="First words.", by=expert)

    with pytest.raises(ProgrammingError), transaction.atomic():
        CaseNote.objects.update(text="Other words.")
