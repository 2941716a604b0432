"""Offline forms gone wrong, made by code from the right one."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

from docx import Document
from docx.oxml.ns import qn

EXTERNAL = (
    '<Relationship Id="rIdX" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" '
    'Target="http://evil.example/x" TargetMode="External"/>'
)


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def with_parts(content: bytes, **changes: Any) -> bytes:
    return zipped({**parts_of(content), **changes.get("parts", {})})


def replaced(content: bytes, name: str, old: str, new: str) -> bytes:
    parts = parts_of(content)
    assert old in parts[name].decode(), old
    parts[name] = parts[name].replace(old.encode(), new.encode())
    return zipped(parts)


def changed(content: bytes, change: Callable[[Any], None]) -> bytes:
    """The file after somebody worked on it in Word."""
    document = Document(io.BytesIO(content))
    change(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def controls(document: Any) -> dict[str, Any]:
    return {
        control.find(f".//{qn('w:tag')}").get(qn("w:val")): control
        for control in document.element.iter(qn("w:sdt"))
    }


def write(document: Any, tag: str, text: str) -> None:
    """Type into a control as Word does: the hint goes, the words come."""
    control = controls(document)[tag]
    hint = control.find(f".//{qn('w:showingPlcHdr')}")
    if hint is not None:
        hint.getparent().remove(hint)
    for style in list(control.iter(qn("w:rStyle"))):
        style.getparent().remove(style)
    shown = list(control.iter(qn("w:t")))
    shown[0].text = text
    for each in shown[1:]:
        each.getparent().getparent().remove(each.getparent())


def written(content: bytes, **texts: str) -> bytes:
    """Write into fields; `needs__1__title` is the tag needs.1.title."""

    def change(document: Any) -> None:
        for name, text in texts.items():
            write(document, name.replace("__", "."), text)

    return changed(content, change)


def tick(document: Any, tag: str, *, on: bool = True) -> None:
    for state in controls(document)[tag].iter():
        if state.tag.endswith("}checked"):
            state.set(next(iter(state.attrib)), str(int(on)))
    next(controls(document)[tag].iter(qn("w:t"))).text = "\u2612" if on else "\u2610"


def without(content: bytes, *tags: str) -> bytes:
    """Take controls away and leave their words, as some programs do."""

    def change(document: Any) -> None:
        for tag in tags:
            control = controls(document)[tag]
            for run in list(control.find(qn("w:sdtContent"))):
                control.addprevious(run)
            control.getparent().remove(control)

    return changed(content, change)


def without_seal(content: bytes) -> bytes:
    parts = parts_of(content)
    del parts["customXml/item9.xml"]
    parts["word/_rels/document.xml.rels"] = _without_relation(
        parts["word/_rels/document.xml.rels"], b"item9.xml"
    )
    return zipped({name: part for name, part in parts.items() if "item9" not in name})


def with_seal(content: bytes, line: str) -> bytes:
    parts = parts_of(content)
    parts["customXml/item9.xml"] = (
        f'<portal xmlns="urn:clearinghouse:offline-form:1">{line}</portal>'.encode()
    )
    return zipped(parts)


def bomb() -> bytes:
    return zipped(
        {
            "[Content_Types].xml": b"<Types/>",
            "word/document.xml": b"<x/>",
            "word/media/a.xml": b"0" * (41 * 1024 * 1024),
        }
    )


def lying_bomb(content: bytes) -> bytes:
    """Declares a kilobyte and unpacks to sixteen megabytes."""
    stored = bytearray(with_parts(content, parts={"word/document.xml": b" " * (16 * 1024 * 1024)}))
    size = (16 * 1024 * 1024).to_bytes(4, "little")
    return bytes(stored.replace(size, (1024).to_bytes(4, "little")))


def many_members(content: bytes) -> bytes:
    return with_parts(content, parts={f"word/x{number}.xml": b"<x/>" for number in range(300)})


def entities(content: bytes) -> bytes:
    head = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    return replaced(content, "word/document.xml", "<w:document", f"{head}<w:document")


def entity_from_disk(content: bytes) -> bytes:
    head = '<!DOCTYPE x [<!ENTITY passwd SYSTEM "file:///etc/passwd">]>'
    parts = parts_of(replaced(content, "word/document.xml", "<w:document", f"{head}<w:document"))
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"Border controls", b"&passwd;")
    return zipped(parts)


def entities_in_utf16(content: bytes) -> bytes:
    parts = parts_of(entities(content))
    text = parts["word/document.xml"].decode().replace("UTF-8", "UTF-16")
    return zipped({**parts, "word/document.xml": text.encode("utf-16")})


def external(content: bytes, kind: str) -> bytes:
    return replaced(
        content,
        "word/_rels/document.xml.rels",
        "</Relationships>",
        f"{EXTERNAL.format(kind=kind)}</Relationships>",
    )


def macros_inside(content: bytes) -> bytes:
    return with_parts(content, parts={"word/vbaProject.bin": b"x"})


def macro_type(content: bytes) -> bytes:
    return replaced(
        content,
        "[Content_Types].xml",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        "application/vnd.ms-word.document.macroEnabled.main+xml",
    )


def encrypted_flag(content: bytes) -> bytes:
    """As zip programs with a password write it: a flag in each header."""
    data = bytearray(content)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(mark)
        while place >= 0:
            data[place + offset] |= 1
            place = data.find(mark, place + 4)
    return bytes(data)


def broken_crc(content: bytes) -> bytes:
    """A byte of the text fell over on the way."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts_of(content).items():
            archive.writestr(name, part)
    data = bytearray(buffer.getvalue())
    place = data.find(b"Border controls")
    data[place] ^= 1
    return bytes(data)


def doubled(content: bytes) -> bytes:
    buffer = io.BytesIO(content)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("word/document2.xml", parts_of(content)["word/document.xml"])
    data = buffer.getvalue()
    return data.replace(b"word/document2.xml", b"word/document.xml\x00")


OLE_HEAD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
OLD_DOC = OLE_HEAD + "WordDocument".encode("utf-16-le")
PASSWORD_DOCX = OLE_HEAD + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 100
ODT = zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"})
XLSX = zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<x/>"})
PDF = b"%PDF-1.7\n%%EOF\n"


def _without_relation(rels: bytes, target: bytes) -> bytes:
    pieces = rels.split(b"<Relationship ")
    kept = [pieces[0], *(piece for piece in pieces[1:] if target not in piece)]
    result = b"<Relationship ".join(kept)
    return result if result.endswith(b"</Relationships>") else result + b"</Relationships>"
