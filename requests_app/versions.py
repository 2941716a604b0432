"""The words of a request, frozen: one canonical form, one hash."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

from requests_app.enums import NeedStatus
from requests_app.models import AssistanceRequest, RequestVersion

TEXT_FIELDS = (
    "language", "title", "areas", "categories", "situation", "related_plans", "wanted_from", "wanted_until",
    "urgency", "stages", "national_contribution", "limits", "delivery_languages", "other_assistance",
)  # fmt: skip
NEED_FIELDS = (
    "number",
    "title",
    "description",
    "result",
    "areas",
    "categories",
    "kinds",
    "needed_by",
)


def content_of(assistance_request: AssistanceRequest) -> dict[str, Any]:
    """Return what is distributed: the text and the needs still asked; never contacts, documents or wishes about providers."""
    return {
        **{name: _plain(getattr(assistance_request, name)) for name in TEXT_FIELDS},
        "requester": assistance_request.requester.code,
        "needs": [
            # Of a working copy the need that it replaces: so answers stay with what they answer.
            {"id": str(need.revision_of_id or need.pk)}
            | {name: _plain(getattr(need, name)) for name in NEED_FIELDS}
            for need in assistance_request.needs.order_by("number")
            if need.status != NeedStatus.NO_LONGER_NEEDED
        ],
    }


def canonical(content: dict[str, Any]) -> bytes:
    """Return the bytes that are hashed: sorted keys, no spaces, UTF-8."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def freeze(assistance_request: AssistanceRequest, *, by: Any, at: datetime) -> RequestVersion:
    """Keep the words as they are now as the next version."""
    content = content_of(assistance_request)
    latest = (
        assistance_request.versions.order_by("-number").values_list("number", flat=True).first()
    )
    return RequestVersion.objects.create(
        assistance_request=assistance_request,
        number=(latest or 0) + 1,
        content=content,
        sha256=hashlib.sha256(canonical(content)).hexdigest(),
        created_at=at,
        created_by=by,
    )


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
