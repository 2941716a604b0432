"""A letter as it lies on the table: everything that is printed, ready for paper, screen and hash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from clearinghouse.core.clock import NEW_YORK
from clearinghouse.letters import names, wording
from clearinghouse.letters.dates import day_text
from clearinghouse.letters.enums import DocumentKind
from clearinghouse.letters.models import Letter
from clearinghouse.letters.texts import frame

Sheet = Mapping[str, Any]


def sheet_of(letter: Letter, *, at: datetime, reference: str = "") -> Sheet:
    """Return the letter as it was sent, or as it would be sent at that moment under that number."""
    if letter.content is not None:
        return letter.content  # type: ignore[no-any-return]
    words, language = frame(letter.language), letter.language
    is_note = letter.document_kind == DocumentKind.NOTE_VERBALE
    return {
        "kind": letter.kind,
        "document_kind": letter.document_kind,
        "language": language,
        "letterhead": [words["council"], words["committee"]],
        "labels": {"reference": words["our_reference"], "case": words["case_reference"]},
        "reference": reference,
        "case_reference": letter.case_reference,
        "date": at.astimezone(NEW_YORK).date().isoformat(),
        "date_text": day_text(at, language),
        "addressee": [names.addressee(letter.addressee, language).line],
        "subject": letter.subject,
        "salutation": letter.salutation,
        "paragraphs": letter.paragraphs,
        "table": wording.table(letter.facts, language),
        "closing": letter.closing,
        "signature": [] if is_note else [words["chair"], words["council"], words["committee"]],
    }


def digest(sheet: Sheet) -> str:
    """Return the SHA-256 of the canonical JSON: sorted keys, no spaces, UTF-8."""
    canonical = json.dumps(sheet, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
