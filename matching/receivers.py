"""Changes of needs and offers wake the ranking; what a lost signal missed, the sweep repairs."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from matching import tasks
from matching.services.decisions import follow_need
from offers_app.signals import offer_changed, offer_published
from requests_app.models import Need
from requests_app.signals import need_stands_again, needs_changed


def connect() -> None:
    """Listen. Called once, from the app's configuration."""
    needs_changed.connect(_needs_changed, dispatch_uid="matching.needs_changed")
    need_stands_again.connect(_need_stands_again, dispatch_uid="matching.need_stands_again")
    offer_published.connect(_offer_changed, dispatch_uid="matching.offer_published")
    offer_changed.connect(_offer_changed, dispatch_uid="matching.offer_changed")


def _needs_changed(request_id: UUID, **kwargs: Any) -> None:
    for need_id in Need.objects.filter(assistance_request_id=request_id).values_list(
        "pk", flat=True
    ):
        tasks.rank_need.wake(need_id=str(need_id))


def _need_stands_again(need_id: UUID, **kwargs: Any) -> None:
    follow_need(Need.objects.get(pk=need_id))


def _offer_changed(offer_id: UUID, **kwargs: Any) -> None:
    tasks.rerank_offer.wake(offer_id=str(offer_id))
