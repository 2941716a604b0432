"""Audit events of briefings, and the sentence of each for the history panel."""

from django.utils.translation import gettext_lazy as _

BRIEFING_DRAFTED = "BRIEFING_DRAFTED"
BRIEFING_REMARKED = "BRIEFING_REMARKED"
BRIEFING_PRESENTED = "BRIEFING_PRESENTED"

SENTENCES = {
    BRIEFING_DRAFTED: _("The briefing was drafted from the record."),
    BRIEFING_REMARKED: _("Remarks were written."),
    BRIEFING_PRESENTED: _("The briefing was presented; its figures stand."),
}
