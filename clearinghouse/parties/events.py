"""Audit events of parties, and the sentence of each for the history panel."""

from django.utils.translation import gettext_lazy as _

MEMBER_ADDED = "MEMBER_ADDED"
MEMBER_REMOVED = "MEMBER_REMOVED"
CONTACT_ADDED = "CONTACT_ADDED"
CONTACT_CHANGED = "CONTACT_CHANGED"
CONTACT_CLOSED = "CONTACT_CLOSED"
PARTY_CHANGED = "PARTY_CHANGED"

SENTENCES = {
    MEMBER_ADDED: _("A person was given a role for the party."),
    MEMBER_REMOVED: _("A person’s role for the party was ended."),
    CONTACT_ADDED: _("A contact was added."),
    CONTACT_CHANGED: _("A contact was changed."),
    CONTACT_CLOSED: _("A contact was closed."),
    PARTY_CHANGED: _("The record of the party was changed."),
}
