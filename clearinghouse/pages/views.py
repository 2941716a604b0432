"""Pages of the public site that belong to no other app."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from clearinghouse.core.public_pages import page_language, public_page
from clearinghouse.pages import procedure, selectors
from offers_app import public_selectors as offers
from requests_app import public_selectors as requests

LATEST = 3


@public_page
def home(request: HttpRequest) -> HttpResponse:
    """Say what this is, what it promises, and what is new."""
    language = page_language()
    figures = selectors.figures()
    context = {
        "summaries": list(requests.published(language).order_by("-published_at")[:LATEST]),
        "offers": list(
            offers.with_freshness(offers.published(), months=figures["offer_confirm_every_months"])[
                :LATEST
            ]
        ),
        "totals": selectors.totals(language),
        "week": procedure.briefly(figures["distribute_within_hours"]),
    }
    return render(request, "pages/home.html", context)


@public_page
def provider_list(request: HttpRequest) -> HttpResponse:
    """List organizations and States that provide assistance."""
    found = selectors.providers()
    context = {
        "organizations": [each for each in found if each.party.kind == "organization"],
        "states": [each for each in found if each.party.kind == "state"],
    }
    return render(request, "pages/providers.html", context)


@public_page
def provider_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one provider and its offers."""
    party = selectors.provider(slug)
    if party is None:
        raise Http404
    context = {
        "party": party,
        "offers": list(offers.with_freshness(offers.of_provider(party.code))),
        "list_address": reverse("pages:providers"),
    }
    return render(request, "pages/provider.html", context)


@public_page
def how_it_works(request: HttpRequest) -> HttpResponse:
    """Tell the procedure step by step, with the figures in force."""
    figures = selectors.figures()
    context = {
        "steps": procedure.steps(figures),
        "confirm_months": figures["offer_confirm_every_months"],
    }
    return render(request, "pages/how_it_works.html", context)


@public_page
def about(request: HttpRequest) -> HttpResponse:
    """Say who runs this, how to write to them, and what the site keeps about its readers."""
    return render(
        request, "pages/about.html", {"contact_email": getattr(settings, "CONTACT_EMAIL", "")}
    )
