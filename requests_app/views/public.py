"""Published summaries of requests, read from the public copies only."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from clearinghouse.core.public_pages import (
    Choice,
    Select,
    asked,
    counted,
    in_order,
    page_language,
    page_of,
    public_page,
)
from clearinghouse.core.vocabulary import AREA_CODES, KIND_CODES
from clearinghouse.reference.vocabulary import label
from requests_app import public_selectors
from requests_app.public_selectors import SummaryCounts, SummaryFilters


@public_page
def summary_list(request: HttpRequest) -> HttpResponse:
    """List, filter and search the summaries."""
    language = page_language()
    filters = SummaryFilters(
        q=asked(request, "q"),
        area=asked(request, "area"),
        kind=asked(request, "kind"),
        state=asked(request, "state"),
        region=asked(request, "region"),
        year=_year(asked(request, "year")),
    )
    page = page_of(public_selectors.search(filters, language=language), request)
    context = {
        "filters": filters,
        "is_filtered": filters != SummaryFilters(),
        "page": page,
        "selects": _selects(public_selectors.counts(language), filters),
        "address": reverse("public_requests:list"),
    }
    return render(request, "requests/public_list.html", context)


@public_page
def summary_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show one summary in the language of the page, or else in one that the State consented to."""
    versions = public_selectors.versions(public_id)
    if not versions:
        return _withdrawn(request, public_id)
    context = {
        "summary": public_selectors.best_version(versions, language=page_language()),
        "versions": versions,
        "list_address": reverse("public_requests:list"),
    }
    return render(request, "requests/public_detail.html", context)


def _withdrawn(request: HttpRequest, public_id: UUID) -> HttpResponse:
    withdrawal = public_selectors.withdrawal(public_id)
    if withdrawal is None:
        raise Http404
    context = {
        "withdrawn_at": withdrawal.withdrawn_date,
        "list_address": reverse("public_requests:list"),
    }
    return render(request, "410.html", context, status=410)


def _selects(counts: SummaryCounts, filters: SummaryFilters) -> list[Select]:
    def words(kind: str) -> Callable[[str], str]:
        return lambda code: label(kind, code, using="public")

    areas = in_order(counted(counts.areas, words("area"), selected=filters.area), AREA_CODES)
    kinds = in_order(counted(counts.kinds, words("kind"), selected=filters.kind), KIND_CODES)
    regions = counted(counts.regions, words("region"), selected=filters.region)
    requesters = counted(
        counts.requesters,
        lambda code: counts.requester_names.get(code, code),
        selected=filters.state,
    )
    years = [
        Choice(str(year), str(year), number)
        for year, number in sorted(counts.years.items(), reverse=True)
    ]
    return [
        Select("area", _("Area"), _("All areas"), areas, filters.area),
        Select("kind", _("Kind of assistance"), _("All kinds"), kinds, filters.kind),
        Select("state", _("State or organization"), _("All"), requesters, filters.state),
        Select("region", _("Region"), _("All regions"), regions, filters.region),
        Select("year", _("Year"), _("All years"), years, str(filters.year or "")),
    ]


def _year(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) == 4 else None
