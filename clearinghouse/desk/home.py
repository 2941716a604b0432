"""What the desk's first page shows besides the records."""

from __future__ import annotations

from typing import Any

from clearinghouse.desk import selectors


def first_page(user: Any) -> dict[str, Any]:
    """Return the queues of the person, those with something in them apart from the quiet ones."""
    boards = selectors.boards(user)
    return {
        "boards": [board for board in boards if board.count or board.deferred],
        "quiet": [board for board in boards if not board.count and not board.deferred],
    }
