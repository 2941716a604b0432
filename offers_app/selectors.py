"""Questions about offers. Pages of signed-in people start from `visible_to`; matching from `in_force`."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet

from clearinghouse.access.catalogue import DeskRole, PartyPermission
from clearinghouse.access.checks import has_desk_role, party_ids
from clearinghouse.core import clock
from clearinghouse.notifications.models import Delivery
from clearinghouse.parties.models import Party
from clearinghouse.reference.policies import policy
from offers_app.enums import IN_FORCE, OfferStatus, ReminderKind
from offers_app.models import Offer, OfferReminder

DAYS_PER_MONTH: Final = 30.44
SECOND_MAIL_DAYS: Final = 30
EXPIRY_DAYS: Final = 30


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


def others_of_provider(offer: Offer) -> QuerySet[Offer]:
    """Its provider's other offers that were not withdrawn, the latest first; a rehearsal's stay among themselves."""
    return (
        Offer.objects.filter(provider=offer.provider_id, is_rehearsal=offer.is_rehearsal)
        .exclude(pk=offer.pk)
        .exclude(status=OfferStatus.WITHDRAWN)
        .order_by("-updated_at")[:200]
    )


def quiet_since(offer: Offer) -> date:
    """The day in New York from which the offer counts as confirmed: the last word of its provider, or publication."""
    moment = offer.last_confirmed_at or offer.published_at
    assert moment is not None
    return moment.astimezone(clock.NEW_YORK).date()


def to_ask_for_confirmation() -> list[Offer]:
    """Published offers that come to the age of the policy today, of providers nobody has asked about them yet."""
    asked = _reminders(ReminderKind.CONFIRM)
    return [offer for offer in _old_today() if (offer.pk, quiet_since(offer)) not in asked]


def to_ask_a_second_time() -> list[Offer]:
    """Those that were asked about thirty days ago, once, without a word since."""
    asked = _reminders(ReminderKind.CONFIRM, before=clock.now() - timedelta(days=SECOND_MAIL_DAYS))
    again = _reminders(ReminderKind.CONFIRM_AGAIN)
    return [offer for offer in _old_today() if (offer.pk, quiet_since(offer)) in asked - again]


def to_warn_of_expiry() -> list[Offer]:
    """Offers in force whose last day is at most thirty days away, of which their provider was not told."""
    today = new_york_today()
    told = _reminders(ReminderKind.EXPIRES)
    near = Offer.objects.filter(
        status__in=IN_FORCE,
        valid_until__range=(today, today + timedelta(days=EXPIRY_DAYS)),
        is_rehearsal=False,
    )
    return [offer for offer in near if (offer.pk, offer.valid_until) not in told]


def was_reminded_today(provider: Party, kind: ReminderKind) -> bool:
    """Whether the provider got a mail of this kind today, by New York's day."""
    latest = OfferReminder.objects.filter(offer__provider=provider, kind=kind).last()
    return (
        latest is not None and latest.sent_at.astimezone(clock.NEW_YORK).date() == new_york_today()
    )


def asked_by(delivery: Delivery) -> QuerySet[OfferReminder]:
    """The offers that a mail to the provider asks about, for the page behind its link."""
    return OfferReminder.objects.filter(
        message=delivery.message_id, kind__in=[ReminderKind.CONFIRM, ReminderKind.CONFIRM_AGAIN]
    ).select_related("offer__provider")


def _old_today() -> list[Offer]:
    """Published offers of the policy's age, counted by days, so that those of one day come together."""
    oldest = confirmed_before().astimezone(clock.NEW_YORK).date()
    published = Offer.objects.filter(
        status=OfferStatus.PUBLISHED, is_rehearsal=False, provider__is_active=True
    )
    return [offer for offer in published if quiet_since(offer) <= oldest]


def _reminders(kind: ReminderKind, *, before: datetime | None = None) -> set[tuple[UUID, date]]:
    found = OfferReminder.objects.filter(kind=kind)
    if before is not None:
        found = found.filter(sent_at__lte=before)
    return set(found.values_list("offer_id", "day"))


def new_york_today() -> date:
    """The day at Headquarters, by the database's clock."""
    return clock.now().astimezone(clock.NEW_YORK).date()
