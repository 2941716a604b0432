"""The verbs of the directory: people in roles, and contacts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from clearinghouse.access import grants
from clearinghouse.access.catalogue import PartyRole
from clearinghouse.audit.record import record
from clearinghouse.core.errors import RuleBroken
from clearinghouse.parties import events
from clearinghouse.parties.models import Contact, Party
from clearinghouse.parties.permissions import check_can_keep_contacts, check_can_keep_directory

CONTACT_FIELDS = ("kind", "name", "title", "email", "phone", "language", "receives_distribution")


def add_member(party: Party, *, user: Any, role: PartyRole, by: Any) -> None:
    """Give a person a role for the party. Repeating it changes nothing; the grant is audited."""
    check_can_keep_directory(by)
    with transaction.atomic():
        if grants.has_role(user, role, party):
            return
        grants.put_in_party_role(user, role, party)
        record(
            events.MEMBER_ADDED, by=by, about=party, data={"user": str(user.pk), "role": role.value}
        )


def remove_member(party: Party, *, user: Any, role: PartyRole, by: Any) -> None:
    """End a person's role for the party; what they did for it stays on record."""
    check_can_keep_directory(by)
    with transaction.atomic():
        if not grants.has_role(user, role, party):
            return
        grants.remove_from_party_role(user, role, party)
        record(
            events.MEMBER_REMOVED,
            by=by,
            about=party,
            data={"user": str(user.pk), "role": role.value},
        )


def add_contact(
    party: Party,
    *,
    by: Any,
    is_demonstration: bool = False,
    is_rehearsal: bool = False,
    **fields: Any,
) -> Contact:
    """Add a contact to the party; the same address of the same kind comes only once."""
    check_can_keep_contacts(by, party)
    _refuse_unknown(fields)
    with transaction.atomic():
        Party.objects.select_for_update(of=("self",)).get(pk=party.pk)
        _refuse_twin(party.contacts.filter(kind=fields["kind"], email__iexact=fields["email"]))
        contact = Contact.objects.create(
            party=party, is_demonstration=is_demonstration, is_rehearsal=is_rehearsal, **fields
        )
        record(events.CONTACT_ADDED, by=by, about=contact, case=party)
    return contact


def change_contact(contact: Contact, *, by: Any, **fields: Any) -> Contact:
    """Change the given fields of a contact."""
    check_can_keep_contacts(by, contact.party)
    _refuse_unknown(fields)
    with transaction.atomic():
        locked = Contact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
        for name, value in fields.items():
            setattr(locked, name, value)
        same = locked.party.contacts.filter(kind=locked.kind, email__iexact=locked.email)
        _refuse_twin(same.exclude(pk=locked.pk))
        locked.save(update_fields=[*fields, "updated_at"])
        record(
            events.CONTACT_CHANGED,
            by=by,
            about=locked,
            case=locked.party,
            data={"fields": sorted(fields)},
        )
    return locked


def close_contact(contact: Contact, *, by: Any) -> None:
    """Stop writing to a contact; the row stays, because letters of the past name it."""
    check_can_keep_contacts(by, contact.party)
    with transaction.atomic():
        if Contact.objects.filter(pk=contact.pk, is_active=True).update(is_active=False):
            record(events.CONTACT_CLOSED, by=by, about=contact, case=contact.party)


def _refuse_twin(same: QuerySet[Contact]) -> None:
    twin = same.first()
    if twin is None:
        return
    if twin.is_active:
        raise RuleBroken(
            _("This address is there already. Change that contact instead of adding another.")
        )
    raise RuleBroken(
        _(
            "This address belongs to a contact that was closed. Ask the secretariat to open it again."
        )
    )


def _refuse_unknown(fields: Mapping[str, Any]) -> None:
    unknown = set(fields) - set(CONTACT_FIELDS)
    if unknown:
        raise TypeError(f"A contact has no {', '.join(sorted(unknown))}.")
