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
from matching.services.reviewing import Outcome, decide_several, look_at, note_pair

__all__ = [
    "Outcome",
    "agree",
    "begin",
    "complete",
    "decide_several",
    "decline",
    "dismiss",
    "fail",
    "follow_need",
    "look_at",
    "note_pair",
    "put_to_state",
    "shortlist",
    "turn_down",
    "welcome",
]
