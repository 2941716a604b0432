"""The consolidated list: every request with a summary of its status, as the Chair first sent out in November 2010."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from clearinghouse.core.clock import NEW_YORK
from clearinghouse.reference import vocabulary
from clearinghouse.reports.documents import Table
from matching.enums import MatchStatus
from matching.models import Match
from requests_app.enums import Verdict
from requests_app.models import Answer, AssistanceRequest, Need

UNDER_WAY = (MatchStatus.AGREED, MatchStatus.DELIVERING, MatchStatus.COMPLETED)


def table_of(requests: QuerySet[AssistanceRequest]) -> Table:
    """Return the list of these requests, in their order; the number of queries does not grow with it."""
    helpful = Answer.objects.filter(verdict__in=[Verdict.YES, Verdict.PARTLY]).select_related(
        "notice__provider"
    )
    helped = Match.objects.filter(status__in=UNDER_WAY).select_related("offer__provider")
    needs = Need.objects.order_by("number").prefetch_related(
        Prefetch("answers", helpful), Prefetch("matches", helped)
    )
    return Table(
        _("Requests for assistance"),
        (
            _("Reference"), _("Requester"), _("Received"), _("Title"), _("Operative paragraphs"), _("Status"),
            _("Distributed"), _("Needs and how each stands"), _("Providers that can help"),
            _("Assistance agreed, under way or complete"),
        ),
        list(_rows(requests.prefetch_related(Prefetch("needs", needs)))),
    )  # fmt: skip


def _rows(requests: QuerySet[AssistanceRequest]) -> Iterator[tuple[object, ...]]:
    for request in requests:
        needs = list(request.needs.all())
        yield (
            request.reference or "",
            str(request.requester),
            _day(request.received_at),
            request.title,
            "; ".join(vocabulary.label("area", code) for code in request.areas),
            request.get_status_display(),
            _day(request.distributed_at),
            "\n".join(
                f"{need.number}. {need.title} ({need.get_status_display()})" for need in needs
            ),
            _names(answer.notice.provider for need in needs for answer in need.answers.all()),
            _names(match.offer.provider for need in needs for match in need.matches.all()),
        )


def _day(moment: object) -> str:
    return f"{moment.astimezone(NEW_YORK):%Y-%m-%d}" if moment is not None else ""  # type: ignore[attr-defined]


def _names(parties: Iterator[object]) -> str:
    return "; ".join(sorted({str(party) for party in parties}))
