"""Closed lists of matches. Labels are what people read."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MatchStatus(models.TextChoices):
    """Where a pair stands. The engine only ever suggests; every other status is somebody's decision."""

    SUGGESTED = "suggested", _("Suggested")
    SHORTLISTED = "shortlisted", _("Shortlisted")
    DISMISSED = "dismissed", _("Dismissed")
    PROPOSED = "proposed", _("Put to the State")
    WELCOMED = "welcomed", _("Welcomed by the State")
    DECLINED = "declined", _("Declined")
    AGREED = "agreed", _("Agreed by the provider")
    DELIVERING = "delivering", _("Being delivered")
    COMPLETED = "completed", _("Completed")
    FAILED = "failed", _("Did not come about")


# What the requesting State has been shown; a provider sees a match once the State welcomed it.
SHOWN_TO_STATE = (
    MatchStatus.PROPOSED,
    MatchStatus.WELCOMED,
    MatchStatus.DECLINED,
    MatchStatus.AGREED,
    MatchStatus.DELIVERING,
    MatchStatus.COMPLETED,
    MatchStatus.FAILED,
)


class Confidence(models.TextChoices):
    """What a score means in words; the bands stand in weights.json."""

    LIKELY = "likely", _("Likely")
    POSSIBLE = "possible", _("Possible")
    WEAK = "weak", _("Weak")
