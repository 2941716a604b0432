"""Needs and contacts of a draft: replaced as typed, and put back after a removal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from clearinghouse.core import clock
from clearinghouse.core.errors import Stale
from requests_app.enums import EDITABLE, RowKind
from requests_app.models import AssistanceRequest, Need, RemovedRow, RequestContact
from requests_app.permissions import check_can_edit
from requests_app.services.copying import CONTACT_FIELDS, NEED_FIELDS

Rows = list[Mapping[str, Any]]
FIELDS = {RowKind.NEEDS: NEED_FIELDS, RowKind.CONTACTS: CONTACT_FIELDS}


def replace_needs(draft: AssistanceRequest, rows: Rows, *, by: Any, removed: Rows) -> None:
    """Store the needs in their order, matched by id; what is not among them is kept aside to be put back."""
    stored = {need.pk: need for need in draft.needs.all()}
    new_ids = _free_ids(Need, rows, stored)
    kept = []
    for number, row in enumerate(rows, start=1):
        need = stored.get(row.get("id")) or Need(  # type: ignore[arg-type]
            **new_ids.pop(row.get("id"), {}), assistance_request=draft, party=draft.requester
        )
        need.number, need.language = number, draft.language
        _fill(need, row, NEED_FIELDS)
        need.save()
        kept.append(need.pk)
    gone = [(need.number, need) for need in stored.values() if need.pk not in kept]
    _keep_aside(draft, RowKind.NEEDS, gone, by=by, removed=removed)
    draft.needs.exclude(pk__in=kept).delete()


def replace_contacts(draft: AssistanceRequest, rows: Rows, *, by: Any, removed: Rows) -> None:
    """Do the same with the contacts, which have no order."""
    stored = {contact.pk: contact for contact in draft.contacts.all()}
    new_ids = _free_ids(RequestContact, rows, stored)
    kept = []
    for row in rows:
        contact = stored.get(row.get("id")) or RequestContact(  # type: ignore[arg-type]
            **new_ids.pop(row.get("id"), {}), assistance_request=draft
        )
        _fill(contact, row, CONTACT_FIELDS)
        contact.save()
        kept.append(contact.pk)
    gone = [(1, contact) for contact in stored.values() if contact.pk not in kept]
    _keep_aside(draft, RowKind.CONTACTS, gone, by=by, removed=removed)
    draft.contacts.exclude(pk__in=kept).delete()


def put_back(removed: RemovedRow, *, by: Any) -> AssistanceRequest:
    """Undo a removal: the row stands where it stood, with its words. Stale when it was put back already."""
    with transaction.atomic():
        draft = AssistanceRequest.objects.select_for_update().get(pk=removed.assistance_request_id)
        check_can_edit(by, draft)
        if draft.status not in EDITABLE:
            raise Stale(_("This request was submitted meanwhile and stands as it is."))
        if not RemovedRow.objects.filter(pk=removed.pk).delete()[0]:
            raise Stale(_("This was put back already."))
        _restore(draft, removed)
        draft.edition += 1
        draft.saved_at, draft.saved_by = clock.now(), by
        draft.save(update_fields=["edition", "saved_at", "saved_by"])
    return draft


def _restore(draft: AssistanceRequest, removed: RemovedRow) -> None:
    row = dict(removed.row)
    model: type[Need] | type[RequestContact] = (
        Need if removed.kind == RowKind.NEEDS else RequestContact
    )
    key = {"pk": row["id"]} if row.get("id") else {}
    if key and model._default_manager.filter(**key).exists():
        key = {}
    restored: Any = model(**key, assistance_request=draft)
    if model is Need:
        row["needed_by"] = date.fromisoformat(row["needed_by"]) if row.get("needed_by") else None
        last = draft.needs.count() + 1
        restored.number = min(removed.position, last)
        restored.party, restored.language = draft.requester, draft.language
        restored.revision_of_id = row.get("revision_of")
        draft.needs.filter(number__gte=restored.number).update(number=F("number") + 1)
    _fill(restored, row, FIELDS[RowKind(removed.kind)])
    restored.save(force_insert=True)


def _keep_aside(
    draft: AssistanceRequest,
    kind: RowKind,
    gone: Iterable[tuple[int, Any]],
    *,
    by: Any,
    removed: Rows,
) -> None:
    """Keep what goes, as it was typed last where the page that removed it says so."""
    typed = {row.get("id"): row for row in removed}
    kept = [
        _aside(draft, kind, position, record, typed.pop(record.pk, {}), by=by)
        for position, record in gone
    ]
    for row in typed.values():
        # Typed and removed before it was ever stored.
        kept.append(_aside(draft, kind, draft.needs.count() + 1, None, row, by=by))
    RemovedRow.objects.bulk_create(kept)


def _aside(
    draft: AssistanceRequest,
    kind: RowKind,
    position: int,
    record: Any,
    typed: Mapping[str, Any],
    *,
    by: Any,
) -> RemovedRow:
    values = {name: typed.get(name, getattr(record, name, "")) for name in FIELDS[kind]}
    plain = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in values.items()
    }
    plain["id"] = str(record.pk) if record is not None else None
    replaces = getattr(record, "revision_of_id", None)
    plain["revision_of"] = str(replaces) if replaces else None
    return RemovedRow(
        assistance_request=draft,
        kind=kind,
        row=plain,
        position=position,
        removed_at=clock.now(),
        removed_by=by,
    )


def _fill(record: Any, row: Mapping[str, Any], names: Iterable[str]) -> None:
    for name in names:
        if name in row:
            setattr(record, name, row[name])


def _free_ids(
    model: type[Need] | type[RequestContact], rows: Rows, stored: Mapping[UUID, Any]
) -> dict[Any, dict[str, UUID]]:
    """The ids that pages proposed for new rows, except those that belong to a row of another request."""
    proposed = {row["id"] for row in rows if row.get("id")} - set(stored)
    taken = set(model._default_manager.filter(pk__in=proposed).values_list("pk", flat=True))
    return {pk: {"pk": pk} for pk in proposed - taken}
