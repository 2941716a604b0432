"""From a refusal of the domain to an answer over HTTP, for pages and for the API."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from rest_framework import status
from rest_framework.response import Response
from rest_framework.views import exception_handler

from clearinghouse.core.errors import DomainError, NotAllowed, Stale


def refuse(http_request: HttpRequest, error: DomainError, *, back_to: str) -> HttpResponse:
    """Show the refusal on the page the person came from; somebody who may not at all gets 403."""
    if isinstance(error, NotAllowed):
        raise PermissionDenied(str(error.sentence)) from error
    for sentence in [refusal.sentence for refusal in error.details] or [error.sentence]:
        messages.error(http_request, str(sentence))
    return redirect(back_to)


def api_exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """Turn a domain error into a problem body (RFC 9457); leave the rest to the framework."""
    if not isinstance(error, DomainError):
        return exception_handler(error, context)
    code: int = (
        status.HTTP_409_CONFLICT
        if isinstance(error, Stale)
        else status.HTTP_422_UNPROCESSABLE_ENTITY
    )
    if isinstance(error, NotAllowed):
        code = status.HTTP_403_FORBIDDEN
    return Response(
        {
            "type": "about:blank",
            "title": str(error.sentence),
            "status": code,
            "errors": [
                {"rule": refusal.number, "detail": str(refusal.sentence), "field": refusal.field}
                for refusal in error.details
            ],
        },
        status=code,
        content_type="application/problem+json",
    )
