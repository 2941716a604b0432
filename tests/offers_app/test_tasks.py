from __future__ import annotations

from datetime import timedelta

import pytest

from clearinghouse.core import clock
from offers_app.enums import OfferStatus
from offers_app.selectors import new_york_today
from offers_app.tasks import expire_offers
from tests.offers_app.records import make_offer


@pytest.mark.django_db
def test_expire_offers_may_run_twice(provider, provider_contact):
    offer = make_offer(
        provider, provider_contact, at=OfferStatus.PUBLISHED, valid_until=new_york_today()
    )

    with clock.shifted(timedelta(days=1)):
        expire_offers()
        expire_offers()

    offer.refresh_from_db()
    assert offer.status == OfferStatus.EXPIRED


def test_task_has_the_name_of_the_schedule():
    assert expire_offers.name == "offers_app.tasks.expire_offers"
