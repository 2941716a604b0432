"""Audit events of letters, and the sentence of each for the history panel."""

from django.utils.translation import gettext_lazy as _

LETTER_DRAFTED = "LETTER_DRAFTED"
LETTER_CHANGED = "LETTER_CHANGED"
LETTER_SENT = "LETTER_SENT"
LETTER_DISCARDED = "LETTER_DISCARDED"
LETTER_RESTORED = "LETTER_RESTORED"
DOCUMENT_CHOICE_CHANGED = "DOCUMENT_CHOICE_CHANGED"

SENTENCES = {
    LETTER_DRAFTED: _("A letter in the Chair’s name was drafted."),
    LETTER_CHANGED: _("The draft of a letter was changed."),
    LETTER_SENT: _("A letter in the Chair’s name was sent."),
    LETTER_DISCARDED: _("The draft of a letter was discarded."),
    LETTER_RESTORED: _("The draft of a letter was taken up again."),
    DOCUMENT_CHOICE_CHANGED: _("The form of letters to a class of addressees was changed."),
}
