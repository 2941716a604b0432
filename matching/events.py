"""Audit events of matches, and the sentence of each for the history panel."""

from django.utils.translation import gettext_lazy as _

MATCH_SHORTLISTED = "MATCH_SHORTLISTED"
MATCH_DISMISSED = "MATCH_DISMISSED"
MATCH_PUT_TO_STATE = "MATCH_PUT_TO_STATE"
MATCH_WELCOMED = "MATCH_WELCOMED"
MATCH_DECLINED = "MATCH_DECLINED"
MATCH_AGREED = "MATCH_AGREED"
MATCH_TURNED_DOWN = "MATCH_TURNED_DOWN"
MATCH_BEGUN = "MATCH_BEGUN"
MATCH_COMPLETED = "MATCH_COMPLETED"
MATCH_FAILED = "MATCH_FAILED"
DECLINE_TAKEN_BACK = "DECLINE_TAKEN_BACK"
MATCH_QUESTION = "MATCH_QUESTION"
MATCH_ANSWER = "MATCH_ANSWER"
MATCH_PROGRESS = "MATCH_PROGRESS"
FEEDBACK_GIVEN = "FEEDBACK_GIVEN"
PAIR_NOTED = "PAIR_NOTED"

SENTENCES = {
    MATCH_SHORTLISTED: _("An offer was shortlisted for a need."),
    MATCH_DISMISSED: _("An offer was dismissed for a need."),
    MATCH_PUT_TO_STATE: _("An offer was put to the State."),
    MATCH_WELCOMED: _("The State welcomed an offer."),
    MATCH_DECLINED: _("The State declined an offer."),
    MATCH_AGREED: _("The provider agreed to assist."),
    MATCH_TURNED_DOWN: _("The provider cannot assist."),
    MATCH_BEGUN: _("The assistance is being delivered."),
    MATCH_COMPLETED: _("The assistance was completed."),
    DECLINE_TAKEN_BACK: _("The State took back that it declined an offer."),
    MATCH_QUESTION: _("The State asked the experts about an offer."),
    MATCH_ANSWER: _("The experts answered the question about an offer."),
    MATCH_PROGRESS: _("It was noted how the delivery goes."),
    FEEDBACK_GIVEN: _("One side said how the assistance went."),
    MATCH_FAILED: _("The assistance did not come about."),
    PAIR_NOTED: _("An expert noted something about a need and an offer."),
}
