"""The figures of briefings and years. Each is the length of a list of cases, so that number and cases cannot differ."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from clearinghouse.audit.models import AuditEvent
from clearinghouse.reference.policies import policy
from clearinghouse.reports import rows
from clearinghouse.reports.periods import Period
from clearinghouse.reports.rows import Row
from matching import events as match_events
from matching.models import Match
from offers_app import events as offer_events
from offers_app.models import Offer
from requests_app import events as request_events
from requests_app.enums import LIVE_NEEDS, OPEN, NoticeKind, Verdict
from requests_app.models import Answer, AssistanceRequest, Need, Notice, Summary

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Figure:
    """`find(period)` returns the records, `row(record)` the line that leads to one of them."""

    key: str
    label: str | _StrPromise
    find: Callable[[Period], QuerySet[Any]]
    row: Callable[[Any], Row]

    def count(self, period: Period) -> int:
        """The number itself."""
        return self.find(period).count()

    def rows(self, period: Period) -> list[Row]:
        """The cases behind the number."""
        return [self.row(each) for each in self.find(period)]


@dataclass(frozen=True, slots=True)
class Section:
    """Figures that are read together."""

    title: str | _StrPromise
    figures: tuple[Figure, ...]


def figure(key: str) -> Figure:
    """Return the figure of that name; KeyError when there is none."""
    return _BY_KEY[key]


def _requests() -> QuerySet[AssistanceRequest]:
    return (
        AssistanceRequest.objects.filter(is_rehearsal=False, reference__isnull=False)
        .select_related("requester")
        .order_by("received_at")
    )


def _between(period: Period, name: str) -> dict[str, Any]:
    return {f"{name}__gte": period.begins, f"{name}__lt": period.ends}


def received(period: Period) -> QuerySet[AssistanceRequest]:
    """By the true moment of receipt."""
    return _requests().filter(**_between(period, "received_at"))


def distributed(period: Period) -> QuerySet[AssistanceRequest]:
    """Gone out in the period."""
    return _requests().filter(**_between(period, "distributed_at"))


def distributed_in_time(period: Period) -> QuerySet[AssistanceRequest]:
    """Gone out before the end of the week, holds added: each notice keeps what was due when it was made."""
    late = Notice.objects.filter(kind=NoticeKind.REQUEST, visible_at__gt=F("due_at"))
    return distributed(period).exclude(pk__in=late.values("assistance_request_id"))


def distributed_within_a_week(period: Period) -> QuerySet[AssistanceRequest]:
    """Gone out within the hours of the policy after receipt, holds not taken into account."""
    week = timedelta(hours=policy("distribute_within_hours"))
    return distributed(period).filter(distributed_at__lte=F("received_at") + week)


def withdrawn(period: Period) -> QuerySet[AssistanceRequest]:
    """Withdrawn by the State after submission."""
    return _requests().filter(**_between(period, "withdrawn_at"))


def closed(period: Period) -> QuerySet[AssistanceRequest]:
    """Closed with an outcome."""
    return _requests().filter(**_between(period, "closed_at"))


def open_now(period: Period) -> QuerySet[AssistanceRequest]:
    """Open when the figure is counted, received before the end of the period."""
    return _requests().filter(status__in=OPEN, received_at__lt=period.ends)


def held_now(period: Period) -> QuerySet[AssistanceRequest]:
    """Of these, those whose clocks stand still."""
    return open_now(period).filter(holds__isnull=False, holds__released_at__isnull=True).distinct()


def returned(period: Period) -> QuerySet[AssistanceRequest]:
    """Returned for form at least once in the period."""
    return _requests().filter(pk__in=_cases(period, request_events.REQUEST_RETURNED))


def published(period: Period) -> QuerySet[Summary]:
    """Summaries published, one for each language."""
    return (
        Summary.objects.filter(
            pk__in=_about(period, request_events.SUMMARY_PUBLISHED),
            assistance_request__is_rehearsal=False,
        )
        .select_related("assistance_request__requester")
        .order_by("assistance_request__reference", "language")
    )


def needs_waiting_now(period: Period) -> QuerySet[Need]:
    """Needs alive when the figure is counted, of requests received before the end of the period."""
    return (
        Need.objects.filter(status__in=LIVE_NEEDS, assistance_request__in=open_now(period))
        .select_related("assistance_request__requester", "party")
        .order_by("assistance_request__received_at", "number")
    )


def needs_unanswered_now(period: Period) -> QuerySet[Need]:
    """Of these, those of distributed requests that nobody answered with yes or partly."""
    helped = Answer.objects.filter(verdict__in=[Verdict.YES, Verdict.PARTLY])
    return (
        needs_waiting_now(period)
        .filter(assistance_request__distributed_at__isnull=False)
        .exclude(pk__in=helped.values("need_id"))
    )


def answers(*verdicts: str) -> Callable[[Period], QuerySet[Answer]]:
    """Answers that stand, given in the period, with one of the verdicts."""

    def find(period: Period) -> QuerySet[Answer]:
        return (
            Answer.objects.filter(
                verdict__in=verdicts,
                notice__assistance_request__is_rehearsal=False,
                **_between(period, "answered_at"),
            )
            .select_related("notice__provider", "need__assistance_request")
            .order_by("answered_at")
        )

    return find


def silent_notices(period: Period) -> QuerySet[Notice]:
    """Notices of the period that have no answer when the figure is counted."""
    return (
        Notice.objects.filter(
            kind=NoticeKind.REQUEST,
            answers__isnull=True,
            assistance_request__is_rehearsal=False,
            **_between(period, "visible_at"),
        )
        .select_related("provider", "assistance_request")
        .order_by("visible_at")
    )


def matches(*event_names: str) -> Callable[[Period], QuerySet[Match]]:
    """Matches to which one of these happened in the period."""

    def find(period: Period) -> QuerySet[Match]:
        return (
            Match.objects.filter(
                pk__in=_about(period, *event_names),
                need__assistance_request__is_rehearsal=False,
            )
            .select_related("need__assistance_request", "need__party", "offer__provider")
            .order_by("pk")
        )

    return find


def offers(*event_names: str) -> Callable[[Period], QuerySet[Offer]]:
    """Offers to which one of these happened in the period."""

    def find(period: Period) -> QuerySet[Offer]:
        return (
            Offer.objects.filter(pk__in=_about(period, *event_names), is_rehearsal=False)
            .select_related("provider")
            .order_by("reference", "pk")
        )

    return find


def _happened(period: Period, names: Iterable[str]) -> QuerySet[AuditEvent]:
    return AuditEvent.objects.filter(event__in=list(names), **_between(period, "at"))


def _about(period: Period, *names: str) -> QuerySet[Any]:
    return _happened(period, names).values("about_id")


def _cases(period: Period, *names: str) -> QuerySet[Any]:
    return _happened(period, names).values("case_id")


SECTIONS: Final = (
    Section(
        _("Requests"),
        (
            Figure("received", _("Requests received"), received, rows.of_request),
            Figure("returned", _("Returned for form"), returned, rows.of_request),
            Figure("withdrawn", _("Withdrawn by the State"), withdrawn, rows.of_request),
            Figure("closed", _("Closed"), closed, rows.of_request),
            Figure("open", _("Open at present"), open_now, rows.of_request),
            Figure("held", _("Of these, held at present"), held_now, rows.of_request),
        ),
    ),
    Section(
        _("Distribution"),
        (
            Figure("distributed", _("Distributed to the providers"), distributed, rows.of_request),
            Figure("in-time", _("In time, holds taken into account"), distributed_in_time, rows.of_request),
            Figure("within-week", _("Within one week of receipt"), distributed_within_a_week, rows.of_request),
            Figure("published", _("Summaries published with consent"), published, rows.of_summary),
        ),
    ),
    Section(
        _("Answers of providers"),
        (
            Figure("yes", _("Answers “yes” and “partly”"), answers(Verdict.YES, Verdict.PARTLY), rows.of_answer),
            Figure("no", _("Answers “no”"), answers(Verdict.NO), rows.of_answer),
            Figure("questions", _("Questions first"), answers(Verdict.QUESTION), rows.of_answer),
            Figure("silent", _("Notices without an answer at present"), silent_notices, rows.of_notice),
            Figure("needs", _("Needs that wait at present"), needs_waiting_now, rows.of_need),
            Figure("needs-unanswered", _("Of these, needs that no provider can meet so far"),
                   needs_unanswered_now, rows.of_need),
        ),
    ),
    Section(
        _("Matchmaking"),
        (
            Figure("proposed", _("Offers put to States"), matches(match_events.MATCH_PUT_TO_STATE), rows.of_match),
            Figure("welcomed", _("Welcomed by the State"), matches(match_events.MATCH_WELCOMED), rows.of_match),
            Figure("declined", _("Declined by the State or the provider"),
                   matches(match_events.MATCH_DECLINED, match_events.MATCH_TURNED_DOWN), rows.of_match),
            Figure("agreed", _("Agreed by the provider"), matches(match_events.MATCH_AGREED), rows.of_match),
            Figure("begun", _("Deliveries begun"), matches(match_events.MATCH_BEGUN), rows.of_match),
            Figure("completed", _("Deliveries completed"), matches(match_events.MATCH_COMPLETED), rows.of_match),
            Figure("failed", _("Did not come about"), matches(match_events.MATCH_FAILED), rows.of_match),
        ),
    ),
    Section(
        _("Offers"),
        (
            Figure("offers-new", _("Offers submitted"), offers(offer_events.OFFER_SUBMITTED), rows.of_offer),
            Figure("offers-confirmed", _("Offers confirmed or renewed"),
                   offers(offer_events.OFFER_CONFIRMED, offer_events.OFFER_RENEWED), rows.of_offer),
            Figure("offers-ended", _("Offers expired or withdrawn"),
                   offers(offer_events.OFFER_EXPIRED, offer_events.OFFER_WITHDRAWN), rows.of_offer),
        ),
    ),
)  # fmt: skip

_BY_KEY: Final = {each.key: each for section in SECTIONS for each in section.figures}
# What is counted at the moment of reading has no history by month.
AT_PRESENT: Final = frozenset({"open", "held", "silent", "needs", "needs-unanswered"})
