"""Documents are what they say, by content; everything else gets a sentence."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from clearinghouse.core.errors import RuleBroken
from requests_app.uploads import check

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def docx(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in ("[Content_Types].xml", *names):
            archive.writestr(name, "<x/>")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "content_type"),
    [
        ("note.pdf", PDF, "application/pdf"),
        ("SCAN.PNG", PNG, "image/png"),
        ("scan.jpeg", JPEG, "image/jpeg"),
        ("plan.docx", docx("word/document.xml"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ],
)  # fmt: skip
def test_four_kinds_are_taken(name: str, content: bytes, content_type: str) -> None:
    checked = check(SimpleUploadedFile(name, content), max_megabytes=1)

    assert (checked.name, checked.content_type, checked.size) == (name, content_type, len(content))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.pdf", b""),
        ("page.html", b"<html></html>"),
        ("picture.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("program.exe", b"MZ\x90\x00"),
        ("program.pdf", b"MZ\x90\x00"),
        ("cut.pdf", b"%PDF-1.4 and then nothing"),
        ("picture.png", PDF),
        ("letter.pdf", PNG),
        ("macros.docx", docx("word/document.xml", "word/vbaProject.bin")),
        ("sheet.docx", docx("xl/workbook.xml")),
        ("archive.zip", docx("word/document.xml")),
        ("broken.docx", b"PK\x03\x04broken"),
        ("large.pdf", PDF + b"0" * 1024 * 1024 + b"%%EOF"),
        ("noname", PDF),
    ],
)
def test_everything_else_gets_a_sentence(name: str, content: bytes) -> None:
    with pytest.raises(RuleBroken) as refusal:
        check(SimpleUploadedFile(name, content), max_megabytes=1)

    assert str(refusal.value).endswith(".")


def test_path_in_the_name_is_dropped() -> None:
    upload = SimpleUploadedFile("x.pdf", PDF)
    upload._name = "..\\..\\etc/passwd.pdf"

    assert check(upload, max_megabytes=1).name == "passwd.pdf"
