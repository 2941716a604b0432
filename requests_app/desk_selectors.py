"""What the desk's pages of requests show: the narrowed list, and the parts of one case. Reads only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from clearinghouse.core.search.operators import Search
from clearinghouse.core.vocabulary import LANGUAGES
from clearinghouse.notifications.enums import FAILED_STATES
from clearinghouse.notifications.models import Delivery
from requests_app import clocks
from requests_app.desk_search import SORTS
from requests_app.enums import OPEN, WAITING, NoticeKind
from requests_app.models import (
    Answer,
    AssistanceRequest,
    Hold,
    Need,
    Notice,
    NoticeResponse,
    Summary,
    SummaryConsent,
)


@dataclass(frozen=True, slots=True)
class ListLine:
    """One request in the desk's list."""

    record: AssistanceRequest
    due_at: datetime | None
    is_held: bool


@dataclass(frozen=True, slots=True)
class ProviderLine:
    """What became of one notice: the mails, and what the provider did."""

    notice: Notice
    mails: tuple[Delivery, ...]
    is_undelivered: bool
    answered: int
    asked: int
    response: NoticeResponse | None
    second: Notice | None


@dataclass(frozen=True, slots=True)
class SummaryState:
    """The words in one language and what the State said to them."""

    language: str
    summary: Summary | None
    consent: SummaryConsent | None
    had_consent: bool

    @property
    def label(self) -> str:
        if self.consent and self.consent.by_silence:
            return _("Public: silence counted as consent")
        if self.consent:
            return _("Public, with the State’s consent")
        if self.summary and self.summary.put_to_state_at:
            return _("Put to the State, waiting for its answer")
        return _("Written, not put to the State yet") if self.summary else _("Not written")

    @property
    def tone(self) -> str:
        if self.consent:
            return "good"
        return "progress" if self.summary and self.summary.put_to_state_at else "neutral"


def narrowed(
    requests: QuerySet[AssistanceRequest], *, by: Mapping[str, Any], search: Search
) -> QuerySet[AssistanceRequest]:
    """Narrow to the status (or "open"), requester, area and what is searched for; sorted as asked."""
    if by.get("status") == "open":
        requests = requests.filter(status__in=OPEN)
    elif by.get("status"):
        requests = requests.filter(status=by["status"])
    if by.get("party"):
        requests = requests.filter(requester=by["party"])
    if by.get("area"):
        requests = requests.filter(
            Q(areas__contains=[by["area"]]) | Q(needs__areas__contains=[by["area"]])
        )
    # By key, because two needs of one area would show their request twice.
    found = AssistanceRequest.objects.filter(pk__in=search.narrow(requests).order_by().values("pk"))
    return found.select_related("requester").order_by(*SORTS[by.get("sort") or "latest"])


def list_lines(requests: Iterable[AssistanceRequest], *, at: datetime) -> list[ListLine]:
    """Lines for requests whose holds are prefetched."""
    return [
        ListLine(
            record=each,
            due_at=clocks.effective_due_at(each, at=at) if each.status in WAITING else None,
            is_held=any(hold.released_at is None for hold in each.holds.all()),
        )
        for each in requests
    ]


def case(requests: QuerySet[AssistanceRequest]) -> QuerySet[AssistanceRequest]:
    """The same requests with everything that the page of one of them shows."""
    answers = Answer.objects.select_related("notice__provider", "answered_by").order_by(
        "answered_at"
    )
    return requests.select_related("entered_by", "submitted_by").prefetch_related(
        Prefetch("needs", Need.objects.prefetch_related(Prefetch("answers", answers))),
        "contacts",
        "attachments__uploaded_by",
        "excluded_providers",
        "authentications__confirmed_by",
        "follow_ups",
        "decisions__decided_by",
        Prefetch("holds", Hold.objects.select_related("placed_by", "released_by")),
        Prefetch("notices", _notices()),
        Prefetch(
            "summaries",
            Summary.objects.select_related("written_by").prefetch_related("consents__given_by"),
        ),
    )


def provider_lines(assistance_request: AssistanceRequest) -> list[ProviderLine]:
    """Every notice with the state of its mails, silent and undelivered ones first."""
    asked = len(assistance_request.needs.all())
    notices = assistance_request.notices.all()
    reminded = {each.provider_id: each for each in notices if each.kind == NoticeKind.REMINDER}
    lines = [
        _provider_line(each, asked=asked, second=reminded.get(each.provider_id))
        for each in notices
        if each.kind == NoticeKind.REQUEST
    ]
    return sorted(
        lines,
        key=lambda line: (not line.is_undelivered, line.answered > 0, line.notice.provider.name),
    )


def summary_states(assistance_request: AssistanceRequest) -> list[SummaryState]:
    """One line for each of the six languages, in the order of the language bar."""
    written = {summary.language: summary for summary in assistance_request.summaries.all()}
    return [_summary_state(code, written.get(code)) for code, _name in LANGUAGES]


def _notices() -> QuerySet[Notice]:
    return Notice.objects.select_related("provider", "message").prefetch_related(
        "answers", "responses", "message__deliveries"
    )


def _provider_line(notice: Notice, *, asked: int, second: Notice | None) -> ProviderLine:
    mails = tuple(notice.message.deliveries.all()) if notice.message else ()
    return ProviderLine(
        notice=notice,
        mails=mails,
        is_undelivered=not mails or all(mail.state in FAILED_STATES for mail in mails),
        answered=len(notice.answers.all()),
        asked=asked,
        second=second,
        # Sorted here: another query would undo the prefetch.
        response=max(notice.responses.all(), key=lambda each: each.responded_at, default=None),
    )


def _summary_state(language: str, summary: Summary | None) -> SummaryState:
    consents = list(summary.consents.all()) if summary else []
    in_force = next((each for each in consents if each.withdrawn_at is None), None)
    return SummaryState(
        language=language, summary=summary, consent=in_force, had_consent=bool(consents)
    )
