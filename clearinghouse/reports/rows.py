"""The line of one record behind a figure: words, where it leads, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from clearinghouse.core.templatetags.ui import language_name
from matching.models import Match
from offers_app.models import Offer
from requests_app.models import Answer, AssistanceRequest, Hold, Need, Notice, Summary


@dataclass(frozen=True, slots=True)
class Row:
    """One case behind a number."""

    label: str
    href: str
    note: str = ""


def of_request(request: AssistanceRequest) -> Row:
    """A request with its requester and status."""
    return Row(f"{request} · {request.requester}", _case(request), request.get_status_display())


def of_hold(hold: Hold) -> Row:
    """A hold on a request, by whom."""
    request = hold.assistance_request
    return Row(f"{request} · {request.requester}", _case(request), hold.get_kind_display())


def of_summary(summary: Summary) -> Row:
    """A summary in one language."""
    request = summary.assistance_request
    return Row(
        f"{request} · {request.requester}",
        f"{_case(request)}#publication",
        language_name(summary.language),
    )


def of_need(need: Need) -> Row:
    """A need with its case and status."""
    return Row(
        f"{need.assistance_request} · {need.party} · {need}",
        reverse("admin:desk_matching:need", args=[need.pk]),
        need.get_status_display(),
    )


def of_answer(answer: Answer) -> Row:
    """A provider's answer to a need."""
    request = answer.need.assistance_request
    href = f"{_case(request)}#need-{answer.need.number}" if request else ""
    return Row(f"{request} · {answer.notice.provider}", href, answer.get_verdict_display())


def of_notice(notice: Notice) -> Row:
    """A notice to a provider."""
    request = notice.assistance_request
    return Row(f"{request} · {notice.provider}", f"{_case(request)}#providers")


def of_match(match: Match) -> Row:
    """A need and the offer that could meet it."""
    return Row(
        f"{match.need.assistance_request} · {match.need.party} ← {match.offer.provider}",
        reverse("admin:desk_matching:need", args=[match.need_id]),
        match.get_status_display(),
    )


def of_offer(offer: Offer) -> Row:
    """An offer of a provider."""
    return Row(f"{offer} · {offer.provider}", offer.get_absolute_url(), offer.get_status_display())


def _case(request: AssistanceRequest) -> str:
    return reverse("admin:desk_requests:detail", args=[request.pk])
