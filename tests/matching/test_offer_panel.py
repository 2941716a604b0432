"""What a provider reads on its offer's page of the matches: those that the State welcomed, and no trace of others."""

from __future__ import annotations

from typing import Any

import pytest

from clearinghouse.core import clock
from matching.enums import MatchStatus
from matching.models import Match
from offers_app.enums import OfferStatus
from offers_app.panels import offer_panels
from requests_app.enums import RequestStatus
from tests.factories import make_request
from tests.matching.records import make_match
from tests.offers_app.records import make_offer

pytestmark = pytest.mark.django_db


def test_only_what_the_state_welcomed_and_only_for_the_provider(
    focal_point: Any,
    arcadia: Any,
    provider: Any,
    provider_contact: Any,
    other_provider_contact: Any,
) -> None:
    request = make_request(focal_point, arcadia, at=RequestStatus.DISTRIBUTED)
    offer = make_offer(provider, provider_contact, at=OfferStatus.PUBLISHED)
    match = make_match(request.needs.get(), offer)

    assert offer_panels(provider_contact, offer) == []

    Match.objects.filter(pk=match.pk).update(
        status=MatchStatus.WELCOMED,
        decided_at=clock.now(),
        decided_by=focal_point,
        proposed_at=clock.now(),
        proposed_by=focal_point,
        state_answered_at=clock.now(),
        state_answered_by=focal_point,
    )
    (panel,) = offer_panels(provider_contact, offer)
    assert [entry.href for entry in panel.entries] == [match.get_absolute_url()]
    assert offer_panels(other_provider_contact, offer) == []
