"""Audit events of what people follow, and the sentence of each."""

from django.utils.translation import gettext_lazy as _

FOLLOW_BEGUN = "FOLLOW_BEGUN"
FOLLOW_CHANGED = "FOLLOW_CHANGED"
FOLLOW_PAUSED = "FOLLOW_PAUSED"
FOLLOW_RESUMED = "FOLLOW_RESUMED"
FOLLOW_ENDED = "FOLLOW_ENDED"
FOLLOW_ENDED_BY_LINK = "FOLLOW_ENDED_BY_LINK"
FOLLOW_ENDED_WITH_ROLE = "FOLLOW_ENDED_WITH_ROLE"

SENTENCES = {
    FOLLOW_BEGUN: _("The person began to follow."),
    FOLLOW_CHANGED: _("The person changed what to follow."),
    FOLLOW_PAUSED: _("The person paused the mails."),
    FOLLOW_RESUMED: _("The person took the mails up again."),
    FOLLOW_ENDED: _("The person ended it."),
    FOLLOW_ENDED_BY_LINK: _("It was ended by the link in a mail."),
    FOLLOW_ENDED_WITH_ROLE: _("It ended with the person’s account or role."),
}
