"""What people do at the desk itself."""

from clearinghouse.desk.services.notes import write_note
from clearinghouse.desk.services.personal import (
    add_todo,
    remove_search,
    remove_todo,
    save_search,
    tick_todo,
    untick_todo,
)
from clearinghouse.desk.services.sightings import see
from clearinghouse.desk.services.work import (
    assign,
    assign_case,
    defer,
    give_back,
    give_back_case,
    resume,
    settle,
    take,
    take_case,
)

__all__ = [
    "add_todo",
    "remove_search",
    "remove_todo",
    "save_search",
    "tick_todo",
    "untick_todo",
    "write_note",
    "assign",
    "assign_case",
    "defer",
    "give_back",
    "give_back_case",
    "resume",
    "see",
    "settle",
    "take",
    "take_case",
]
