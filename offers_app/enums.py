from django.db import models
from django.utils.translation import gettext_lazy as _


class OfferStatus(models.TextChoices):
    """A submitted offer serves the experts; a published one is on the public site as well."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted, not public")
    PUBLISHED = "published", _("Published")
    EXPIRED = "expired", _("Expired")
    WITHDRAWN = "withdrawn", _("Withdrawn")


# Statuses in which experts see an offer and matching ranks it.
IN_FORCE = (OfferStatus.SUBMITTED, OfferStatus.PUBLISHED)


class ReminderKind(models.TextChoices):
    """Why a provider was written to about an offer."""

    CONFIRM = "confirm", _("Does it still stand?")
    CONFIRM_AGAIN = "confirm_again", _("Does it still stand? Second mail")
    EXPIRES = "expires", _("Its last day comes near")
