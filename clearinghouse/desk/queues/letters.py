"""Queues of letters in the Chair's name: what waits to be read and sent, and what should be written."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clearinghouse.desk.queues.kinds import Asked, QueueKind, Row, Waiting, case_address
from clearinghouse.letters.models import Letter
from clearinghouse.letters.selectors import drafts_waiting
from requests_app.letters import consolidated_answers_due
from requests_app.models import AssistanceRequest


def letters_to_send(user: Any) -> Waiting:
    """Drafts of letters, the oldest first."""

    def row(letter: Letter) -> Row:
        return Row(
            subject=letter.pk,
            label=f"{letter.case_reference} · {letter.addressee}",
            href=reverse("admin:desk_letters:detail", args=[letter.pk]),
            note=letter.get_kind_display(),
            since=letter.created_at,
            case=letter.case,
        )

    return Asked(drafts_waiting(), row, since="created_at", case="case")


def answers_to_consolidate(user: Any) -> Waiting:
    """Requests whose State should have one letter with all answers."""

    def row(request: AssistanceRequest) -> Row:
        return Row(
            subject=request.pk,
            label=f"{request} · {request.requester}",
            href=case_address(request, "letters"),
            since=request.distributed_at,
            case=request.pk,
        )

    return Asked(consolidated_answers_due(), row, since="distributed_at", case="pk")


TO_SEND = QueueKind(
    "letters", _("Letters to send"), _("No letter waits to be sent."), letters_to_send,
    lead=_("Letters in the Chair’s name that were drafted by a step: read them, change what has to be changed, send them."),
    elsewhere=lambda: reverse("admin:desk_letters:list") + "?status=draft",
)  # fmt: skip

CONSOLIDATE = QueueKind(
    "consolidate", _("Consolidated answers due"), _("No request waits for its consolidated answer."),
    answers_to_consolidate, tone="progress",
    lead=_("Requests that went out long enough ago for one letter with every provider’s answer."),
)  # fmt: skip
