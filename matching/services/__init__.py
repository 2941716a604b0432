"""What people do with matches. Ranking, which needs the model of language, is in `matching.services.ranking`."""

from matching.services.decisions import (
    agree,
    begin,
    complete,
    decline,
    dismiss,
    fail,
    follow_need,
    put_to_state,
    shortlist,
    turn_down,
    welcome,
)

__all__ = [
    "agree",
    "begin",
    "complete",
    "decline",
    "dismiss",
    "fail",
    "follow_need",
    "put_to_state",
    "shortlist",
    "turn_down",
    "welcome",
]
