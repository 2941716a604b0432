"""The words of an offer, frozen whenever they change while experts or the public read them."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any, Final

from offers_app.enums import IN_FORCE, OfferStatus
from offers_app.models import Offer, OfferVersion

# While an offer stands so, its words are kept before they change.
KEPT: Final = frozenset({*IN_FORCE, OfferStatus.EXPIRED})
TEXT_FIELDS: Final = (
    "title", "description", "language", "areas", "categories", "kinds", "delivery_languages", "everywhere", "m49",
    "valid_from", "valid_until", "conditions", "capacity", "source",
)  # fmt: skip
SCOPE_FIELDS: Final = ("groupings", "states", "excluded_states")


def content_of(offer: Offer) -> dict[str, Any]:
    """Return what the offer says; never who is its contact."""
    scope = {
        name: sorted(getattr(offer, name).values_list("code", flat=True)) for name in SCOPE_FIELDS
    }
    return {name: _plain(getattr(offer, name)) for name in TEXT_FIELDS} | scope


def canonical(content: dict[str, Any]) -> bytes:
    """Return the bytes that are hashed: sorted keys, no spaces, UTF-8."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def keep(offer: Offer, *, by: Any, at: datetime) -> OfferVersion:
    """Keep the words as the next version, unless they are those of the last. The caller holds the offer's lock."""
    content = content_of(offer)
    sha256 = hashlib.sha256(canonical(content)).hexdigest()
    latest = offer.versions.order_by("-number").first()
    if latest is not None and latest.sha256 == sha256:
        return latest
    return OfferVersion.objects.create(
        offer=offer,
        number=latest.number + 1 if latest else 1,
        content=content,
        sha256=sha256,
        created_at=at,
        created_by=by,
    )


def keep_earlier(offer: Offer) -> None:
    """Keep the words of an offer that was submitted before versions were kept, as whoever submitted it left them."""
    if not offer.versions.exists():
        assert offer.submitted_at is not None
        keep(offer, by=offer.submitted_by, at=offer.submitted_at)


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
