"""Links in mails that work without a sign-in: signed, each for one purpose and one record. Nothing is stored.

What such a link opens must reveal nothing that its mail did not say, and must change nothing when it is only fetched:
mail scanners follow links before people do.
"""

from __future__ import annotations

import base64
import binascii
from typing import Final
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clearinghouse.core.errors import RuleBroken

_url_names: Final[dict[str, str]] = {}


def declare(purpose: str, *, at: str) -> None:
    """Say which address, by the name of a URL with the argument `token`, serves links of this purpose."""
    _url_names[purpose] = at


def make(purpose: str, subject: UUID) -> str:
    """Return the path of the link: always the same for the same subject, so that a retried mail stays the same."""
    return reverse(_url_names[purpose], args=[token(purpose, subject)])


def token(purpose: str, subject: UUID) -> str:
    """Return the subject with our signature for this purpose alone."""
    plain = base64.urlsafe_b64encode(subject.bytes).rstrip(b"=").decode()
    return _signer(purpose).sign(plain)


def read(purpose: str, token: str) -> UUID:
    """Return the subject of a token that we made for this purpose; raise RuleBroken for anything else."""
    try:
        plain = _signer(purpose).unsign(token)
        return UUID(bytes=base64.urlsafe_b64decode(f"{plain}=="))
    except (BadSignature, binascii.Error, ValueError) as error:
        raise RuleBroken(
            _(
                "This link is not complete. Copy the whole link from the mail into the address line of your browser."
            )
        ) from error


def _signer(purpose: str) -> Signer:
    # A dot, because mails and our own rule for paths know no colon.
    return Signer(salt=f"clearinghouse.links.{purpose}", sep=".")
