"""A letter as a file to save, or the sentence that says why not."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from clearinghouse.core.errors import DomainError
from clearinghouse.core.http import refuse
from clearinghouse.letters import files
from clearinghouse.letters.enums import FileFormat
from clearinghouse.letters.models import Letter


def download(
    http_request: HttpRequest, letter: Letter, file_format: str, *, back_to: str
) -> HttpResponse:
    """Answer with the file; where this machine makes no PDF, the page says so."""
    if file_format not in FileFormat.values:
        raise Http404
    try:
        content = files.file_of(letter, file_format)
    except DomainError as refusal:
        return refuse(http_request, refusal, back_to=back_to)
    response = HttpResponse(content, content_type=files.CONTENT_TYPES[file_format])
    name = files.file_name(letter, file_format)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
