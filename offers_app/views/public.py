"""Published offers, read from the public copies only."""

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
from clearinghouse.core.templatetags.ui import language_name
from clearinghouse.core.vocabulary import AREA_CODES, KIND_CODES, LANGUAGE_CODES
from clearinghouse.reference.vocabulary import label
from offers_app import public_selectors
from offers_app.public_selectors import OfferCounts, OfferFilters


@public_page
def offer_list(request: HttpRequest) -> HttpResponse:
    """List, filter and search the offers."""
    filters = OfferFilters(
        q=asked(request, "q"),
        area=asked(request, "area"),
        kind=asked(request, "kind"),
        language=asked(request, "language"),
        state=asked(request, "state"),
    )
    found = public_selectors.with_freshness(public_selectors.search(filters))
    context = {
        "filters": filters,
        "is_filtered": filters != OfferFilters(),
        "page": page_of(found, request),
        "selects": _selects(public_selectors.counts(), filters),
        "address": reverse("public_offers:list"),
    }
    return render(request, "offers/public_list.html", context)


@public_page
def offer_detail(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """Show one offer as its provider published it."""
    offer = public_selectors.get(offer_id)
    if offer is None:
        return _withdrawn(request, offer_id)
    context = {
        "offer": offer,
        "scope": public_selectors.scope_in_words(offer),
        "list_address": reverse("public_offers:list"),
    }
    return render(request, "offers/public_detail.html", context)


def _withdrawn(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    withdrawal = public_selectors.withdrawal(offer_id)
    if withdrawal is None:
        raise Http404
    context = {
        "withdrawn_at": withdrawal.withdrawn_date,
        "list_address": reverse("public_offers:list"),
    }
    return render(request, "410.html", context, status=410)


def _selects(counts: OfferCounts, filters: OfferFilters) -> list[Select]:
    def words(kind: str) -> Callable[[str], str]:
        return lambda code: label(kind, code, using="public")

    areas = in_order(counted(counts.areas, words("area"), selected=filters.area), AREA_CODES)
    kinds = in_order(counted(counts.kinds, words("kind"), selected=filters.kind), KIND_CODES)
    languages = in_order(
        counted(counts.languages, language_name, selected=filters.language), LANGUAGE_CODES
    )
    states = [Choice(code, name) for code, name in public_selectors.states(page_language())]
    states.sort(key=lambda choice: choice.label.casefold())
    return [
        Select("area", _("Area"), _("All areas"), areas, filters.area),
        Select("kind", _("Kind of assistance"), _("All kinds"), kinds, filters.kind),
        Select(
            "language", _("Language of delivery"), _("All languages"), languages, filters.language
        ),
        Select("state", _("Open to"), _("Any State"), states, filters.state),
    ]
