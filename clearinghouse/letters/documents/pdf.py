"""A letter as PDF, the same bytes for the same letter. Needs Pango, which is no Python package."""

from __future__ import annotations

from typing import Any, NoReturn

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from clearinghouse.core.errors import RuleBroken
from clearinghouse.letters.sheet import Sheet, digest


class PdfUnavailable(RuleBroken):
    """This machine cannot make PDF files; the Word file remains."""


def pdf_file(sheet: Sheet) -> bytes:
    """Return the PDF of a letter, or raise PdfUnavailable where the library is missing."""
    weasyprint = _library()
    page = weasyprint.HTML(
        string=render_to_string("letters/paper.html", {"sheet": sheet}),
        url_fetcher=_fetch_nothing,
    )
    pdf: bytes = page.write_pdf(
        pdf_variant="pdf/ua-1", pdf_identifier=digest(sheet).encode(), uncompressed_pdf=False
    )
    return pdf


def is_available() -> bool:
    """Whether PDF files can be made here."""
    try:
        _library()
    except PdfUnavailable:
        return False
    return True


def _library() -> Any:
    try:
        import weasyprint  # inline: loads Pango, which the machine may lack
    except OSError as missing:
        raise PdfUnavailable(
            _(
                "This machine cannot make PDF files yet: the Pango library is missing. "
                "“make browsers” installs it. Take the Word file meanwhile."
            )
        ) from missing
    return weasyprint


def _fetch_nothing(address: str, *args: Any, **options: Any) -> NoReturn:
    raise ValueError(f"A letter loads nothing from elsewhere: {address}")
