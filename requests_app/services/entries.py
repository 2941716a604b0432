"""Who typed what into an entry from paper, field by field. A mission's own draft keeps no such record."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from clearinghouse.core import clock
from requests_app.enums import Channel
from requests_app.models import AssistanceRequest, TypedChange

FIELDS: Final = (
    "channel_reference", "document_date", "received_at", "language", "title", "areas", "categories", "situation",
    "related_plans", "wanted_from", "wanted_until", "urgency", "stages", "national_contribution", "limits",
    "delivery_languages", "other_assistance", "providers_approached", "preferred_providers", "distribution_wish",
    "publication_wish",
)  # fmt: skip
ROWS: Final = {
    "needs": ("title", "description", "result", "areas", "categories", "kinds", "needed_by"),
    "contacts": ("role", "name", "title", "email", "phone"),
}


def as_typed(draft: AssistanceRequest) -> dict[str, str]:
    """The entry as it stands, as texts by field; nothing for what did not come on paper."""
    if draft.channel == Channel.PORTAL:
        return {}
    fields = {name: _text(getattr(draft, name)) for name in FIELDS}
    fields["excluded_providers"] = ", ".join(sorted(map(str, draft.excluded_providers.all())))
    for prefix, names in ROWS.items():
        for number, row in enumerate(getattr(draft, prefix).all(), start=1):
            fields |= {f"{prefix}.{number}.{name}": _text(getattr(row, name)) for name in names}
    return fields


def keep_changes(draft: AssistanceRequest, *, before: dict[str, str], by: Any) -> list[TypedChange]:
    """Write down every field that differs from `before`, in the transaction that saved them."""
    after = as_typed(draft)
    now = clock.now()
    return TypedChange.objects.bulk_create(
        TypedChange(assistance_request=draft, field=name, before=before.get(name, ""), after=after.get(name, ""),
                    typed_at=now, typed_by=by)
        for name in sorted({*before, *after})
        if before.get(name, "") != after.get(name, "")
    )  # fmt: skip


def _text(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(value)
    if isinstance(value, datetime):
        return f"{value.astimezone(clock.NEW_YORK):%Y-%m-%d %H:%M} New York"
    return "" if value is None else str(value)
