"""Audit events of work at the desk. They belong to the item, never to the history of a case, which its State reads."""

from django.utils.translation import gettext_lazy as _

WORK_TAKEN = "WORK_TAKEN"
WORK_ASSIGNED = "WORK_ASSIGNED"
WORK_GIVEN_BACK = "WORK_GIVEN_BACK"
WORK_DEFERRED = "WORK_DEFERRED"
WORK_RESUMED = "WORK_RESUMED"
WORK_SETTLED = "WORK_SETTLED"
SEARCH_SHARED = "SEARCH_SHARED"
NOTE_WRITTEN = "NOTE_WRITTEN"

SENTENCES = {
    WORK_TAKEN: _("Somebody took this on."),
    WORK_ASSIGNED: _("This was assigned to somebody."),
    WORK_GIVEN_BACK: _("This was given back; nobody works on it."),
    WORK_DEFERRED: _("This was put aside until a later day."),
    WORK_RESUMED: _("This was taken up again before its day."),
    WORK_SETTLED: _("This was marked as done."),
    SEARCH_SHARED: _("A search was shared with the desk."),
    NOTE_WRITTEN: _("An internal note was written."),
}
