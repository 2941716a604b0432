"""Offers in force and matches for the tests of the app."""

from datetime import timedelta
from itertools import count

from clearinghouse.core import clock
from matching.models import Match
from offers_app.enums import OfferStatus
from offers_app.models import Offer

_numbers = count(1)


def make_offer_record(provider, contact, **changes):
    """A published offer that fits the need of the factories."""
    now = clock.now() - timedelta(days=10)
    values = {
        "reference": f"OF/2026/{next(_numbers):04}",
        "provider": provider,
        "title": "Training for customs officers in radiation detection",
        "description": "Courses for officers at border posts on finding nuclear material in cargo.",
        "areas": ["3C"],
        "categories": ["nuclear"],
        "kinds": ["training"],
        "delivery_languages": ["en"],
        "everywhere": True,
        "status": OfferStatus.PUBLISHED,
        "submitted_at": now,
        "submitted_by": contact,
        "published_at": now,
        "published_by": contact,
        "last_confirmed_at": now,
        "last_confirmed_by": contact,
    }
    return Offer.objects.create(**{**values, **changes})


def make_match(need, offer, **changes):
    """A suggestion as the engine would write it."""
    values = {
        "need": need,
        "offer": offer,
        "score": 0.8,
        "confidence": "likely",
        "rank": 1,
        "reasons": [{"verdict": "fits", "code": "areas_shared", "params": {"areas": ["3C"]}}],
        "weights_version": "test",
        "lexicon_version": "test",
        "embedder_version": "none 0",
        "computed_at": clock.now(),
    }
    return Match.objects.create(**{**values, **changes})
