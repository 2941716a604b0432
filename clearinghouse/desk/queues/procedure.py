"""Queues of the procedure: from a request that came in to the answer that is passed on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from clearinghouse.access.catalogue import DeskRole
from clearinghouse.approvals import selectors as approvals
from clearinghouse.approvals.models import Approval
from clearinghouse.core import clock
from clearinghouse.core.templatetags.ui import day_text, moment_text
from clearinghouse.desk.models import WorkItem
from clearinghouse.desk.queues.kinds import (
    Asked,
    QueueKind,
    Row,
    Waiting,
    admin_address,
    case_address,
    listed,
)
from requests_app import clocks, questions, silence
from requests_app import selectors as requests
from requests_app.models import Answer, AssistanceRequest, FollowUp, Notice, Question, Summary

PASSED_ON = "answers"


def to_authenticate(user: Any) -> Waiting:
    """Submitted, and nobody has said yet that it comes from the State."""
    waiting = requests.awaiting_authentication().prefetch_related("holds")
    return _requests(waiting, due=clocks.effective_due_at)


def paper_to_complete(user: Any) -> Waiting:
    """Entries from paper that wait for an expert: unfinished, or returned for form."""
    return _requests(
        requests.paper_to_complete().prefetch_related("holds"), due=clocks.effective_due_at
    )


def windows_ending(user: Any) -> Waiting:
    """Requests that go out soon unless somebody holds them."""
    return _requests(requests.windows_ending(), due=clocks.effective_window_end)


def due_for_distribution(user: Any) -> Waiting:
    """Requests whose time has come; they leave by themselves, so a number that stays is a fault."""
    return _requests(requests.due_for_distribution(), due=clocks.effective_due_at)


def held(user: Any) -> Waiting:
    """Requests whose clocks stand still."""
    waiting = requests.held().select_related("requester").prefetch_related("holds")
    return _requests(waiting, due=_end_of_hold)


def awaiting_consent(user: Any) -> Waiting:
    """Words put to a State that has not answered."""

    def row(summary: Summary) -> Row:
        request = summary.assistance_request
        return Row(
            subject=summary.pk, label=f"{request} · {request.requester}", href=case_address(request, "publication"),
            note=summary.get_language_display(), since=summary.put_to_state_at, case=request.pk,
        )  # fmt: skip

    return Asked(
        requests.awaiting_consent(), row, since="put_to_state_at", case="assistance_request"
    )


def second_persons(user: Any) -> Waiting:
    """Steps that cannot be undone, asked for by one person and waiting for another."""

    def row(approval: Approval) -> Row:
        return Row(
            subject=approval.pk, label=f"{approval.get_action_display()} · {approval.case_name}",
            href=approval.get_absolute_url(), note=str(approval.asked_by), since=approval.asked_at, case=approval.case_id,
        )  # fmt: skip

    return Asked(approvals.waiting(), row, since="asked_at", case="case_id")


def answers_to_pass_on(user: Any) -> Waiting:
    """Answers that nobody has passed on to the State since they were given; a changed answer comes back."""
    passed_on = WorkItem.objects.filter(
        queue=PASSED_ON, subject=OuterRef("pk"), settled_at__gte=OuterRef("answered_at")
    )
    found = (
        Answer.objects.filter(~Exists(passed_on))
        .select_related("need__assistance_request__requester", "notice__provider")
        .order_by("answered_at")
    )

    def row(answer: Answer) -> Row:
        request = answer.need.assistance_request
        return Row(
            subject=answer.pk, label=f"{answer.notice.provider}: {answer.get_verdict_display()}",
            href=case_address(request, f"need-{answer.need.number}"), note=f"{request} · {answer.need}",
            since=answer.answered_at, case=request.pk if request else None,
        )  # fmt: skip

    return Asked(found, row, since="answered_at", case="need__assistance_request")


def questions_waiting(user: Any) -> Waiting:
    """Questions of providers that the State has not settled."""

    def row(question: Question) -> Row:
        request = question.assistance_request
        return Row(
            subject=question.pk, label=f"{request} · {request.requester}",
            href=admin_address("desk_requests:question", question.pk), note=str(question.notice.provider),
            since=question.asked_at, case=request.pk,
        )  # fmt: skip

    return Asked(questions.questions_waiting(), row, since="asked_at", case="assistance_request")


def silent_providers(user: Any) -> Waiting:
    """Providers that have answered nothing of what they were sent."""

    def row(notice: Notice) -> Row:
        request = notice.assistance_request
        return Row(
            subject=notice.pk, label=str(notice.provider), href=case_address(request, "providers"),
            note=str(request), since=notice.visible_at, case=request.pk,
        )  # fmt: skip

    return Asked(silence.silent_notices(), row, since="visible_at", case="assistance_request")


def follow_ups(user: Any) -> Waiting:
    """Questions of one year that a State has not answered."""

    def row(question: FollowUp) -> Row:
        request = question.assistance_request
        return Row(
            subject=question.pk, label=f"{request} · {request.requester}", href=case_address(request, "needs"),
            note=day_text(question.due_on), since=question.opened_at, case=request.pk,
        )  # fmt: skip

    return Asked(requests.follow_ups_due(), row, since="opened_at", case="assistance_request")


def _requests(
    found: Iterable[AssistanceRequest], *, due: Callable[..., datetime | None]
) -> Waiting:
    """Requests with the moment that counts for each, the earliest first."""
    now = clock.now()

    def row(request: AssistanceRequest) -> Row:
        moment = due(request, at=now)
        return Row(
            subject=request.pk, label=f"{request} · {request.requester}", href=case_address(request),
            note=moment_text(moment) if moment else "", since=request.received_at, due=moment, case=request.pk,
        )  # fmt: skip

    return listed(row(each) for each in found)


def _end_of_hold(request: AssistanceRequest, *, at: datetime) -> datetime | None:
    ends = [hold.until for hold in request.holds.all() if hold.released_at is None]
    # A hold without an end outlasts all others.
    return None if None in ends else max(end for end in ends if end)


AUTHENTICATE = QueueKind(
    "authenticate", _("To authenticate"), _("No request waits for authentication."), to_authenticate, tone="stop",
)  # fmt: skip
PAPER = QueueKind(
    "paper", _("Paper to complete"), _("Every entry from paper is complete."), paper_to_complete,
    readers=(DeskRole.EXPERT,),
)  # fmt: skip
WINDOWS = QueueKind(
    "windows", _("Windows that end soon"), _("No objection window ends within two days."), windows_ending,
    tone="progress",
)  # fmt: skip
DISTRIBUTION = QueueKind(
    "distribution", _("Due for distribution"), _("Nothing is due: what was due has gone out by itself."),
    due_for_distribution,
)  # fmt: skip
HELD = QueueKind("held", _("Held"), _("No request is held."), held)
SECOND_PERSON = QueueKind(
    "second", _("Waiting for a second person"), _("Nothing waits for a second person."), second_persons,
    elsewhere=lambda: admin_address("approvals:list"),
)  # fmt: skip
CONSENT = QueueKind(
    "consent", _("Summaries waiting for the State"), _("No summary waits for a State’s consent."), awaiting_consent,
    tone="progress",
)  # fmt: skip
ANSWERS = QueueKind(
    PASSED_ON, _("Answers to pass on"), _("Every answer of a provider has been passed on."), answers_to_pass_on,
    settle=_("Passed on"),
    lead=_("An answer stays here until somebody says that the State has it; a changed answer comes back."),
)  # fmt: skip
QUESTIONS = QueueKind(
    "questions", _("Questions that wait for a State"), _("No question of a provider waits for an answer."),
    questions_waiting, tone="progress",
)  # fmt: skip
SILENT = QueueKind(
    "silent", _("Silent providers"), _("Every provider has answered what it was sent."), silent_providers,
    tone="neutral",
)  # fmt: skip
FOLLOW_UPS = QueueKind(
    "follow-ups", _("Questions of one year"), _("No State owes an answer to the question of one year."), follow_ups,
    tone="progress",
    lead=_("One year after its request a State is asked how each need stands. Its mission answers in the portal; what comes on paper is recorded on the page of the case."),
)  # fmt: skip
