"""Questions of providers: the State answers to all of them, and nobody learns who asked."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clearinghouse.audit.record import record
from clearinghouse.core import clock
from clearinghouse.core.errors import RuleBroken, Stale
from clearinghouse.workflow.advance import advance
from clearinghouse.workflow.transition import Transition
from requests_app import events, notices, permissions, workflow
from requests_app.enums import QuestionStatus, RequestStatus
from requests_app.models import AssistanceRequest, Need, Notice, Question


def ask(notice: Notice, *, by: Any, text: str, need: Need | None = None) -> Question:
    """Put a question to the State, about one need or in general. The State is told; the same again adds nothing."""
    permissions.check_can_answer(by, notice)
    if not text.strip():
        raise RuleBroken(_("Write the question."))
    with transaction.atomic():
        request = AssistanceRequest.objects.select_for_update().get(pk=notice.assistance_request_id)
        if request.status != RequestStatus.DISTRIBUTED:
            raise Stale(_("The request was withdrawn or closed; nobody would answer the question."))
        if need is not None and need.assistance_request_id != request.pk:
            raise RuleBroken(_("This need does not belong to the request. Load the page again."))
        twin = notice.questions.filter(
            need=need, text=text.strip(), status=QuestionStatus.WAITING
        ).first()
        if twin is not None:
            return twin
        question = Question.objects.create(
            assistance_request=request,
            notice=notice,
            need=need,
            text=text.strip(),
            asked_at=clock.now(),
            asked_by=by,
        )
        record(
            events.QUESTION_ASKED,
            by=by,
            about=question,
            case=request,
            note=str(notice.provider),
        )
        notices.question_asked(question)
    return question


def save_reply(question: Question, *, by: Any, wording: str, reply: str) -> Question:
    """Keep an answer that is not ready; nobody is told, and only the State's people see it."""
    permissions.check_can_draft_reply(by, question)
    changed = Question.objects.filter(pk=question.pk, status=QuestionStatus.WAITING).update(
        wording=wording.strip(), reply=reply.strip()
    )
    if not changed:
        raise Stale(_("This question has been settled. Load the page again."))
    question.refresh_from_db()
    return question


def reply_to_all(
    question: Question, *, by: Any, wording: str, reply: str, document: str = ""
) -> Question:
    """Answer the question to every provider that received the request; each is told, none learns who asked.

    For paper an expert records it, on the reference of the State's document.
    """
    return _reply(question, workflow.REPLY, by=by, wording=wording, reply=reply, document=document)


def reply_to_experts(
    question: Question, *, by: Any, wording: str, reply: str, document: str = ""
) -> Question:
    """Answer the question to the Committee's experts alone; the provider learns that, not the answer."""
    return _reply(
        question, workflow.REPLY_TO_EXPERTS, by=by, wording=wording, reply=reply, document=document
    )


def decline(question: Question, *, by: Any, note: str = "", document: str = "") -> Question:
    """Say that the State does not answer. Nobody has to give a reason; who asked is told."""
    return _settle(question, workflow.DECLINE_QUESTION, by=by, note=note, document=document)


def withhold(question: Question, *, by: Any, note: str) -> Question:
    """Take a question, and its answer, from the providers' pages, because it reveals something. Who asked is told."""
    permissions.check_is_expert(by)
    if not note.strip():
        raise RuleBroken(_("Say why the question is withheld; who asked reads it."))
    return _settle(question, workflow.WITHHOLD_QUESTION, by=by, note=note.strip())


def merge(question: Question, *, into: Question, by: Any) -> Question:
    """Join a question with another one that asks the same; its answer then counts for both. Who asked is told."""
    permissions.check_is_expert(by)
    if (
        into.assistance_request_id != question.assistance_request_id
        or into.pk == question.pk
        or into.status not in (QuestionStatus.WAITING, QuestionStatus.ANSWERED)
    ):
        raise RuleBroken(_("Choose another question about this request that stands."))
    return _settle(question, workflow.MERGE_QUESTION, by=by, merged_into=into)


def _reply(
    question: Question,
    transition: Transition,
    *,
    by: Any,
    wording: str,
    reply: str,
    document: str,
) -> Question:
    transition.check(by, question)
    if not reply.strip():
        raise RuleBroken(_("Write the answer."))
    return _settle(
        question,
        transition,
        by=by,
        document=document,
        wording=wording.strip() or question.text,
        reply=reply.strip(),
    )


def _settle(
    question: Question,
    transition: Transition,
    *,
    by: Any,
    note: str = "",
    document: str = "",
    **fields: Any,
) -> Question:
    request = question.assistance_request
    speaks_for_state = transition in workflow.BY_THE_STATE
    if speaks_for_state and permissions.is_for_the_state(by, request) and not document.strip():
        raise RuleBroken(_("Give the reference of the State's document that says so."))
    with transaction.atomic():
        # The request first, as everywhere: its end and an answer never cross.
        locked = AssistanceRequest.objects.select_for_update().get(pk=request.pk)
        if speaks_for_state and locked.status != RequestStatus.DISTRIBUTED:
            raise Stale(_("The request was withdrawn or closed; its questions end with it."))
        advance(
            question,
            transition,
            by=by,
            note=note,
            case=locked,
            settled_at=clock.now(),
            settled_by=by,
            document=document.strip(),
            why=note,
            **fields,
        )
    return question
