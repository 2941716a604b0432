"""What a file says about itself and nobody may change: where it comes from and what stood in it. Signed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from django.core import signing

SALT: Final = "requests_app.twin"
# Of each answer at the time of the download: enough to see whether it was changed since.
DIGEST_CHARACTERS: Final = 12


class BrokenSeal(Exception):
    """The marks of the file were changed, or were made by another portal."""


@dataclass(frozen=True, slots=True)
class Seal:
    """The origin of a file: blank files know neither draft nor party."""

    form_version: str
    party: str = ""
    draft: str = ""
    edition: int = 0
    need_ids: tuple[str, ...] = ()
    contact_ids: tuple[str, ...] = ()
    before: dict[str, str] = field(default_factory=dict)

    def was_changed(self, name: str, value: Any) -> bool:
        """Whether the answer is another than when the file was downloaded; yes where the file does not know."""
        return self.before.get(name) != digest(value)


def signed(seal: Seal) -> str:
    """Return the seal as one line of text."""
    return signing.dumps(asdict(seal), salt=SALT, compress=True)


def opened(text: str) -> Seal:
    """Return what the line says, or raise BrokenSeal."""
    try:
        said: Mapping[str, Any] = signing.loads(text, salt=SALT)
        return Seal(
            **{
                **said,
                "need_ids": tuple(said["need_ids"]),
                "contact_ids": tuple(said["contact_ids"]),
            }
        )
    except (signing.BadSignature, KeyError, TypeError, ValueError) as reason:
        raise BrokenSeal from reason


def digest(value: Any) -> str:
    """Return a short fingerprint of an answer; the order of codes does not count."""
    plain = (
        sorted(value)
        if isinstance(value, list) and all(isinstance(v, str) for v in value)
        else value
    )
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:DIGEST_CHARACTERS]
