"""How often somebody is written to, and what can be followed."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Rhythm(models.TextChoices):
    """When the mail about what was found goes out; seven in the morning by the person's own clock."""

    AT_ONCE = "at_once", _("At once")
    DAILY = "daily", _("Once a day, at seven in the morning")
    WEEKLY = "weekly", _("On Mondays, at seven in the morning")


class ItemKind(models.TextChoices):
    """What was found."""

    NOTICE = "notice", _("Request sent to you")
    REQUEST = "request", _("Request at the desk")
    SUMMARY = "summary", _("Published request")
    OFFER = "offer", _("Offer")
