"""Something on the public site: summaries through the real consent, offers as their public copies."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from clearinghouse.core import clock
from clearinghouse.parties.models import PublicParty
from clearinghouse.parties.publication import publish_parties
from clearinghouse.reference import vocabulary
from offers_app.models import PublicOffer
from requests_app import services
from requests_app.models import PublicSummary
from tests.factories import colleague, make_request
from tests.matching.records import make_offer_record


@pytest.fixture(autouse=True)
def known_vocabulary(db: Any) -> None:
    """Labels are kept by the process; read them before queries are counted."""
    vocabulary.forget()
    vocabulary.label("area", "3C", using="public")


@pytest.fixture
def publish_summary(focal_point: Any, arcadia: Any, expert: Any) -> Callable[..., PublicSummary]:
    """Publish a summary of a new request of Arcadia, with the State's consent."""

    def _publish(
        title: str = "Border controls",
        text: str = "Arcadia seeks training of customs officers.",
        language: str = "en",
        request: Any = None,
    ) -> PublicSummary:
        request = request or make_request(focal_point, arcadia)
        words = services.write_summary(
            request, by=expert, language=language, title=title, text=text
        )
        services.put_summary_to_state(words, by=colleague())
        services.consent(words, by=focal_point, sha256=words.sha256)
        return PublicSummary.objects.get(public_id=words.public_id, language=language)

    return _publish


@pytest.fixture
def public_provider(provider: Any) -> PublicParty:
    """The provider's public copy."""
    publish_parties()
    return PublicParty.objects.get(code=provider.code)


@pytest.fixture
def publish_offer(
    public_provider: PublicParty, provider: Any, provider_contact: Any
) -> Callable[..., PublicOffer]:
    """Write the public copy of an offer of the provider; the database wants the offer behind it."""

    def _publish(title: str = "Customs training", **fields: Any) -> PublicOffer:
        names = {
            f"provider_name_{code}": public_provider.name_en
            for code in ("ar", "zh", "en", "fr", "ru", "es")
        }
        defaults = {
            "id": uuid.uuid4(),
            "reference": f"OF/2026/{PublicOffer.objects.count() + 1:04d}",
            "description": "Courses for officers at border posts.",
            "language": "en",
            "provider_code": public_provider.code,
            "provider_kind": public_provider.kind,
            "provider_slug": public_provider.slug,
            "areas": ["3C"],
            "kinds": ["training"],
            "delivery_languages": ["en", "fr"],
            "everywhere": True,
            "published_at": clock.now() - timedelta(days=3),
            "last_confirmed_at": clock.now() - timedelta(days=3),
            "search_text": f"{title} Courses for officers at border posts. {public_provider.name_en}",
        }
        values = {**defaults, **names, "title": title, **fields}
        make_offer_record(provider, provider_contact, public_id=values["id"])
        return PublicOffer.objects.create(**values)

    return _publish


@pytest.fixture
def visitor() -> Client:
    """Anybody, without a session."""
    return Client()


@pytest.fixture
def read(visitor: Client) -> Callable[..., BeautifulSoup]:
    """Open a public page and return what a reader sees; fails unless the answer has the expected status."""

    def _read(address: str, status: int = 200) -> BeautifulSoup:
        response = visitor.get(address)
        assert response.status_code == status
        return BeautifulSoup(response.content, "html.parser")

    return _read
