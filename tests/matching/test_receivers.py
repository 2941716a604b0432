import pytest

from matching import tasks
from offers_app.signals import offer_changed, offer_published
from requests_app.enums import RequestStatus
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def woken(monkeypatch):
    found = []
    monkeypatch.setattr(
        tasks.rank_need, "wake", lambda **ids: found.append(("need", ids["need_id"]))
    )
    monkeypatch.setattr(
        tasks.rerank_offer, "wake", lambda **ids: found.append(("offer", ids["offer_id"]))
    )
    return found


@pytest.mark.parametrize("signal", [offer_published, offer_changed])
def test_a_change_of_an_offer_wakes_its_ranking(signal, offer, woken):
    signal.send(type(offer), offer_id=offer.pk)

    assert woken == [("offer", str(offer.pk))]


def test_a_submitted_request_wakes_the_ranking_of_its_needs(
    focal_point, arcadia, woken, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        request = factories.make_request(focal_point, arcadia, at=RequestStatus.ACKNOWLEDGED)

    assert ("need", str(request.needs.get().pk)) in woken


def test_the_tasks_call_the_services(need, offer, without_model):
    tasks.rank_need(need_id=str(need.pk))
    tasks.rerank_offer(offer_id=str(offer.pk))
    tasks.sweep_stale()

    assert need.matches.count() == 1
