"""What an uploaded document must be: one of four kinds, by its content and not by its name."""

from __future__ import annotations

import hashlib
import io
import zipfile
from dataclasses import dataclass
from pathlib import PurePath

import puremagic
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from clearinghouse.core.errors import RuleBroken

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ALLOWED = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".docx": DOCX,
}
# A letter unpacks to a few megabytes; far more is a bomb.
MAX_UNPACKED_BYTES = 200 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class CheckedUpload:
    """An upload that was found to be what it says."""

    name: str
    content_type: str
    size: int
    sha256: str


def check(upload: UploadedFile, *, max_megabytes: int) -> CheckedUpload:
    """Return what the file is, or raise RuleBroken with the sentence for the person. Leaves it rewound."""
    name = PurePath((upload.name or "").replace("\\", "/")).name[:200]
    size = upload.size or 0
    if size == 0:
        raise RuleBroken(_("The file is empty. Choose the file again."))
    if size > max_megabytes * 1024 * 1024:
        raise RuleBroken(
            _("The file is larger than %(limit)s MB. Save it smaller, or send it in parts.")
            % {"limit": max_megabytes}
        )
    content = upload.read()
    upload.seek(0)
    content_type = _content_type(content)
    expected = ALLOWED.get(PurePath(name).suffix.lower())
    if content_type is None or expected is None:
        raise RuleBroken(
            _(
                "Only PDF, PNG, JPEG and DOCX files are taken. Save the document as PDF and try again."
            )
        )
    if content_type != expected:
        raise RuleBroken(
            _(
                "The content of the file is not what its name says. Save it again in the right format."
            )
        )
    return CheckedUpload(
        name=name, content_type=content_type, size=size, sha256=hashlib.sha256(content).hexdigest()
    )


def _content_type(content: bytes) -> str | None:
    if content.startswith(b"%PDF-") and b"%%EOF" in content[-2048:]:
        return "application/pdf"
    if content.startswith(b"PK\x03\x04"):
        return DOCX if _is_plain_docx(content) else None
    try:
        found: str = puremagic.from_string(content[:4096], mime=True)
    except puremagic.PureError:
        return None
    return found if found in {"image/png", "image/jpeg"} else None


def _is_plain_docx(content: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            names = {entry.filename for entry in entries}
            unpacked = sum(entry.file_size for entry in entries)
    except zipfile.BadZipFile:
        return False
    has_macros = any("vbaProject" in name for name in names)
    return "word/document.xml" in names and not has_macros and unpacked <= MAX_UNPACKED_BYTES
