import pytest

from matching.embedder import NoEmbedder
from matching.services import ranking
from requests_app.enums import RequestStatus
from tests import factories
from tests.matching.records import make_match, make_offer_record


@pytest.fixture
def without_model(monkeypatch):
    """Rank by words and codes: fast, and the same on every machine."""
    embedder = NoEmbedder()
    monkeypatch.setattr(ranking, "worker_embedder", lambda: embedder)
    return embedder


@pytest.fixture
def need(focal_point, arcadia, provider):
    """A need of Arcadia whose request was distributed."""
    request = factories.make_request(focal_point, arcadia, at=RequestStatus.DISTRIBUTED)
    return request.needs.get()


@pytest.fixture
def offer(provider, provider_contact):
    return make_offer_record(provider, provider_contact)


@pytest.fixture
def match(need, offer):
    return make_match(need, offer)
