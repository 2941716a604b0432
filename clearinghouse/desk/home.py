"""What the desk's first page shows besides the records."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django.db.models import Q

from clearinghouse.core import clock
from clearinghouse.desk import searching, selectors
from clearinghouse.desk.forms import TodoForm
from clearinghouse.desk.models import Todo

KEPT_AFTER_TICK: Final = timedelta(days=1)


def first_page(user: Any) -> dict[str, Any]:
    """Return the queues of the person, those with something in them apart from the quiet ones."""
    boards = selectors.boards(user)
    return {
        "boards": [board for board in boards if board.count or board.deferred],
        "quiet": [board for board in boards if not board.count and not board.deferred],
        "searches": searching.counted(user),
        "todos": todos(user),
        "todo_form": TodoForm(prefix="todo"),
    }


def todos(user: Any) -> list[Todo]:
    """What is still to be done, and what was ticked in the last day, so that a slip can be undone."""
    lately = clock.now() - KEPT_AFTER_TICK
    found = selectors.todos_of(user).filter(Q(done_at__isnull=True) | Q(done_at__gte=lately))
    return list(found)
