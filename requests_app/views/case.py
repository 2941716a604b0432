"""Reading: the workspace's home, one request with everything about it, its receipt."""

from __future__ import annotations

import json
import uuid
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views import View
from django.views.generic import TemplateView

from clearinghouse.access.catalogue import PartyPermission
from clearinghouse.access.checks import is_desk
from clearinghouse.audit.timeline import timeline
from clearinghouse.core import clock, signatures
from clearinghouse.core.errors import NotAllowed
from clearinghouse.parties.selectors import parties_of
from clearinghouse.workflow.advance import may
from requests_app import (
    clocks,
    panels,
    permissions,
    reading,
    receipts,
    selectors,
    versions,
    workflow,
)
from requests_app.enums import (
    EDITABLE,
    OPEN,
    REVISABLE,
    Channel,
    Choice,
    DecisionKind,
    HoldKind,
    NoticeKind,
    PublicationWish,
    RequestStatus,
    ResponseKind,
)
from requests_app.models import Answer, AssistanceRequest, Need, Run, Summary
from requests_app.need_steps import standing_of
from requests_app.next_steps import next_step
from requests_app.views.records import OneRequest, WorkspacePage

NOTICES_AT_HOME = 10
PAST_AT_HOME = 20


class Home(WorkspacePage, TemplateView):
    """What waits for the person first, then everything of the party."""

    template_name = "requests/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, now = self.request.user, clock.now()
        own = selectors.own(user).prefetch_related("holds", "decisions")
        lines = [
            (record, next_step(record, at=now))
            for record in own.filter(status__in=[*OPEN, *EDITABLE])
        ]
        return super().get_context_data(
            drafts=[line for line in lines if line[0].status in EDITABLE],
            open_lines=[line for line in lines if line[0].status not in EDITABLE],
            past=own.exclude(status__in=[*OPEN, *EDITABLE])[:PAST_AT_HOME],
            summaries=self.waiting_summaries(),
            panels=panels.home_panels(user),
            unanswered=selectors.waiting_notices(user).order_by("-visible_at")[:NOTICES_AT_HOME],
            may_ask=parties_of(user, PartyPermission.DRAFT).exists(),
            may_answer=parties_of(user, PartyPermission.PROVIDE).exists(),
            is_at_desk=is_desk(user),
            **kwargs,
        )

    def waiting_summaries(self) -> QuerySet[Any]:
        own_parties = parties_of(self.request.user, PartyPermission.ACT)
        return selectors.awaiting_consent().filter(assistance_request__requester__in=own_parties)


class Detail(OneRequest, TemplateView):
    """One request: where it stands, the two decisions, who was told, who answered what, its history."""

    template_name = "requests/detail.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        record = self.assistance_request
        if record.status in EDITABLE and _is_allowed(
            permissions.check_can_read_draft, request.user, record
        ):
            return redirect("requests:review", pk=record.pk)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        record, user, now = self.assistance_request, self.request.user, clock.now()
        version = record.versions.last()
        content = version.content if version else versions.content_of(record)
        return super().get_context_data(
            version=version,
            step=next_step(record, at=now),
            clock=clocks.explain(record, at=now),
            said=reading.said_to_providers(content),
            said_needs=reading.needs_said(content),
            kept_back=reading.said_to_the_committee(record),
            history=timeline(record.pk, hide_names=not is_desk(user)),
            skips=record.skips.select_related("provider"),
            panels=panels.request_panels(user, record),
            may_revise=record.channel == Channel.PORTAL
            and record.status in REVISABLE
            and _is_allowed(permissions.check_can_revise, user, record),
            may_copy=_is_allowed(permissions.check_can_create, user, record.requester),
            copy_fields={"submission_key": uuid.uuid4()},
            revision=record.revisions.filter(status=RequestStatus.DRAFT).first(),
            standing=standing_of(record, user=user, href=_need_step),
            may_decide=_is_allowed(permissions.check_can_decide, user, record),
            withdraw_refusal=_sentence(may(record, workflow.WITHDRAW, user)),
            **self.distribution(record, user),
            **self.answers(record),
            **self.publication(record),
            **kwargs,
        )

    def distribution(self, record: AssistanceRequest, user: Any) -> dict[str, Any]:
        open_holds = [
            hold for hold in record.holds.select_related("placed_by") if hold.released_at is None
        ]
        waits = record.status in {RequestStatus.SUBMITTED, RequestStatus.ACKNOWLEDGED}
        asked = clocks.asked_to_send_now(record)
        return {
            "holds": [
                (hold, _is_allowed(permissions.check_can_release, user, hold))
                for hold in open_holds
            ],
            "may_hold": waits and not any(hold.kind == HoldKind.STATE for hold in open_holds),
            "may_send_now": record.status == RequestStatus.ACKNOWLEDGED and not asked,
            "asked_to_send_now": asked,
        }

    def publication(self, record: AssistanceRequest) -> dict[str, Any]:
        states = [SummaryState(summary) for summary in record.summaries.all()]
        has_refused = _has_refused(record)
        return {
            "summaries": [state for state in states if state.concerns_the_state],
            "has_refused": has_refused,
            "may_refuse": record.publication_wish != PublicationWish.NOTHING
            and record.submitted_at is not None
            and record.status != RequestStatus.WITHDRAWN
            and not has_refused,
            "refuse_fields": {"decision": "refuse"},
        }

    def answers(self, record: AssistanceRequest) -> dict[str, Any]:
        if record.distributed_at is None:
            return {}
        told = record.notices.filter(kind=NoticeKind.REQUEST).select_related("provider")
        notices = list(selectors.with_response(told))
        answers = list(
            Answer.objects.filter(notice__assistance_request=record).select_related(
                "notice__provider"
            )
        )
        return {
            "told": sorted({notice.provider.name for notice in notices}),
            "silent": reading.silent_providers(notices),
            "received": reading.providers_who_said(
                notices, ResponseKind.RECEIVED, ResponseKind.FOR_US
            ),
            "not_for_us": reading.providers_who_said(notices, ResponseKind.NOT_FOR_US),
            "answers": reading.answers_by_need(record.needs.all(), answers),
        }


