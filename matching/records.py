"""From the portal's records to what the engine reads. Knows tables, no model of language."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from clearinghouse.core import clock
from clearinghouse.parties.enums import PartyKind
from clearinghouse.parties.models import Organization, Party
from clearinghouse.parties.selectors import Place as PartyPlace
from clearinghouse.parties.selectors import member_codes, places
from matching.eligibility import Refusal, refusals
from matching.models import Match
from matching.profiles import NeedProfile, OfferProfile, Place, Requester, Scope
from offers_app.enums import IN_FORCE, OfferStatus
from offers_app.models import Offer
from offers_app.selectors import with_scope
from requests_app.enums import NeedStatus, RequestStatus
from requests_app.models import Need

# Needs that experts look for offers for; once a request is withdrawn or closed nothing is suggested any more.
OPEN_NEEDS = (NeedStatus.OPEN, NeedStatus.ANSWERED, NeedStatus.MATCHED, NeedStatus.PARTLY_MET)
OPEN_REQUESTS = (RequestStatus.SUBMITTED, RequestStatus.ACKNOWLEDGED, RequestStatus.DISTRIBUTED)


@dataclass(frozen=True, slots=True)
class Day:
    """The day on which matching looks at memberships and validity: New York's, by the database's clock."""

    value: date

    @classmethod
    def today(cls) -> Day:
        return cls(clock.now().astimezone(clock.NEW_YORK).date())


def open_needs() -> QuerySet[Need]:
    """Needs for which offers are sought."""
    return (
        Need.objects.filter(status__in=OPEN_NEEDS)
        .exclude(assistance_request__isnull=False, assistance_request__status__in=_not_open())
        .select_related("party", "assistance_request")
        .prefetch_related("assistance_request__excluded_providers")
    )


def offers_to_rank() -> QuerySet[Offer]:
    """Offers that experts see and matching ranks."""
    return with_scope(Offer.objects.filter(status__in=IN_FORCE))


def offers_to_explain() -> QuerySet[Offer]:
    """Every offer that was ever handed in: what "why is it not listed?" answers for. Drafts stay private."""
    never_handed_in = Q(status=OfferStatus.WITHDRAWN, submitted_at__isnull=True)
    return with_scope(Offer.objects.exclude(Q(status=OfferStatus.DRAFT) | never_handed_in))


def meet(need: Need, offer: Offer) -> bool:
    """Whether the two may be paired at all: what a rehearsal makes stays among itself and the demonstration."""
    request = need.assistance_request
    if request is not None and request.is_rehearsal:
        return offer.is_rehearsal or offer.is_demonstration
    return not offer.is_rehearsal


def need_profiles(needs: Iterable[Need], *, day: Day) -> dict[UUID, NeedProfile]:
    """Return needs as the engine reads them, with memberships as of the day; few queries however many they are."""
    listed = list(needs)
    requesters = _requesters({need.party_id: need.party for need in listed}, day=day)
    return {need.pk: _need_profile(need, requester=requesters[need.party_id]) for need in listed}


def need_profile(need: Need, *, day: Day) -> NeedProfile:
    """Return one need as the engine reads it."""
    return need_profiles([need], day=day)[need.pk]


def offer_profile(offer: Offer) -> OfferProfile:
    """Return an offer as the engine reads it."""
    # What the desk entered from a source says nothing about today until the provider confirms it.
    since = None if offer.source else offer.published_at or offer.submitted_at
    confirmed = offer.last_confirmed_at or since
    return OfferProfile(
        id=str(offer.pk),
        provider=offer.provider.code,
        provider_kind=offer.provider.kind,
        title=offer.title,
        description=offer.description,
        language=offer.language,
        areas=tuple(offer.areas),
        categories=tuple(offer.categories),
        kinds=tuple(offer.kinds),
        delivery_languages=tuple(offer.delivery_languages),
        scope=Scope(
            everywhere=offer.everywhere,
            m49=frozenset(offer.m49),
            groupings=frozenset(g.code for g in offer.groupings.all()),
            states=frozenset(s.code for s in offer.states.all()),
            excluded_states=frozenset(s.code for s in offer.excluded_states.all()),
        ),
        valid_from=offer.valid_from,
        valid_until=offer.valid_until,
        last_confirmed=confirmed.astimezone(clock.NEW_YORK).date() if confirmed else None,
        is_open=offer.status in IN_FORCE and offer.provider.is_active,
    )


def refusals_of(match: Match) -> tuple[Refusal, ...]:
    """Return why the offer cannot answer the need today; what a page has asked for all its matches is not asked again."""
    if match.refusals_now is not None:
        return match.refusals_now
    day = Day.today()
    profile = need_profile(match.need, day=day)
    return tuple(refusals(profile, offer_profile(match.offer), day.value))


def fingerprint(profile: NeedProfile | OfferProfile, *, day: Day, versions: Iterable[str]) -> str:
    """Return what a ranking was computed from, as a digest: the record, the versions, whether it has ended.

    Sets are sorted, so that the same record gives the same digest in every process.
    """
    ended = (
        isinstance(profile, OfferProfile)
        and profile.valid_until is not None
        and profile.valid_until < day.value
    )
    text = repr((_sorted(astuple(profile)), ended, tuple(versions)))
    return hashlib.sha256(text.encode()).hexdigest()


def _not_open() -> list[str]:
    return [status for status in RequestStatus.values if status not in OPEN_REQUESTS]


def _need_profile(need: Need, *, requester: Requester) -> NeedProfile:
    request = need.assistance_request
    return NeedProfile(
        id=str(need.pk),
        requester=requester,
        title=need.title,
        text=" ".join(part for part in (need.description, need.result) if part),
        language=need.language,
        areas=tuple(need.areas),
        categories=tuple(need.categories),
        kinds=tuple(need.kinds),
        delivery_languages=tuple(request.delivery_languages) if request else (),
        needed_by=need.needed_by or (request.wanted_until if request else None),
        excluded_providers=frozenset(p.code for p in request.excluded_providers.all())
        if request
        else frozenset(),
    )


def _requesters(parties: Mapping[UUID, Party], *, day: Day) -> dict[UUID, Requester]:
    organizations = Organization.objects.filter(pk__in=parties).select_related("grouping")
    members = {each.pk: sorted(member_codes(each, day.value)) for each in organizations}
    states = {party.code for party in parties.values() if party.kind == PartyKind.STATE}
    known = {place.code: place for place in places(states.union(*members.values()), at=day.value)}
    found = {
        each.pk: Requester(
            each.code,
            "organization",
            groupings=frozenset({each.grouping.code}) if each.grouping else frozenset(),
            members=tuple(_place(known[code]) for code in members[each.pk]),
        )
        for each in organizations
    }
    for pk, party in parties.items():
        if pk not in found:
            place = known[party.code]
            found[pk] = Requester(party.code, "state", place.m49_codes, place.grouping_codes)
    return found


def _place(place: PartyPlace) -> Place:
    return Place(place.code, place.m49_codes, place.grouping_codes)


def _sorted(value: Any) -> Any:
    if isinstance(value, frozenset):
        return tuple(sorted(value))
    if isinstance(value, tuple):
        return tuple(_sorted(each) for each in value)
    return value
