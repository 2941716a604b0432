"""Files of letters: the same bytes each time, right to left where it must be, and no PDF without Pango."""

from __future__ import annotations

import hashlib
import io
import sys
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from docx import Document

from clearinghouse.core import clock
from clearinghouse.letters import files, services
from clearinghouse.letters.documents import pdf
from clearinghouse.letters.documents.word import word_file
from clearinghouse.letters.models import Letter
from clearinghouse.letters.sheet import sheet_of

pytestmark = pytest.mark.django_db


def in_language(letter: Letter, language: str, by: Any, document_kind: str = "letter") -> Letter:
    return services.set_form(
        letter, by=by, edition=letter.edition, language=language, document_kind=document_kind
    )


def xml_of(content: bytes) -> str:
    return zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()


def test_word_file_says_what_the_letter_says(draft: Callable[..., Letter], expert: Any) -> None:
    letter = services.send(draft("consolidated_answer"), by=expert)

    document = Document(io.BytesIO(files.file_of(letter, "docx")))

    said = [paragraph.text for paragraph in document.paragraphs]
    for text in (letter.subject, letter.closing, f"Reference: {letter.reference}"):
        assert text in said
    assert document.tables[0].rows[0].cells[0].text == "Need"
    assert "{table}" not in said


def test_arabic_word_file_runs_from_right_to_left(
    draft: Callable[..., Letter], expert: Any
) -> None:
    letter = in_language(draft("consolidated_answer"), "ar", expert)

    xml = xml_of(files.file_of(letter, "docx"))

    assert xml.count("<w:bidi/>") == xml.count("<w:rtl/>") > 8
    assert "<w:bidiVisual/>" in xml
    assert 'w:bidi="ar-SA"' in xml


def test_other_languages_name_themselves(draft: Callable[..., Letter], expert: Any) -> None:
    chinese = xml_of(files.file_of(in_language(draft(), "zh", expert), "docx"))
    french = xml_of(files.file_of(in_language(draft(), "fr", expert), "docx"))

    assert 'w:eastAsia="zh-CN"' in chinese
    assert 'w:val="fr-FR"' in french
    assert "<w:bidi/>" not in chinese + french


def test_same_letter_same_bytes(draft: Callable[..., Letter]) -> None:
    sheet = sheet_of(draft(), at=clock.now())

    assert word_file(sheet) == word_file(sheet)


def test_file_of_a_sent_letter_is_made_once_and_kept(
    draft: Callable[..., Letter], expert: Any, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    letter = services.send(draft(), by=expert)

    first, second = files.file_of(letter, "docx"), files.file_of(letter, "docx")

    kept = letter.files.get()
    assert first == second
    assert kept.sha256 == hashlib.sha256(first).hexdigest()
    assert kept.size == len(first)


def test_file_of_a_draft_is_not_kept(draft: Callable[..., Letter]) -> None:
    letter = draft()

    files.file_of(letter, "docx")

    assert not letter.files.exists()


def test_without_pango_the_word_file_remains(
    draft: Callable[..., Letter], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Missing:
        def find_spec(self, name: str, *rest: Any) -> None:
            if name == "weasyprint":
                raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Missing(), *sys.meta_path])
    letter = draft()

    assert not pdf.is_available()
    with pytest.raises(pdf.PdfUnavailable, match="make browsers"):
        files.file_of(letter, "pdf")
    assert files.file_of(letter, "docx")


@pytest.mark.slow
@pytest.mark.parametrize("language", ["ar", "zh", "en", "ru"])
def test_same_letter_same_pdf(draft: Callable[..., Letter], expert: Any, language: str) -> None:
    sheet = sheet_of(in_language(draft("consolidated_answer"), language, expert), at=clock.now())
    if not pdf.is_available():  # a machine without Pango still proves that it says so
        pytest.raises(pdf.PdfUnavailable, pdf.pdf_file, sheet)
        return

    first, second = pdf.pdf_file(sheet), pdf.pdf_file(sheet)

    assert first.startswith(b"%PDF")
    assert first == second
