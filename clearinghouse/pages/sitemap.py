"""Every public address in every language, for search engines."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from clearinghouse.core.vocabulary import LANGUAGE_CODES
from clearinghouse.parties.models import PublicParty
from offers_app.models import PublicOffer
from requests_app.models import PublicSummary

FIXED_PAGES = (
    "pages:home",
    "public_requests:list",
    "public_offers:list",
    "pages:providers",
    "pages:how_it_works",
    "pages:about",
    "pages:check_receipt",
)


def addresses() -> list[str]:
    """Return the absolute addresses; three queries, through the public role."""
    pages = list(_pages())
    found = []
    for code in LANGUAGE_CODES:
        with translation.override(code):
            found += [settings.SITE_URL + reverse(name, args=args) for name, args in pages]
    return found


def _pages() -> Iterator[tuple[str, list[object]]]:
    for name in FIXED_PAGES:
        yield name, []
    summaries = PublicSummary.objects.using("public").filter(is_rehearsal=False)
    for public_id in summaries.order_by("public_id").values_list("public_id", flat=True).distinct():
        yield "public_requests:detail", [public_id]
    for offer_id in PublicOffer.objects.using("public").values_list("pk", flat=True):
        yield "public_offers:detail", [offer_id]
    providers = PublicParty.objects.using("public").filter(is_provider=True)
    for slug in providers.values_list("slug", flat=True):
        yield "pages:provider", [slug]
