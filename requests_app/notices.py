"""Which mail each step of a request causes, and to whom. Called inside the step's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.urls import reverse

from clearinghouse.core import clock
from clearinghouse.notifications.models import Message
from clearinghouse.notifications.queue import Recipient, queue
from clearinghouse.parties.addresses import focal_points, provider_contacts
from clearinghouse.parties.models import Party
from clearinghouse.reference.policies import policy
from requests_app.enums import NoticeKind, ResponseKind
from requests_app.models import (
    AssistanceRequest,
    FollowUp,
    Notice,
    Question,
    RequestVersion,
    Summary,
)


def tell_requester(kind: str, request: AssistanceRequest, *, once: str, **context: Any) -> None:
    """Queue a mail to the requester's people; `once` is what makes a repeat of the same step harmless."""
    queue(
        kind,
        key=f"{kind}:{request.pk}:{sha256(once.encode()).hexdigest()[:16]}",
        to=focal_points(request.requester),
        about=request.pk,
        context={
            "reference": request.reference,
            "path": reverse("requests:detail", args=[request.pk]),
            **context,
        },
        is_rehearsal=request.is_rehearsal,
    )


def receipt(request: AssistanceRequest) -> None:
    """Number and moment of receipt."""
    tell_requester(
        "request_receipt", request, once=str(request.submitted_at), received_at=request.received_at
    )


def acknowledgement(request: AssistanceRequest) -> None:
    """The Chair's letter: number, the exact moment it will go out or that it is held, the two decisions."""
    tell_requester(
        "acknowledgement",
        request,
        once=str(request.acknowledged_at),
        distribute_at=request.window_ends_at,
        silence_publishes=bool(policy("publication_silence_consents")),
        held=request.holds.filter(released_at__isnull=True).exists(),
    )


def returned(request: AssistanceRequest) -> None:
    """The request came back for form; the reason stands in the portal."""
    tell_requester("returned_for_form", request, once=str(clock.now()))


def withdrawn(request: AssistanceRequest) -> None:
    """Confirmation of a withdrawal; drafts go silently."""
    if request.reference:
        tell_requester("withdrawn", request, once="1")


def summary_for_consent(summary: Summary) -> None:
    """Words wait for the State's consent."""
    tell_requester(
        "summary_for_consent", summary.assistance_request, once=f"{summary.pk}:{summary.sha256}"
    )


def published(summary: Summary) -> None:
    """The consented words are on the public site."""
    tell_requester(
        "published", summary.assistance_request, once=f"{summary.pk}:{summary.sha256}:{clock.now()}"
    )


def follow_up_question(follow_up: FollowUp, *, is_second: bool = False) -> None:
    """A year is over: have the needs been met?"""
    tell_requester(
        "follow_up_question",
        follow_up.assistance_request,
        once=f"{follow_up.pk}:{is_second}",
        path=follow_up.get_absolute_url(),
        is_second=is_second,
    )


def answered(notice: Notice) -> None:
    """An answer waits for the State."""
    tell_requester("answer_received", notice.assistance_request, once=f"{notice.pk}:{clock.now()}")


def distribution(notice: Notice) -> Any:
    """Queue the provider's mail: reference and link, never who asks for what."""
    return queue(
        "distribution_notice",
        key=f"notice:{notice.pk}",
        to=provider_contacts(notice.provider),
        about=notice.pk,
        context=distribution_facts(notice),
        is_rehearsal=notice.assistance_request.is_rehearsal,
    )


def distribution_facts(notice: Notice) -> dict[str, Any]:
    """What the provider's mail is filled with; "Show me as" fills it with the same."""
    return {
        "reference": notice.assistance_request.reference,
        "path": notice.get_absolute_url(),
    }


def revised(request: AssistanceRequest, *, version: RequestVersion) -> None:
    """The new words stand: a receipt to the requester, and one mail to every provider that had the old ones."""
    tell_requester("revision_receipt", request, once=str(version.number))
    for notice in request.notices.filter(kind=NoticeKind.REQUEST).select_related("provider"):
        queue(
            "request_revised",
            key=f"revised:{notice.pk}:{version.number}",
            to=provider_contacts(notice.provider),
            about=notice.pk,
            context={"reference": request.reference, "path": notice.get_absolute_url()},
            is_rehearsal=request.is_rehearsal,
        )


def distributed(request: AssistanceRequest, *, count: int) -> None:
    """Tell the requester that it went out, and to how many."""
    tell_requester(
        "distributed", request, once="1", count=count, distributed_at=request.distributed_at
    )


def second_notice(provider: Party, silent: Sequence[Notice], *, to: Sequence[Recipient]) -> Message:
    """Remind a silent provider of one or several requests in one mail; each notice is in one such mail only."""
    return queue(
        "second_notice",
        key=f"second_notice:{silent[0].pk}",
        to=to,
        about=provider.pk,
        context={
            "references": [notice.assistance_request.reference for notice in silent],
            "path": silent[0].get_absolute_url()
            if len(silent) == 1
            else reverse("requests:notices"),
        },
    )


def answer_receipt(notice: Notice, *, to: Any, at: datetime) -> None:
    """Tell the person who answered that the answer was kept, and when."""
    queue(
        "answer_receipt",
        key=f"answer_receipt:{notice.pk}:{at.timestamp()}",
        to=[Recipient(address=to.email, name=to.full_name, language=to.language)],
        about=notice.pk,
        context={**distribution_facts(notice), "received_at": at},
        is_rehearsal=notice.assistance_request.is_rehearsal,
    )


def question_asked(question: Question) -> None:
    """A question waits for the State."""
    tell_requester(
        "question_asked",
        question.assistance_request,
        once=str(question.pk),
        path=question.get_absolute_url(),
    )


def question_answered(question: Question) -> None:
    """Tell every provider that received the request, but those that said it is not for them: they read it if they look."""
    told = question.assistance_request.notices.filter(kind=NoticeKind.REQUEST)
    for notice in told.select_related("provider", "assistance_request").prefetch_related(
        "responses"
    ):
        latest = max(notice.responses.all(), key=lambda each: each.responded_at, default=None)
        if latest is None or latest.kind != ResponseKind.NOT_FOR_US:
            _tell_provider("question_answered", notice, question=question)


def question_settled(question: Question) -> None:
    """Tell the provider that asked what became of its question."""
    _tell_provider("question_settled", question.notice, question=question)


def _tell_provider(kind: str, notice: Notice, *, question: Question) -> None:
    queue(
        kind,
        key=f"{kind}:{question.pk}:{notice.pk}:{question.status}",
        to=provider_contacts(notice.provider),
        about=question.pk,
        context={
            "reference": notice.assistance_request.reference,
            "path": f"{notice.get_absolute_url()}#questions",
        },
        is_rehearsal=notice.assistance_request.is_rehearsal,
    )
