"""Documents signed with Ed25519: one canonical form, one signature, checked anywhere without asking us.

`docs/verify_receipt.py` does the same without the portal; tests hold both to the same verdicts.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

ALGORITHM: Final = "Ed25519"
LONGEST: Final = 64 * 1024


class Verdict(StrEnum):
    """What a check of a signed document finds."""

    VALID = "valid"
    ALTERED = "altered"
    UNKNOWN_KEY = "unknown_key"
    UNREADABLE = "unreadable"


def canonical(content: Mapping[str, Any]) -> bytes:
    """Return the bytes that are signed: sorted keys, no spaces, UTF-8."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def has_key() -> bool:
    """Whether this process can sign; the public web process cannot."""
    return bool(settings.SIGNING_KEY)


def public_key() -> str:
    """Return the public half of the key in use, in base64."""
    return base64.b64encode(_private_key().public_key().public_bytes_raw()).decode()


def key_id(public: str) -> str:
    """Return the name of a public key: the beginning of its SHA-256."""
    return hashlib.sha256(base64.b64decode(public)).hexdigest()[:16]


def signed(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return the content with the key's name in it, and the signature beside it."""
    named = {**content, "key_id": key_id(public_key())}
    value = base64.b64encode(_private_key().sign(canonical(named))).decode()
    return {
        "receipt": named,
        "signature": {"algorithm": ALGORITHM, "key_id": named["key_id"], "value": value},
    }


def check(text: str, *, keys: Mapping[str, str]) -> Verdict:
    """Say what a signed document is worth against the known keys (name to public key in base64)."""
    try:
        document = json.loads(text, object_pairs_hook=_without_repetition)
        content, signature = document["receipt"], document["signature"]
        named, value = str(content["key_id"]), base64.b64decode(signature["value"], validate=True)
    except (ValueError, TypeError, KeyError, RecursionError, binascii.Error):
        return Verdict.UNREADABLE
    if set(document) != {"receipt", "signature"} or signature.get("key_id") != named:
        return Verdict.ALTERED
    if named not in keys:
        return Verdict.UNKNOWN_KEY
    try:
        known = Ed25519PublicKey.from_public_bytes(base64.b64decode(keys[named]))
        known.verify(value, canonical(content))
    except (InvalidSignature, ValueError):
        return Verdict.ALTERED
    return Verdict.VALID


def _without_repetition(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    # The same name twice would let a reader see one value and the signature cover the other.
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name occurs twice")
    return found


def _private_key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(base64.b64decode(settings.SIGNING_KEY))
