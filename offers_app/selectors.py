"""Questions about offers. Pages of signed-in people start from `visible_to`; matching from `in_force`."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import Q, QuerySet

from clearinghouse.access.catalogue import DeskRole, PartyPermission
from clearinghouse.access.checks import has_desk_role, party_ids
from clearinghouse.core import clock
from clearinghouse.reference.policies import policy
from offers_app.enums import IN_FORCE, OfferStatus
from offers_app.models import Offer

DAYS_PER_MONTH: Final = 30.44


def visible_to(user: Any) -> QuerySet[Offer]:
    """Offers that the person may open: the provider's own; at the desk all but the providers' own drafts."""
    own = Q(provider__in=party_ids(user, PartyPermission.PROVIDE))
    if has_desk_role(user, DeskRole.EXPERT, DeskRole.SECRETARIAT, DeskRole.MEMBER):
        drafts = Q(status=OfferStatus.DRAFT, source="") | Q(
            status=OfferStatus.WITHDRAWN, submitted_at__isnull=True, source=""
        )
        own |= ~drafts
    return Offer.objects.filter(own).select_related("provider")


def own(user: Any) -> QuerySet[Offer]:
    """Offers of the parties whose contact the person is, what needs work first."""
    parties = party_ids(user, PartyPermission.PROVIDE)
    return Offer.objects.filter(provider__in=parties).select_related("provider")


def in_force(today: date | None = None) -> QuerySet[Offer]:
    """Offers that can answer a need: submitted or published, and not past their last day."""
    day = today or new_york_today()
    return Offer.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=day), status__in=IN_FORCE
    )


def with_scope(offers: QuerySet[Offer]) -> QuerySet[Offer]:
    """Add what matching and lists of scope need, in a fixed number of queries."""
    return offers.select_related("provider").prefetch_related(
        "groupings", "states", "excluded_states"
    )


def overdue() -> QuerySet[Offer]:
    """Offers in force whose last day is over in New York."""
    return Offer.objects.filter(status__in=IN_FORCE, valid_until__lt=new_york_today())


def confirmed_before() -> datetime:
    """Offers last confirmed before this moment count as not recently confirmed."""
    months = policy("offer_confirm_every_months")
    return clock.now() - timedelta(days=months * DAYS_PER_MONTH)


def awaiting_confirmation(user: Any) -> QuerySet[Offer]:
    """Published offers of the person's parties that nobody has confirmed for the time of the policy."""
    return own(user).filter(pk__in=unconfirmed().values("pk"))


def unconfirmed() -> QuerySet[Offer]:
    """Published offers that nobody has confirmed for the time of the policy, whoever provides them."""
    oldest = confirmed_before()
    return Offer.objects.filter(
        Q(last_confirmed_at__isnull=True) | Q(last_confirmed_at__lt=oldest),
        status=OfferStatus.PUBLISHED,
    ).select_related("provider")


def new_york_today() -> date:
    """The day at Headquarters, by the database's clock."""
    return clock.now().astimezone(clock.NEW_YORK).date()
