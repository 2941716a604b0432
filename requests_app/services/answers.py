"""A provider's answer to each need. Nothing that was answered is lost: every answer stays in the history."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clearinghouse.audit.record import record
from clearinghouse.core import clock
from clearinghouse.core.errors import RuleBroken, Stale
from requests_app import events, letters, notices, permissions
from requests_app.enums import HelpGiven, NeedStatus, RequestStatus, Verdict
from requests_app.models import Answer, AnswerVersion, AssistanceRequest, Need, Notice
from requests_app.services.needs import follow_answers
from requests_app.services.questions import ask

HELPS: Final = frozenset({Verdict.YES, Verdict.PARTLY})


def answer(notice: Notice, *, by: Any, answers: Iterable[Mapping[str, Any]]) -> list[Answer]:
    """Record the provider's answer to each need given and return those that are new or changed.

    A later answer replaces the earlier, the history keeps both. The State is told, the person gets a receipt, and a
    question goes to the State as one. What says the same as before changes nothing and tells nobody.
    """
    permissions.check_can_answer(by, notice)
    rows = list(answers)
    if not rows:
        raise RuleBroken(_("Choose an answer for at least one need."))
    with transaction.atomic():
        request = AssistanceRequest.objects.select_for_update().get(pk=notice.assistance_request_id)
        if request.status != RequestStatus.DISTRIBUTED:
            raise Stale(_("The request was withdrawn or closed; it takes no more answers."))
        needs = {need.pk: need for need in request.needs.all()}
        before = {each.need_id: each for each in notice.answers.all()}
        kept = [
            given
            for row in rows
            if (given := _keep_answer(notice, needs, row, before=before, by=by)) is not None
        ]
        if kept:
            notices.answered(notice)
            letters.answered(notice)
            notices.answer_receipt(notice, to=by, at=kept[-1].answered_at)
    return kept


def _keep_answer(
    notice: Notice,
    needs: Mapping[UUID, Need],
    row: Mapping[str, Any],
    *,
    before: Mapping[UUID, Answer],
    by: Any,
) -> Answer | None:
    need = needs.get(row["need"])
    if need is None or row["verdict"] not in Verdict.values:
        raise RuleBroken(_("This answer does not belong to the request. Load the page again."))
    words = _words(row)
    earlier = before.get(need.pk)
    if earlier is not None and all(getattr(earlier, name) == words[name] for name in words):
        return None
    if need.status == NeedStatus.NO_LONGER_NEEDED:
        raise Stale(_("The requester does not ask for this need any more. Load the page again."))
    if words["verdict"] == Verdict.QUESTION and not words["text"]:
        raise RuleBroken(_("Write the question."))
    given = {**words, "answered_at": clock.now(), "answered_by": by}
    kept, _is_new = Answer.objects.update_or_create(notice=notice, need=need, defaults=given)
    AnswerVersion.objects.create(answer=kept, number=kept.versions.count() + 1, **given)
    if words["verdict"] == Verdict.QUESTION:
        ask(notice, by=by, text=words["text"], need=need)
    follow_answers(need)
    record(
        events.NEED_ANSWERED,
        by=by,
        about=kept,
        case=notice.assistance_request,
        note=str(notice.provider),
        data={"need": str(need.pk), "verdict": kept.verdict},
    )
    return kept


def _words(row: Mapping[str, Any]) -> dict[str, Any]:
    """What is answered; when and how belong to help alone."""
    helps = row["verdict"] in HELPS
    how = row.get("how") or ""
    if how and how not in HelpGiven.values:
        raise RuleBroken(_("This answer does not belong to the request. Load the page again."))
    return {
        "verdict": row["verdict"],
        "text": (row.get("text") or "").strip(),
        "available_from": row.get("available_from") if helps else None,
        "how": how if helps else "",
    }
