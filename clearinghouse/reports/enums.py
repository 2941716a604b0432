"""Closed lists of reports."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class BriefingStatus(models.TextChoices):
    """A draft follows the record; what was presented stays as it was said."""

    DRAFT = "draft", _("Draft")
    PRESENTED = "presented", _("Presented to the Committee")
