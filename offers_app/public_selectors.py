"""What the public may read of offers: the public copies, through the public role."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db.models import BooleanField, Case, DateField, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce, Now

from clearinghouse.parties.models import PublicGrouping, PublicParty
from clearinghouse.reference.names import six
from clearinghouse.reference.policies import policy
from clearinghouse.reference.vocabulary import labels
from offers_app.models import PublicOffer, PublicOfferWithdrawal

PUBLIC: Final = "public"
DAYS_PER_MONTH: Final = 30.44


@dataclass(frozen=True, slots=True)
class OfferFilters:
    """What a reader looks for; empty fields do not narrow. `state` is the State that the offer has to reach."""

    q: str = ""
    area: str = ""
    kind: str = ""
    language: str = ""
    state: str = ""


@dataclass(slots=True)
class OfferCounts:
    """How many published offers carry each code: what the filters offer."""

    areas: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)


def published() -> QuerySet[PublicOffer]:
    """Published offers whose time is not over, newest first."""
    today = Cast(Now(), DateField())
    offers: QuerySet[PublicOffer] = PublicOffer.objects.using(PUBLIC)
    return offers.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=today)).defer(
        "search_text"
    )


def with_freshness(
    offers: QuerySet[PublicOffer], *, months: int | None = None
) -> QuerySet[PublicOffer]:
    """Add `is_stale`: not confirmed by the provider for so many months, by default those of the policy (one query)."""
    if months is None:
        months = policy("offer_confirm_every_months", using=PUBLIC)
    oldest = Now() - Value(timedelta(days=months * DAYS_PER_MONTH))
    confirmed = Coalesce("last_confirmed_at", "published_at")
    return offers.alias(confirmed=confirmed).annotate(
        is_stale=Case(
            When(confirmed__lt=oldest, then=True), default=False, output_field=BooleanField()
        )
    )


def search(filters: OfferFilters) -> QuerySet[PublicOffer]:
    """Published offers that fit all the filters. A State to be reached costs one query more."""
    found = published()
    if filters.area:
        found = found.filter(areas__contains=[filters.area])
    if filters.kind:
        found = found.filter(kinds__contains=[filters.kind])
    if filters.language:
        found = found.filter(delivery_languages__contains=[filters.language])
    if filters.state:
        found = found.filter(_reaches(filters.state))
    for word in filters.q.split()[:8]:
        found = found.filter(search_text__icontains=word)
    return found


def _reaches(code: str) -> Q:
    """What an offer says of its scope. Whom a provider leaves out is not public, so this may promise too much."""
    state = PublicParty.objects.using(PUBLIC).filter(code=code, kind="state").first()
    if state is None:
        return Q(pk__in=[])
    regions = [
        each for each in (state.region_code, state.subregion_code, state.intermediate_code) if each
    ]
    return (
        Q(everywhere=True)
        | Q(m49__overlap=regions)
        | Q(states__contains=[code])
        | Q(groupings__overlap=list(state.grouping_codes))
    )


def counts() -> OfferCounts:
    """Count published offers by code, in one query."""
    result = OfferCounts()
    for areas, kinds, languages in published().values_list("areas", "kinds", "delivery_languages"):
        result.areas.update(areas)
        result.kinds.update(kinds)
        result.languages.update(languages)
    return result


def get(offer_id: UUID) -> PublicOffer | None:
    """One published offer, with `is_stale`."""
    return with_freshness(published()).filter(pk=offer_id).first()


def withdrawal(offer_id: UUID) -> PublicOfferWithdrawal | None:
    """The empty notice that an offer stood at this address."""
    return PublicOfferWithdrawal.objects.using(PUBLIC).filter(pk=offer_id).first()


def of_provider(code: str) -> QuerySet[PublicOffer]:
    """Published offers of one provider."""
    return published().filter(provider_code=code)


def counts_by_provider() -> Counter[str]:
    """How many published offers each provider has, by its code."""
    return Counter(published().values_list("provider_code", flat=True))


def states(language: str) -> list[tuple[str, str]]:
    """(code, name) of every State, in the language."""
    name = f"name_{language}"
    rows = (
        PublicParty.objects.using(PUBLIC).filter(kind="state").values_list("code", name, "name_en")
    )
    return [(code, own or english) for code, own, english in rows]


def scope_in_words(offer: PublicOffer) -> list[str]:
    """Whom the offer is for: regions, groupings and States by name. Empty when it is for all."""
    if offer.everywhere:
        return []
    groupings = (
        PublicGrouping.objects.using(PUBLIC).filter(code__in=offer.groupings)
        if offer.groupings
        else []
    )
    parties = (
        PublicParty.objects.using(PUBLIC).filter(code__in=offer.states) if offer.states else []
    )
    return [
        *labels("region", offer.m49, using=PUBLIC),
        *sorted(six(grouping, prefix="name") for grouping in groupings),
        *sorted(six(party, prefix="name") for party in parties),
    ]
