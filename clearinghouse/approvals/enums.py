"""What needs a second person, and where such a question stands."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Action(models.TextChoices):
    """What cannot be undone, so that nobody at the desk does it alone."""

    PUBLISH = "publish", _("Put the words of a summary to the State")
    SKIP_PROVIDER = "skip_provider", _("Leave a provider out of a distribution")
    ERASE = "erase", _("Erase a document for good")


class ApprovalStatus(models.TextChoices):
    WAITING = "waiting", _("Waits for a second person")
    APPROVED = "approved", _("Approved and done")
    DECLINED = "declined", _("Declined")
    TAKEN_BACK = "taken_back", _("Taken back")
