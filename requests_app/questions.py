"""Which questions of providers wait, and who reads which. Reads only."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from requests_app import selectors
from requests_app.enums import QuestionStatus, RequestStatus
from requests_app.models import AssistanceRequest, Notice, Question


def questions_waiting() -> QuerySet[Question]:
    """Questions that the State has not settled yet, the oldest first."""
    return (
        _joined(Question.objects.all())
        .filter(status=QuestionStatus.WAITING, assistance_request__status=RequestStatus.DISTRIBUTED)
        .order_by("asked_at")
    )


def visible_to(user: Any) -> QuerySet[Question]:
    """Questions about the requests that the person may read: the State's people and the desk, never providers."""
    return _joined(
        Question.objects.filter(assistance_request__in=selectors.visible_to(user).values("pk"))
    )


def waiting_for(user: Any) -> QuerySet[Question]:
    """Questions that wait for the person's own State."""
    return questions_waiting().filter(assistance_request__in=selectors.own(user).values("pk"))


def about(assistance_request: AssistanceRequest) -> QuerySet[Question]:
    """Every question about a request, in the order in which they were asked."""
    return _joined(assistance_request.questions.all()).order_by("asked_at")


def answered_for(notice: Notice) -> QuerySet[Question]:
    """Questions that the State answered to all: what every provider reads, whoever asked."""
    return (
        Question.objects.filter(
            assistance_request=notice.assistance_request_id, status=QuestionStatus.ANSWERED
        )
        .select_related("need")
        .order_by("settled_at")
    )


def own_of(notice: Notice) -> QuerySet[Question]:
    """What this provider asked and is not among the answers to all."""
    return (
        notice.questions.exclude(status=QuestionStatus.ANSWERED)
        .select_related("need", "merged_into")
        .order_by("asked_at")
    )


def may_take(question: Question) -> QuerySet[Question]:
    """The questions with which this one can be joined."""
    return (
        question.assistance_request.questions.filter(
            status__in=[QuestionStatus.WAITING, QuestionStatus.ANSWERED]
        )
        .exclude(pk=question.pk)
        .order_by("asked_at")
    )


def _joined(questions: QuerySet[Question]) -> QuerySet[Question]:
    return questions.select_related("assistance_request__requester", "need", "notice__provider")
