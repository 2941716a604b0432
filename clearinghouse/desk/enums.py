from django.db import models
from django.utils.translation import gettext_lazy as _


class Place(models.TextChoices):
    """Where a search looks."""

    REQUESTS = "requests", _("Requests")
    NEEDS = "needs", _("Needs")
    OFFERS = "offers", _("Offers")
