"""What people do with matches. Ranking, which needs the model of language, is in `matching.services.ranking`."""

from matching.services.conversation import ask, note_progress, reply
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
    take_back_decline,
    turn_down,
    welcome,
)
from matching.services.feedback import give_feedback
from matching.services.reviewing import Outcome, decide_several, look_at, note_pair

__all__ = [
    "Outcome",
    "agree",
    "ask",
    "begin",
    "complete",
    "decide_several",
    "decline",
    "dismiss",
    "fail",
    "follow_need",
    "look_at",
    "note_pair",
    "give_feedback",
    "note_progress",
    "put_to_state",
    "reply",
    "shortlist",
    "take_back_decline",
    "turn_down",
    "welcome",
]
