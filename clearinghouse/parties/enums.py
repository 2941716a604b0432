from django.db import models
from django.utils.translation import gettext_lazy as _


class PartyKind(models.TextChoices):
    STATE = "state", _("State")
    ORGANIZATION = "organization", _("Organization")


class OrganizationKind(models.TextChoices):
    """What sort of addressee an organization is; correspondence differs by it."""

    UN_SYSTEM = "un_system", _("Body of the United Nations system")
    INTERGOVERNMENTAL = "intergovernmental", _("Intergovernmental organization")
    REGIONAL = "regional", _("Regional or subregional organization")
    ARRANGEMENT = "arrangement", _("Arrangement or initiative of States")
    CIVIL_SOCIETY = "civil_society", _("Civil society or academia")


class ContactKind(models.TextChoices):
    MISSION = "mission", _("Permanent mission")
    NATIONAL_FOCAL_POINT = "national_focal_point", _("National point of contact")
    PROVIDER = "provider", _("Assistance provider")
    TECHNICAL = "technical", _("Technical contact")
