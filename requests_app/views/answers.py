"""All answers to a request as one table: to read, to print, to download."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.views.generic import TemplateView, View

from clearinghouse.core.spreadsheet import csv_text
from requests_app.answers_table import rows_of, table_of
from requests_app.models import AssistanceRequest
from requests_app.views.records import OneRequest


class AnswersPage(OneRequest, TemplateView):
    """Every provider that was told by every need, with totals."""

    template_name = "requests/answers.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return _before_distribution(self.assistance_request) or super().get(
            request, *args, **kwargs
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(table=table_of(self.assistance_request), **kwargs)


class AnswersFile(OneRequest, View):
    """The same as a file for a spreadsheet."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        record = self.assistance_request
        return _before_distribution(record) or as_file(record)


def as_file(assistance_request: AssistanceRequest) -> HttpResponse:
    """Answer with the table as a CSV file named after the request."""
    name = f"{(assistance_request.reference or '').replace('/', '-')}-answers.csv"
    return HttpResponse(
        csv_text(rows_of(table_of(assistance_request))),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _before_distribution(assistance_request: AssistanceRequest) -> HttpResponseRedirect | None:
    """Nobody can have answered what has not gone out: lead to the request, which says where it stands."""
    return redirect(assistance_request) if assistance_request.distributed_at is None else None
