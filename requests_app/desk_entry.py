"""What the desk shows of an entry from paper: the document beside it, and who typed what. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from clearinghouse.core.templatetags.ui import language_name
from clearinghouse.reference import vocabulary
from requests_app.enums import AttachmentKind
from requests_app.models import (
    AssistanceRequest,
    Attachment,
    Need,
    RequestContact,
    TypedChange,
)

_VOCABULARIES: Final = {
    "areas": "area",
    "categories": "category",
    "kinds": "kind",
}

# What a browser shows by itself and cannot run anything from.
SHOWN_INLINE: Final = frozenset({"application/pdf", "image/png", "image/jpeg"})


@dataclass(frozen=True, slots=True)
class TypedLine:
    """One field of an entry from paper that somebody typed otherwise, in words."""

    label: str
    before: str
    after: str
    change: TypedChange


def typed_lines(assistance_request: AssistanceRequest) -> list[TypedLine]:
    """Who typed what, when, into an entry from paper: the latest first."""
    changes = assistance_request.typed_changes.select_related("typed_by")
    return [_typed_line(change) for change in changes.order_by("-typed_at", "field")]


def scan_of(assistance_request: AssistanceRequest) -> Attachment | None:
    """The document to be read beside the entry: the latest note verbale that a browser can show, or else any."""
    shown = [
        each for each in assistance_request.attachments.all() if each.content_type in SHOWN_INLINE
    ]
    notes = [each for each in shown if each.kind == AttachmentKind.NOTE_VERBALE]
    return next(iter(reversed(notes or shown)), None)  # fmt: skip


def _typed_line(change: TypedChange) -> TypedLine:
    prefix, _dot, rest = change.field.partition(".")
    number, _dot, name = rest.partition(".")
    model = {"needs": Need, "contacts": RequestContact}.get(prefix, AssistanceRequest)
    field = model._meta.get_field(name or prefix)
    words: dict[Any, Any] = dict(getattr(field, "flatchoices", ()))
    label = str(field.verbose_name)  # type: ignore[union-attr]
    if prefix == "needs":
        label = _("Need %(number)s: %(field)s") % {"number": number, "field": label}
    elif prefix == "contacts":
        label = _("Contact %(number)s: %(field)s") % {"number": number, "field": label}
    before, after = (
        _in_words(name or prefix, value) or str(words.get(value, value))
        for value in (change.before, change.after)
    )
    return TypedLine(label, before, after, change)


def _in_words(field: str, codes: str) -> str:
    """Codes of the vocabulary in the reader's language; empty for a field that holds none."""
    if field == "delivery_languages":
        return ", ".join(language_name(code) for code in codes.split(", ") if code)
    if kind := _VOCABULARIES.get(field):
        return "; ".join(vocabulary.labels(kind, [code for code in codes.split(", ") if code]))
    return ""
