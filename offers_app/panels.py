"""What apps that this one must not import show on the page of an offer. They register from their AppConfig.ready."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from clearinghouse.core.panels import Panel
from offers_app.models import Offer

_on_offer: list[Callable[[Any, Offer], Panel | None]] = []


def show_on_offer(panel: Callable[[Any, Offer], Panel | None]) -> None:
    """Ask `panel(user, offer)` for every page of an offer; nothing is shown where it returns None."""
    if panel not in _on_offer:
        _on_offer.append(panel)


def offer_panels(user: Any, offer: Offer) -> list[Panel]:
    """Panels with something in them, in the order of registration."""
    return [panel for each in _on_offer if (panel := each(user, offer)) and panel.entries]
