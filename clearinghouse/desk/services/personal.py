"""What a person at the desk keeps for themselves: searches and to-dos. Not audited, but for what is shared."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clearinghouse.audit.record import record
from clearinghouse.core import clock
from clearinghouse.core.errors import NotAllowed, RuleBroken
from clearinghouse.desk import events, permissions
from clearinghouse.desk.models import SavedSearch, Todo
from requests_app.models import AssistanceRequest


def save_search(*, name: str, place: str, text: str, is_shared: bool, by: Any) -> SavedSearch:
    """Keep a search under a name; the same name again replaces one's own."""
    permissions.check_is_desk_reader(by)
    if is_shared:
        permissions.check_can_share_searches(by)
    if not name.strip() or not text.strip():
        raise RuleBroken(_("Give the search a name, and something to look for."))
    with transaction.atomic():
        search, _is_new = SavedSearch.objects.update_or_create(
            owner=by,
            name=name.strip(),
            defaults={"place": place, "text": text.strip(), "is_shared": is_shared},
        )
        if is_shared:
            record(events.SEARCH_SHARED, by=by, about=search)
    return search


def remove_search(search: SavedSearch, *, by: Any) -> None:
    """Forget a search; only its owner does."""
    if search.owner_id != by.pk:
        raise NotAllowed(_("Only the colleague who saved this search removes it."))
    search.delete()


def add_todo(
    *, text: str, due_date: date | None = None, case: AssistanceRequest | None = None, by: Any
) -> Todo:
    """Add something to one's own list, with the case that it is about, if any."""
    if not text.strip():
        raise RuleBroken(_("Write what is to be done."))
    return Todo.objects.create(owner=by, text=text.strip()[:300], due_date=due_date, case=case)


def tick_todo(todo: Todo, *, by: Any) -> None:
    """It is done; ticking twice changes nothing."""
    _check_own(todo, by)
    Todo.objects.filter(pk=todo.pk, done_at__isnull=True).update(done_at=clock.now())


def untick_todo(todo: Todo, *, by: Any) -> None:
    """It is not done after all."""
    _check_own(todo, by)
    Todo.objects.filter(pk=todo.pk).update(done_at=None)


def remove_todo(todo: Todo, *, by: Any) -> None:
    """Take it off the list for good."""
    _check_own(todo, by)
    todo.delete()


def _check_own(todo: Todo, by: Any) -> None:
    if todo.owner_id != by.pk:
        raise NotAllowed(_("A list of to-dos belongs to one person alone."))
