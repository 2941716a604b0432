"""What a provider's inbox learns of the stored ranking: which needs its own offers fit, and why."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from uuid import UUID

from matching import reasons
from matching.enums import Confidence
from matching.models import Match
from offers_app.enums import OfferStatus
from requests_app.fits import Fit, explain_fits


def register() -> None:
    """Called once, from the app's configuration."""
    explain_fits(_own_fits)


def _own_fits(provider_ids: Collection[UUID], request_ids: Collection[UUID]) -> Iterator[Fit]:
    """The status of a match plays no part, so that no mark tells what experts or the State decided."""
    found = (
        Match.objects.filter(
            offer__provider_id__in=provider_ids,
            offer__status=OfferStatus.PUBLISHED,
            need__assistance_request_id__in=request_ids,
        )
        .exclude(confidence=Confidence.WEAK)
        .select_related("offer", "need")
        .order_by("need__number", "-score", "pk")
    )
    for match in found:
        sentences = reasons.render_all(match.reasons)["fits"]
        request_id = match.need.assistance_request_id
        assert request_id is not None
        yield Fit(
            provider_id=match.offer.provider_id,
            request_id=request_id,
            need_id=match.need_id,
            offer=match.offer.title,
            offer_language=match.offer.language,
            href=match.offer.get_absolute_url(),
            reasons=tuple(each.text for each in sentences if not each.quote),
        )
