"""Which providers are silent: who gets the second mail, and whose contact somebody should check. Reads only."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import (
    Count,
    DateTimeField,
    Exists,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce, Greatest

from clearinghouse.core import clock
from clearinghouse.notifications.enums import TAKEN_STATES, DeliveryState
from clearinghouse.notifications.models import Delivery
from clearinghouse.parties.models import Party
from clearinghouse.parties.selectors import active_providers
from clearinghouse.reference.policies import policy
from requests_app.enums import NoticeKind, RequestStatus
from requests_app.models import Answer, ContactCheck, Hold, Notice, NoticeResponse

if TYPE_CHECKING:
    from typing import TypedDict

    from django_stubs_ext import WithAnnotations

    class WithSilence(TypedDict):
        last_sign_at: datetime
        silent_count: int
        silent_since: datetime
        has_unreached: bool


_LONG_AGO = datetime(2004, 4, 28, tzinfo=UTC)


def silent_notices() -> QuerySet[Notice]:
    """Notices to which the provider has said nothing at all in the days of the policy, the oldest first."""
    return (
        _old_enough(Notice.objects.all())
        .filter(
            answers__isnull=True,
            responses__isnull=True,
            assistance_request__status=RequestStatus.DISTRIBUTED,
        )
        .select_related("assistance_request", "provider")
        .order_by("visible_at")
    )


def notices_to_remind_of() -> QuerySet[Notice]:
    """Silent notices whose mail arrived and that nobody was reminded of, of active providers; held ones wait."""
    held = Hold.objects.filter(
        assistance_request=OuterRef("assistance_request"), released_at__isnull=True
    )
    reminder = Notice.objects.filter(
        assistance_request=OuterRef("assistance_request"),
        provider=OuterRef("provider"),
        kind=NoticeKind.REMINDER,
    )
    return silent_notices().filter(
        ~Exists(held),
        ~Exists(reminder),
        Exists(_reached()),
        provider__is_active=True,
        assistance_request__is_rehearsal=False,
    )


def providers_long_silent() -> QuerySet[WithAnnotations[Party, WithSilence]]:
    """Active providers whose contact somebody should check, the longest silent first.

    No sign of life on as many requests in a row as the policy says, or a request whose mails never arrived.
    An answer, a click, a look at a notice or an expert's confirmation is a sign of life.
    """
    told = Notice.objects.filter(provider=OuterRef("pk"), assistance_request__is_rehearsal=False)
    silent = (
        _old_enough(told)
        .exclude(assistance_request__status=RequestStatus.WITHDRAWN)
        .filter(visible_at__gt=OuterRef("last_sign_at"))
    )
    in_a_row = silent.order_by().values("provider").annotate(n=Count("pk")).values("n")
    return (
        active_providers()
        .annotate(last_sign_at=_last_sign_of_life())
        .annotate(
            silent_count=Coalesce(Subquery(in_a_row), 0),
            silent_since=Subquery(silent.order_by("visible_at").values("visible_at")[:1]),
            has_unreached=Exists(silent.filter(~Exists(_reached()))),
        )
        .filter(Q(silent_count__gte=policy("contact_check_after_silent")) | Q(has_unreached=True))
        .order_by("-silent_count", "code")
    )


def silence_of(provider: Party) -> WithAnnotations[Party, WithSilence] | None:
    """The provider as it stands in that list, or nothing when its contact needs no check."""
    return providers_long_silent().filter(pk=provider.pk).first()


def _old_enough(notices: QuerySet[Notice]) -> QuerySet[Notice]:
    long_ago = clock.now() - timedelta(days=policy("second_mail_after_days"))
    return notices.filter(kind=NoticeKind.REQUEST, visible_at__lte=long_ago)


def _reached() -> QuerySet[Delivery]:
    """Mails of the outer notice that arrived somewhere, as far as can be known."""
    return Delivery.objects.filter(
        message=OuterRef("message"), state__in=[*TAKEN_STATES, DeliveryState.MANUAL_DONE]
    )


def _last_sign_of_life() -> Any:
    """The latest of all signs; PostgreSQL's GREATEST passes over what never was."""
    return Greatest(
        _latest(Answer.objects.filter(notice__provider=OuterRef("pk")), "answered_at"),
        _latest(NoticeResponse.objects.filter(notice__provider=OuterRef("pk")), "responded_at"),
        _latest(Notice.objects.filter(provider=OuterRef("pk")), "seen_at"),
        _latest(ContactCheck.objects.filter(provider=OuterRef("pk")), "confirmed_at"),
        Value(_LONG_AGO, output_field=DateTimeField()),
    )


def _latest(rows: QuerySet[Any], moment: str) -> Subquery:
    rows = rows.order_by().values(of_whom=Value(1)).annotate(latest=Max(moment)).values("latest")
    return Subquery(rows, output_field=DateTimeField())
