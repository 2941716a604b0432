"""Queues of upkeep: mail, addresses, holidays, invitations."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID, uuid5

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from clearinghouse.access.catalogue import DeskRole
from clearinghouse.accounts.models import Invitation
from clearinghouse.accounts.selectors import open_invitations
from clearinghouse.core import clock
from clearinghouse.desk.queues.kinds import (
    DIRECTORY,
    KEEPERS,
    READERS,
    Asked,
    Listed,
    QueueKind,
    Row,
    Waiting,
    admin_address,
)
from clearinghouse.notifications import selectors as mails
from clearinghouse.notifications.models import Delivery
from clearinghouse.parties.models import Party
from clearinghouse.parties.selectors import providers_without_contact
from clearinghouse.reference.workdays import years_without_holidays
from requests_app import silence

# A year has no key of its own.
YEARS: Final = UUID("3f0f6f0e-5d0e-4d5c-9f7e-1540c0ffee00")


def undelivered_mail(user: Any) -> Waiting:
    """Mails that a person has to look at."""

    def row(mail: Delivery) -> Row:
        href = admin_address("notifications_delivery_change", mail.pk)
        return Row(
            mail.pk, mail.address, href, mail.get_state_display(), since=mail.message.created_at
        )

    found = mails.needing_a_person().order_by("message__created_at", "pk")
    return Asked(found, row, since="message__created_at")


def unreachable_providers(user: Any) -> Waiting:
    """Active providers without an address for requests."""

    def row(party: Party) -> Row:
        return Row(party.pk, str(party), admin_address(f"parties_{party.kind}_change", party.pk))

    return Asked(providers_without_contact().order_by("name_en", "pk"), row)


def contacts_to_check(user: Any) -> Waiting:
    """Providers without a sign of life on several requests, or whose mails never arrived."""

    def row(party: Any) -> Row:
        count = party.silent_count
        note = ngettext("silent on %(count)s request", "silent on %(count)s requests", count)
        return Row(
            party.pk, str(party), admin_address("desk_requests:contact-check", party.pk),
            note % {"count": count}, since=party.silent_since,
        )  # fmt: skip

    # Asked once: to find them costs as much as to count them, and they are few.
    return Listed([row(party) for party in silence.providers_long_silent()])


def missing_holidays(user: Any) -> Waiting:
    """Years whose United Nations holidays are not in the table, so that working days are counted wrongly."""
    years = years_without_holidays(clock.now().astimezone(clock.NEW_YORK).date())
    label = gettext("No holiday of %(year)s is entered")
    address = admin_address("reference_holiday_changelist")
    return Listed([Row(uuid5(YEARS, str(year)), label % {"year": year}, address) for year in years])


def waiting_invitations(user: Any) -> Waiting:
    """Invitations that nobody has accepted yet."""

    def row(invitation: Invitation) -> Row:
        return Row(
            subject=invitation.pk, label=invitation.email, note=invitation.get_role_display(),
            href=admin_address("accounts_invitation_change", invitation.pk), since=invitation.created_at,
            due=invitation.expires_at,
        )  # fmt: skip

    found = open_invitations().select_related("party").order_by("expires_at", "pk")
    return Asked(found, row, since="created_at", due="expires_at")


MAIL = QueueKind(
    "mail", _("Mail that does not arrive"), _("Every mail is on its way or has arrived."), undelivered_mail,
    readers=DIRECTORY, tone="stop",
)  # fmt: skip
UNREACHABLE = QueueKind(
    "unreachable", _("Providers without an address"), _("Every active provider has an address that receives requests."),
    unreachable_providers, readers=DIRECTORY,
)  # fmt: skip
CONTACTS = QueueKind(
    "contacts", _("Contacts to check"), _("No provider has been silent for long."), contacts_to_check,
    readers=READERS,
    lead=_("These providers gave no sign of life on several requests, or no mail reached them. Ask them whether the address is still the right one."),
)  # fmt: skip
HOLIDAYS = QueueKind(
    "holidays", _("Holidays missing"), _("The holidays of this year and the next are known."), missing_holidays,
    readers=(DeskRole.EXPERT, *KEEPERS),
)  # fmt: skip
INVITATIONS = QueueKind(
    "invitations", _("Invitations not accepted yet"), _("No invitation is open."), waiting_invitations,
    readers=KEEPERS, tone="neutral",
)  # fmt: skip
