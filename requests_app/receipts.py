"""The receipt of a request: what the clearing house states about it, signed, so that anybody can check it offline.

It says when, how much and by which rule; never who asks for what.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from clearinghouse.core import clock, signatures
from clearinghouse.core.clock import NEW_YORK
from clearinghouse.core.signatures import Verdict
from requests_app import clocks, recipients
from requests_app.models import AssistanceRequest, PublicSigningKey, Run

KIND = "Receipt of a request for assistance under Security Council resolution 1540 (2004)"
FORMAT = 1


def facts_of(assistance_request: AssistanceRequest, *, at: datetime) -> dict[str, Any]:
    """Return what a receipt states about a submitted request as it stands at `at`."""
    version = assistance_request.versions.latest("number")
    moments = clocks.explain(assistance_request, at=at)
    received_at = assistance_request.received_at
    assert received_at is not None
    return {
        "kind": KIND,
        "format": FORMAT,
        "issuer": settings.SITE_URL,
        "stated_at": _text(at),
        "reference": assistance_request.reference,
        "received_at": _text(received_at),
        "received_at_new_york": received_at.astimezone(NEW_YORK).isoformat(timespec="seconds"),
        "words_sha256": version.sha256,
        "words_version": version.number,
        "acknowledged_at": _text(assistance_request.acknowledged_at),
        "window_ends_at": _text(assistance_request.window_ends_at),
        "window_ends_at_with_holds": None if moments.is_held else _text(moments.window_ends_at),
        "due_at": _text(assistance_request.due_at),
        "due_at_with_holds": None if moments.is_held else _text(moments.due_at),
        "holds": [
            {
                "kind": hold.kind,
                "placed_at": _text(hold.placed_at),
                "until": _text(hold.until),
                "released_at": _text(hold.released_at),
            }
            for hold in assistance_request.holds.all()
        ],
        "rule_version": recipients.RULE_VERSION,
        "distribution": _distribution(assistance_request),
    }


def receipt_of(assistance_request: AssistanceRequest) -> dict[str, Any]:
    """Return the signed receipt as of now. The key is known to the public from then on."""
    publish_key()
    return signatures.signed(facts_of(assistance_request, at=clock.now()))


def publish_key() -> None:
    """Put the key in use among those that the public knows, where former ones stay; a repeat changes nothing."""
    if not signatures.has_key():
        return
    public = signatures.public_key()
    with transaction.atomic():
        PublicSigningKey.objects.get_or_create(
            key_id=signatures.key_id(public),
            defaults={"public_key": public, "first_used_at": clock.now()},
        )


def public_keys() -> list[PublicSigningKey]:
    """Every key with which a receipt was ever signed, as the public reads it."""
    return list(PublicSigningKey.objects.using("public"))


def check(text: str) -> Verdict:
    """Say whether a receipt is genuine; reads nothing but the public keys."""
    keys = {key.key_id: key.public_key for key in public_keys()}
    return signatures.check(text, keys=keys)


def _distribution(assistance_request: AssistanceRequest) -> dict[str, Any] | None:
    run = Run.objects.filter(assistance_request=assistance_request).first()
    if run is None:
        return None
    return {
        "distributed_at": _text(assistance_request.distributed_at),
        "recipients": run.recipient_count,
        "recipients_sha256": run.recipient_sha256,
        "rule_version": run.rule_version,
        "words_sha256": run.version.sha256,
        "words_version": run.version.number,
    }


def _text(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat(timespec="seconds") if moment else None
