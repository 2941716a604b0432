"""Audit events of four eyes, and the sentence of each for the history panel."""

from django.utils.translation import gettext_lazy as _

APPROVAL_ASKED = "APPROVAL_ASKED"
APPROVAL_GIVEN = "APPROVAL_GIVEN"
APPROVAL_DECLINED = "APPROVAL_DECLINED"
APPROVAL_TAKEN_BACK = "APPROVAL_TAKEN_BACK"
DEPUTY_NAMED = "DEPUTY_NAMED"
DEPUTY_ENDED = "DEPUTY_ENDED"

SENTENCES = {
    APPROVAL_ASKED: _("A second person was asked to approve a step."),
    APPROVAL_GIVEN: _("A second person approved the step."),
    APPROVAL_DECLINED: _("A second person declined the step."),
    APPROVAL_TAKEN_BACK: _("The question to a second person was taken back."),
    DEPUTY_NAMED: _("A deputy was named."),
    DEPUTY_ENDED: _("A deputy’s time was ended."),
}
