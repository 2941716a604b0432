"""Opens a Word file from outside: checks first, unpacks within limits, and parses without entities or network."""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePath
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from lxml import etree

from clearinghouse.core.errors import RuleBroken

MAX_FILE_BYTES: Final = 5 * 1024 * 1024
MAX_MEMBERS: Final = 200
MAX_UNPACKED_BYTES: Final = 40 * 1024 * 1024
# A full form is half a megabyte.
MAX_PART_BYTES: Final = 15 * 1024 * 1024
# What libxml2 takes as one piece of text without `huge_tree`.
MAX_TEXT_BYTES: Final = 10_000_000
DOCUMENT: Final = "word/document.xml"

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_IS_ENCRYPTED_FLAG: Final = 0x1

NO_FILE = _("The file is empty. Choose the file again.")
TOO_LARGE = _(
    "The file is larger than 5 MB. Take pictures out of it, or attach them as documents, and upload it again."
)
NOT_WORD = _(
    "This is not a Word document (DOCX). Open the offline form in Word or LibreOffice, save it as DOCX and upload that file."
)
OLD_WORD = _(
    "This file is in the old Word format (DOC). Open it, save it as DOCX and upload that file."
)
PASSWORD = _(
    "The file is protected with a password, so the portal cannot read it. Save it without a password and upload it again."
)
MACROS = _(
    "The file holds macros, which the portal never opens. Save it as a Word document without macros (DOCX) and upload it again."
)
BOMB = _(
    "The file unpacks to far more than a form can hold, so it was not opened. Download the form again and copy your words into it."
)
DAMAGED = _(
    "The file is damaged and cannot be read. Open it in Word or LibreOffice, save it again as DOCX and upload that file."
)
OUTSIDE = _(
    "The file fetches something from outside, such as a linked picture or template, so it was not opened. Copy your words into a freshly downloaded form and upload that one."
)
FORBIDDEN_XML = _(
    "The file holds definitions that a Word document never has, so it was not opened. Download the form again and copy your words into it."
)
TOO_MUCH_TEXT = _("One field of the file holds several million characters, which no reader could take in. Shorten it and upload the file again.")  # fmt: skip


class Package:
    """The parts of a Word file that passed every check."""

    def __init__(self, parts: dict[str, bytes]) -> None:
        self._parts = parts

    def names(self) -> list[str]:
        return list(self._parts)

    def tree(self, name: str) -> Any:
        """Return a part as a tree."""
        return parsed(self._parts[name])


def open_package(content: bytes, *, name: str) -> Package:
    """Return the parts of the file, or raise RuleBroken with the sentence for the person."""
    if not content:
        raise RuleBroken(NO_FILE)
    if len(content) > MAX_FILE_BYTES:
        raise RuleBroken(TOO_LARGE)
    if content.startswith(_OLE):
        raise RuleBroken(PASSWORD if _ENCRYPTED in content else OLD_WORD)
    if not content.startswith(b"PK"):
        raise RuleBroken(NOT_WORD)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            package = Package(_unpacked(archive, name=name))
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError) as reason:
        raise RuleBroken(DAMAGED) from reason
    except RuntimeError as reason:  # how zipfile says that a member wants a password
        raise RuleBroken(PASSWORD) from reason
    _refuse_what_runs_or_fetches(package)
    return package


def parsed(content: bytes) -> Any:
    """Return XML as a tree: no document type, no entity, nothing fetched, no giant text."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False
    )  # fmt: skip
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as reason:
        if b"<!DOCTYPE" in content[:4096] or b"<!ENTITY" in content[:4096]:
            raise RuleBroken(FORBIDDEN_XML) from reason
        raise RuleBroken(TOO_MUCH_TEXT if len(content) > MAX_TEXT_BYTES else DAMAGED) from reason
    if root.getroottree().docinfo.internalDTD is not None:
        raise RuleBroken(FORBIDDEN_XML)
    return root


def _unpacked(archive: zipfile.ZipFile, *, name: str) -> dict[str, bytes]:
    members = archive.infolist()
    names = [member.filename for member in members]
    if any(member.flag_bits & _IS_ENCRYPTED_FLAG for member in members):
        raise RuleBroken(PASSWORD)
    declared = sum(member.file_size for member in members)
    if len(members) > MAX_MEMBERS or declared > MAX_UNPACKED_BYTES:
        raise RuleBroken(BOMB)
    if PurePath(name).suffix.lower() in {".docm", ".dotm"} or any(
        "vbaproject" in n.lower() for n in names
    ):
        raise RuleBroken(MACROS)
    if DOCUMENT not in names or "[Content_Types].xml" not in names:
        raise RuleBroken(NOT_WORD)
    if len(set(names)) != len(names):
        # Two members of one name: programs differ in which one they read.
        raise RuleBroken(DAMAGED)
    parts, left = {}, MAX_UNPACKED_BYTES
    for member in members:
        if not member.filename.endswith((".xml", ".rels")):
            continue
        with archive.open(member) as opened:
            # What the archive declares may be a lie; what comes out is counted.
            part = opened.read(min(left, MAX_PART_BYTES) + 1)
        parts[member.filename] = part
        left -= len(part)
        if left < 0 or len(part) > MAX_PART_BYTES:
            raise RuleBroken(BOMB)
    return parts


def _refuse_what_runs_or_fetches(package: Package) -> None:
    types = package.tree("[Content_Types].xml")
    if any(
        "macroenabled" in element.get("ContentType", "").lower()
        for element in types.iter(etree.Element)
    ):
        raise RuleBroken(MACROS)
    for name in package.names():
        if not name.endswith(".rels"):
            continue
        for relation in package.tree(name).iter("{*}Relationship"):
            # Word makes a link of every address that is typed; nobody here follows it.
            is_link = relation.get("Type", "").endswith("/hyperlink")
            if relation.get("TargetMode") == "External" and not is_link:
                raise RuleBroken(OUTSIDE)
