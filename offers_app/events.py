"""Audit events of offers, and the sentence of each for the history panel."""

from django.utils.translation import gettext_lazy as _

OFFER_DRAFTED = "OFFER_DRAFTED"
OFFER_REVISED = "OFFER_REVISED"
OFFER_SUBMITTED = "OFFER_SUBMITTED"
OFFER_PUBLISHED = "OFFER_PUBLISHED"
OFFER_TAKEN_OFF = "OFFER_TAKEN_OFF"
OFFER_CONFIRMED = "OFFER_CONFIRMED"
OFFER_CONFIRMED_BY_LINK = "OFFER_CONFIRMED_BY_LINK"
OFFER_RENEWED = "OFFER_RENEWED"
OFFER_EXPIRED = "OFFER_EXPIRED"
OFFER_WITHDRAWN = "OFFER_WITHDRAWN"
OFFER_REOPENED = "OFFER_REOPENED"

SENTENCES = {
    OFFER_DRAFTED: _("A draft was begun."),
    OFFER_REVISED: _("The offer was edited."),
    OFFER_SUBMITTED: _("The offer was submitted to the Committee’s experts."),
    OFFER_PUBLISHED: _("The offer was published."),
    OFFER_TAKEN_OFF: _("The offer was taken off the public site."),
    OFFER_CONFIRMED: _("The provider confirmed that the offer stands."),
    OFFER_CONFIRMED_BY_LINK: _(
        "The provider confirmed by the link in our mail that the offer stands."
    ),
    OFFER_RENEWED: _("The offer was renewed and published again."),
    OFFER_EXPIRED: _("The offer came to the end of its validity."),
    OFFER_WITHDRAWN: _("The offer was withdrawn."),
    OFFER_REOPENED: _("The withdrawn offer was opened again as a draft."),
}
