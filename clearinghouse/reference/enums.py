from django.db import models
from django.utils.translation import gettext_lazy as _


class TermKind(models.TextChoices):
    AREA = "area", _("Area")
    CATEGORY = "category", _("Weapon category")
    KIND = "kind", _("Kind of assistance")
    REGION = "region", _("M49 region")
