"""What people do at the desk itself."""

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
