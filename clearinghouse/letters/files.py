"""The files of a letter: made on demand, and kept for a letter that was sent."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Final

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from clearinghouse.core import clock
from clearinghouse.letters.documents.pdf import pdf_file
from clearinghouse.letters.documents.word import word_file
from clearinghouse.letters.enums import FileFormat, LetterStatus
from clearinghouse.letters.models import Letter, LetterFile
from clearinghouse.letters.sheet import Sheet, sheet_of

CONTENT_TYPES: Final = {
    FileFormat.DOCX.value: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileFormat.PDF.value: "application/pdf",
}
_MAKERS: Final[dict[str, Callable[[Sheet], bytes]]] = {
    FileFormat.DOCX.value: word_file,
    FileFormat.PDF.value: pdf_file,
}


def file_of(letter: Letter, file_format: str) -> bytes:
    """Return the letter as a file. That of a sent letter is made once, from what was frozen, and then kept;
    PdfUnavailable where this machine cannot make a PDF."""
    kept = letter.files.filter(file_format=file_format).first()
    if kept is not None:
        with kept.file.open() as opened:
            return bytes(opened.read())
    content = _MAKERS[file_format](sheet_of(letter, at=clock.now()))
    if letter.status == LetterStatus.SENT:
        _keep(letter, file_format, content)
    return content


def file_name(letter: Letter, file_format: str) -> str:
    """Return a name that says which letter it is: `L-2026-0012.docx`."""
    return f"{(letter.reference or 'draft').replace('/', '-')}.{file_format}"


def _keep(letter: Letter, file_format: str, content: bytes) -> None:
    row = LetterFile(
        letter=letter,
        file_format=file_format,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        made_at=clock.now(),
    )
    name = f"letters/{row.pk}.{file_format}"
    row.file.save(name, ContentFile(content), save=False)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # somebody asked at the same moment; the bytes are the same
        row.file.storage.delete(row.file.name or name)