class Receipt(OneRequest, TemplateView):
    """Proof of the submission, to print: number, moment, fingerprint of the words, what comes next."""

    template_name = "requests/receipt.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.assistance_request.submitted_at is None:
            return redirect(self.assistance_request)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        record, now = self.assistance_request, clock.now()
        return super().get_context_data(
            version=record.versions.last(),
            clock=clocks.explain(record, at=now),
            step=next_step(record, at=now),
            signed_text=self.signed_text(),
            signature=self.signed["signature"] if self.signed else None,
            run=Run.objects.filter(assistance_request=record).first(),
            **kwargs,
        )

    @cached_property
    def signed(self) -> dict[str, Any] | None:
        return receipts.receipt_of(self.assistance_request) if signatures.has_key() else None

    def signed_text(self) -> str:
        return signatures.canonical(self.signed["receipt"]).decode() if self.signed else ""


class ReceiptFile(OneRequest, View):
    """The signed receipt as a file, which anybody can check without us."""

    def get(self, request: HttpRequest, pk: str) -> HttpResponse:
        if self.assistance_request.submitted_at is None or not signatures.has_key():
            return redirect(self.assistance_request)
        text = json.dumps(receipts.receipt_of(self.assistance_request), indent=2, sort_keys=True)
        response = HttpResponse(text + "\n", content_type="application/json")
        name = f"receipt-{self.assistance_request.reference}.json".replace("/", "-")
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


class SummaryState:
    """Words that were put to the State, with the consent in force if there is one."""

    def __init__(self, summary: Summary) -> None:
        self.summary = summary
        self.consent = summary.consents.filter(withdrawn_at__isnull=True).first()
        self.withdraw_fields = {"decision": "withdraw_consent", "language": summary.language}
        self.consent_fields = {
            "decision": "consent",
            "language": summary.language,
            "sha256": summary.sha256,
        }

    @property
    def concerns_the_state(self) -> bool:
        """Words that an expert is still writing are not shown."""
        return self.summary.put_to_state_at is not None or self.consent is not None


def _need_step(need: Need, verb: str) -> str:
    return reverse("requests:need-step", args=[need.pk, verb])


def _has_refused(record: AssistanceRequest) -> bool:
    latest = record.decisions.filter(kind=DecisionKind.PUBLICATION).last()
    return latest is not None and latest.choice == Choice.REFUSE


def _is_allowed(check: Any, user: Any, record: Any) -> bool:
    try:
        check(user, record)
    except NotAllowed:
        return False
    return True


def _sentence(refusal: Any) -> str:
    return str(refusal.sentence) if refusal else ""
