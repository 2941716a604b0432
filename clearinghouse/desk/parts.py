"""What the desk adds to the page of a request: who leads it, who has seen it, notes and to-dos."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clearinghouse.core.errors import NotAllowed
from clearinghouse.core.search.operators import Operator
from clearinghouse.desk import permissions, searching, selectors, services
from clearinghouse.desk.forms import AssignCaseForm, NoteForm, TodoForm
from clearinghouse.desk.models import CaseNote
from requests_app import desk_search
from requests_app.desk_parts import CasePart, show_on_case
from requests_app.models import AssistanceRequest
from requests_app.signals import opened_at_desk


def register() -> None:
    """Called once, from the app's configuration."""
    show_on_case(_work)
    show_on_case(_notes)
    desk_search.add_operator(
        Operator("lead", _("who leads the case: @me, none, or a name"), "lead:@me", searching.lead)
    )
    desk_search.add_flag("has", "note", lambda user: Q(pk__in=CaseNote.objects.values("case")))
    opened_at_desk.connect(_remember, dispatch_uid="desk.sightings")


def _work(user: Any, record: AssistanceRequest) -> CasePart:
    item = selectors.lead_of(record.pk)
    can_work = _may_work(user)
    return CasePart(
        "desk/case_work.html",
        {
            "record": record,
            "item": item,
            "is_mine": item is not None and item.assigned_to_id == user.pk,
            "sightings": selectors.sightings_of({record.pk}),
            "can_work": can_work,
            "form": AssignCaseForm() if can_work else None,
        },
    )


def _notes(user: Any, record: AssistanceRequest) -> CasePart:
    return CasePart(
        "desk/case_notes.html",
        {
            "record": record,
            "notes": list(selectors.notes_of(record.pk)),
            "note_form": NoteForm() if _may_work(user) else None,
            "todos": list(selectors.todos_of(user).filter(case=record, done_at__isnull=True)),
            "todo_form": TodoForm(prefix="todo"),
        },
    )


def _may_work(user: Any) -> bool:
    try:
        permissions.check_can_work_on_cases(user)
    except NotAllowed:
        return False
    return True


def _remember(sender: Any, *, subject: UUID, by: Any, **kwargs: Any) -> None:
    services.see(subject, by=by)
