"""Who people can be, and what each role may do, in words for the person who grants it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class PartyPermission(models.TextChoices):
    """What somebody may do for a party; held by the party's groups, never by a person."""

    DRAFT = "draft_for_party", _("Write drafts of requests for this party")
    ACT = "act_for_party", _("Submit requests, decide and consent for this party")
    PROVIDE = "provide_for_party", _("Answer notices and publish offers for this party")


class PartyRole(models.TextChoices):
    """Roles inside a State or an organization."""

    DRAFTER = "drafter", _("Drafter")
    FOCAL_POINT = "focal_point", _("Focal point")
    PROVIDER_CONTACT = "provider_contact", _("Provider contact")


class DeskRole(models.TextChoices):
    """Roles of the Committee's own people; each is a Django group of the same name."""

    EXPERT = "expert", _("Expert")
    SECRETARIAT = "secretariat", _("Secretariat")
    MEMBER = "member", _("Committee member")
    ADMINISTRATOR = "administrator", _("Administrator")


PARTY_ROLE_PERMISSIONS: dict[PartyRole, frozenset[PartyPermission]] = {
    PartyRole.DRAFTER: frozenset({PartyPermission.DRAFT}),
    PartyRole.FOCAL_POINT: frozenset({PartyPermission.DRAFT, PartyPermission.ACT}),
    PartyRole.PROVIDER_CONTACT: frozenset({PartyPermission.PROVIDE}),
}

ROLE_SENTENCES: dict[str, object] = {
    PartyRole.DRAFTER: _("Writes and reads the requests of the party; cannot submit them."),
    PartyRole.FOCAL_POINT: _(
        "Speaks for the party: submits, decides on distribution, consents to publication."
    ),
    PartyRole.PROVIDER_CONTACT: _(
        "Reads the notices sent to the party, answers them and keeps its offers."
    ),
    DeskRole.EXPERT: _("Receives, authenticates, matches and writes summaries."),
    DeskRole.SECRETARIAT: _("Keeps people, policies, holidays and the directory."),
    DeskRole.MEMBER: _("Reads everything, changes nothing, may place a hold."),
    DeskRole.ADMINISTRATOR: _("Keeps the system running; reads no request."),
}

# Everybody in these roles signs in with a second factor.
DESK_ROLES: frozenset[str] = frozenset(DeskRole.values)
