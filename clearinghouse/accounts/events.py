"""Audit events of accounts, and the sentence that each becomes in a history."""

from typing import Final

from django.utils.translation import gettext_lazy as _

INVITATION_SENT: Final = "invitation_sent"
INVITATION_RENEWED: Final = "invitation_renewed"
INVITATION_REVOKED: Final = "invitation_revoked"
INVITATION_ACCEPTED: Final = "invitation_accepted"
ACCOUNT_CLOSED: Final = "account_closed"

SENTENCES: Final = {
    INVITATION_SENT: _("Invitation sent"),
    INVITATION_RENEWED: _("Invitation sent again with a new link"),
    INVITATION_REVOKED: _("Invitation revoked"),
    INVITATION_ACCEPTED: _("Invitation accepted"),
    ACCOUNT_CLOSED: _("Account closed, roles ended"),
}
