"""What a person may be told of: only what the lists of the other apps show to that person anyway. Reads only."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.urls import reverse
from django.utils.translation import get_language

from clearinghouse.access.catalogue import DeskRole, PartyPermission
from clearinghouse.access.checks import has_desk_role, party_ids
from clearinghouse.core import clock
from clearinghouse.core.templatetags.ui import in_language
from clearinghouse.follow.enums import ItemKind
from clearinghouse.follow.filters import Item
from clearinghouse.parties.models import State
from offers_app import selectors as offers
from offers_app.enums import IN_FORCE
from offers_app.models import Offer, PublicOffer
from requests_app import selectors as requests
from requests_app.models import AssistanceRequest, Notice, PublicSummary


def audience_of(user: Any) -> frozenset[str]:
    """As whom the person follows: `provider`, `mission`, `desk`; nothing for somebody without a role."""
    found = set()
    if party_ids(user, PartyPermission.PROVIDE).exists():
        found.add("provider")
    if any(party_ids(user, each).exists() for each in (PartyPermission.ACT, PartyPermission.DRAFT)):
        found.add("mission")
    if has_desk_role(user, DeskRole.EXPERT, DeskRole.SECRETARIAT, DeskRole.MEMBER):
        found.add("desk")
    return frozenset(found)


def items_for(user: Any, *, since: datetime) -> list[Item]:
    """Everything that came since then and that the person may see, the newest first."""
    audience = audience_of(user)
    found: list[Item] = []
    if "provider" in audience:
        found += _notices(user, since)
    if "desk" in audience:
        found += [*_requests(user, since), *_desk_offers(user, since)]
    elif "mission" in audience:
        found += _public_offers(since)
    if audience:
        found += _summaries(since)
    return sorted(found, key=lambda item: item.at, reverse=True)


def newest() -> datetime | None:
    """When the latest of all things that can be followed came, whoever may see it."""
    now = clock.now()
    moments = [
        Notice.objects.filter(visible_at__lte=now).aggregate(at=Max("visible_at")),
        PublicSummary.objects.aggregate(at=Max("published_at")),
        PublicOffer.objects.aggregate(at=Max("published_at")),
        Offer.objects.filter(status__in=IN_FORCE).aggregate(at=Max("submitted_at")),
        AssistanceRequest.objects.aggregate(at=Max("submitted_at")),
    ]
    return max((each["at"] for each in moments if each["at"]), default=None)


def _notices(user: Any, since: datetime) -> Iterable[Item]:
    found = requests.notices_visible_to(user).filter(visible_at__gte=since)
    for notice in found.prefetch_related(
        "assistance_request__needs", "assistance_request__requester__state"
    ):
        yield _asked(
            ItemKind.NOTICE,
            notice.pk,
            notice.assistance_request,
            at=notice.visible_at,
            href=notice.get_absolute_url(),
        )


def _requests(user: Any, since: datetime) -> Iterable[Item]:
    found = requests.requests_for_desk(user).filter(submitted_at__gte=since, is_rehearsal=False)
    for request in found.prefetch_related("needs", "requester__state"):
        assert request.submitted_at is not None
        yield _asked(
            ItemKind.REQUEST,
            request.pk,
            request,
            at=request.submitted_at,
            href=request.get_absolute_url(),
        )


def _asked(
    kind: ItemKind, key: UUID, request: AssistanceRequest, *, at: datetime, href: str
) -> Item:
    needs = request.needs.all()
    state = getattr(request.requester, "state", None)
    return Item(
        kind=kind,
        id=key,
        at=at,
        label=f"{request.requester}: {request.title}",
        href=href,
        reference=request.reference or "",
        areas=frozenset(request.areas).union(*(need.areas for need in needs)),
        kinds=frozenset().union(*(need.kinds for need in needs)),
        categories=frozenset(request.categories).union(*(need.categories for need in needs)),
        regions=frozenset(state.m49_codes) if state else frozenset(),
        states=frozenset({request.requester.code}),
    )


def _desk_offers(user: Any, since: datetime) -> Iterable[Item]:
    found = offers.visible_to(user).filter(
        status__in=IN_FORCE, submitted_at__gte=since, is_rehearsal=False
    )
    around = _Regions()
    for offer in offers.with_scope(found):
        assert offer.submitted_at is not None
        yield _offered(
            offer,
            at=offer.submitted_at,
            label=f"{offer.provider}: {offer.title}",
            href=offer.get_absolute_url(),
            states=frozenset(state.code for state in offer.states.all()),
            around=around,
        )


def _public_offers(since: datetime) -> Iterable[Item]:
    around = _Regions()
    language = (get_language() or "en").split("-")[0]
    for offer in PublicOffer.objects.filter(published_at__gte=since):
        yield _offered(
            offer,
            at=offer.published_at,
            label=f"{getattr(offer, f'provider_name_{language}')}: {offer.title}",
            href=reverse("public_offers:detail", args=[offer.pk]),
            states=frozenset(offer.states),
            around=around,
        )


def _offered(
    offer: Offer | PublicOffer,
    *,
    at: datetime,
    label: str,
    href: str,
    states: frozenset[str],
    around: _Regions,
) -> Item:
    return Item(
        kind=ItemKind.OFFER,
        id=offer.pk,
        at=at,
        label=label,
        href=href,
        reference=offer.reference or "",
        areas=frozenset(offer.areas),
        kinds=frozenset(offer.kinds),
        categories=frozenset(offer.categories),
        regions=around.of(offer.m49, states),
        states=around.states_in(offer.m49) | states,
        is_for_all_states=offer.everywhere,
        is_for_all_categories=not offer.categories,
    )


def _summaries(since: datetime) -> Iterable[Item]:
    """One item for all languages of a summary, in the reader's where there is one."""
    language = get_language() or "en"
    by_request: dict[UUID, PublicSummary] = {}
    found = PublicSummary.objects.filter(published_at__gte=since, is_rehearsal=False)
    for summary in found.order_by("published_at", "language"):
        if summary.public_id not in by_request or summary.language == language:
            by_request[summary.public_id] = summary
    for summary in by_request.values():
        yield Item(
            kind=ItemKind.SUMMARY,
            id=summary.public_id,
            at=summary.published_at,
            label=f"{in_language(summary.requester_names)}: {summary.title}",
            href=summary.get_absolute_url(),
            areas=frozenset(summary.areas),
            kinds=frozenset(summary.kinds),
            categories=frozenset(summary.categories),
            regions=frozenset(summary.region_codes),
            states=frozenset({summary.requester_code}),
        )


class _Regions:
    """Which regions hold, or lie in, those that an offer names. Reads the States once."""

    @cached_property
    def _states(self) -> list[tuple[str, frozenset[str]]]:
        return [(state.code, frozenset(state.m49_codes)) for state in State.objects.all()]

    def of(self, codes: Iterable[str], states: frozenset[str]) -> frozenset[str]:
        named = frozenset(codes)
        if not named and not states:
            return frozenset()
        near = (around for code, around in self._states if around & named or code in states)
        return named.union(*near)

    def states_in(self, codes: Iterable[str]) -> frozenset[str]:
        named = frozenset(codes)
        return (
            frozenset(code for code, around in self._states if around & named) if named else named
        )
