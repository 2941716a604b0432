"""What the desk adds to the page of a request: who leads it and who has seen it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from clearinghouse.core.errors import NotAllowed
from clearinghouse.desk import permissions, selectors, services
from clearinghouse.desk.forms import AssignCaseForm
from requests_app.desk_parts import CasePart, show_on_case
from requests_app.models import AssistanceRequest
from requests_app.signals import opened_at_desk


def register() -> None:
    """Called once, from the app's configuration."""
    show_on_case(_work)
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


def _may_work(user: Any) -> bool:
    try:
        permissions.check_can_work_on_cases(user)
    except NotAllowed:
        return False
    return True


def _remember(sender: Any, *, subject: UUID, by: Any, **kwargs: Any) -> None:
    services.see(subject, by=by)
