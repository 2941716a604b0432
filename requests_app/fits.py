"""Which needs a provider's own offers fit, and why. The app that knows registers from its AppConfig.ready."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from requests_app.models import Notice


@dataclass(frozen=True, slots=True)
class Fit:
    """One of the provider's own offers that fits a need, with the reasons in sentences. Never a score or a rank."""

    provider_id: UUID
    request_id: UUID
    need_id: UUID
    offer: str
    offer_language: str
    href: str
    reasons: tuple[str, ...]


Finder = Callable[[Collection[UUID], Collection[UUID]], Iterable[Fit]]

_finders: list[Finder] = []


def explain_fits(finder: Finder) -> None:
    """Ask `finder(provider_ids, request_ids)` for the fits of providers' own offers with needs of these requests."""
    if finder not in _finders:
        _finders.append(finder)


def fits_of(notices: Iterable[Notice]) -> dict[UUID, list[Fit]]:
    """Return the fits of each notice by its key; a notice to whose needs no own offer fits is not there."""
    keys = {(each.provider_id, each.assistance_request_id): each.pk for each in notices}
    if not keys:
        return {}
    providers, requests = {key[0] for key in keys}, {key[1] for key in keys}
    found: dict[UUID, list[Fit]] = {}
    for finder in _finders:
        for fit in finder(providers, requests):
            notice = keys.get((fit.provider_id, fit.request_id))
            if notice is not None:
                found.setdefault(notice, []).append(fit)
    return found
