"""Which letter of the Chair each step of a request causes, and from which facts it is written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

import structlog
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from clearinghouse.core import clock
from clearinghouse.core.errors import RuleBroken
from clearinghouse.letters import services
from clearinghouse.letters.enums import LetterKind
from clearinghouse.letters.models import Letter
from clearinghouse.parties.models import Party
from clearinghouse.reference.policies import policy
from requests_app import permissions
from requests_app.answers_table import table_of
from requests_app.enums import RequestStatus, Standing, Verdict
from requests_app.models import Answer, AssistanceRequest, FollowUp, Notice

log = structlog.get_logger(__name__)

# How far back a tick looks for letters that their step could not write.
_REPAIRED_WITHIN: Final = timedelta(days=2)
# So many of each at one tick, whichever: letters that fail again and again keep neither the tick nor the others.
_AT_ONE_TICK: Final = 50
_UNSAID: Final = frozenset({Standing.SILENT, Standing.UNDELIVERED, Standing.RECEIVED})
_OFFERED: Final = (Verdict.YES, Verdict.PARTLY)


def acknowledged(request: AssistanceRequest) -> None:
    """Keep the Chair's acknowledgement as sent, in the step's transaction."""
    assert request.received_at is not None
    facts = {
        "requester": str(request.requester_id),
        "received_at": _moment(request.received_at),
        "held": request.holds.filter(released_at__isnull=True).exists(),
        "distribute_at": _moment(request.window_ends_at),
        "silence_publishes": bool(policy("publication_silence_consents")),
    }
    _at_once(
        LetterKind.ACKNOWLEDGEMENT,
        request,
        addressee=request.requester,
        about=request.pk,
        key=f"acknowledgement:{request.pk}",
        facts=facts,
    )


def distributed(notice: Notice) -> None:
    """Keep the letter that carries the request to one provider as sent, in the step's transaction."""
    request = notice.assistance_request
    facts = {
        "requester": str(request.requester_id),
        "received_on": _day(request.received_at),
    }
    _at_once(
        LetterKind.DISTRIBUTION,
        request,
        addressee=notice.provider,
        about=notice.pk,
        key=f"distribution:{notice.pk}",
        facts=facts,
    )


def answered(notice: Notice) -> None:
    """Draft thanks to a provider that offers help, and word of the offer to the requester; a later answer
    changes both as long as they are drafts, and one that offers nothing any more puts both aside."""
    answers = Answer.objects.filter(
        notice__provider=notice.provider,
        need__assistance_request=notice.assistance_request_id,
        verdict__in=_OFFERED,
    ).select_related("need")
    offered = sorted(answers, key=lambda each: each.need.number)
    if offered:
        _in_no_way(_draft_offer, notice, offered)
    else:
        _in_no_way(_set_offer_aside, notice)


def draft_consolidated_answer(request: AssistanceRequest, *, by: Any) -> Letter:
    """Draft the one letter in which the State reads every provider's answer to every need; the draft that waits
    follows the record, and after a sent one there can be another."""
    permissions.check_is_expert(by)
    if request.status not in (RequestStatus.DISTRIBUTED, RequestStatus.CLOSED):
        raise RuleBroken(_("There are no answers to pass on before the request has gone out."))
    return services.draft_again(
        LetterKind.CONSOLIDATED_ANSWER,
        addressee=request.requester,
        about=request.pk,
        key=f"consolidated:{request.pk}",
        facts=_answers(request),
        **_of(request),
    )


def asked_after_a_year(follow_up: FollowUp) -> None:
    """Draft the Chair's question of one year, need by need; the mail to the mission goes without it."""
    request = follow_up.assistance_request
    needs = [
        {"number": need.number, "title": need.title, "status": need.status}
        for need in request.needs.order_by("number")
    ]

    def write() -> None:
        services.draft(
            LetterKind.ONE_YEAR_QUESTION,
            addressee=request.requester,
            about=follow_up.pk,
            key=f"one_year:{follow_up.pk}",
            facts={"received_on": _day(request.received_at), "needs": needs},
            **_of(request),
        )

    _in_no_way(write)


def consolidated_answers_due() -> QuerySet[AssistanceRequest]:
    """Requests that went out long enough ago, and whose State has no consolidated answer yet, not even a draft."""
    since = clock.now() - timedelta(days=policy("consolidated_answer_after_days"))
    written = Letter.objects.filter(kind=LetterKind.CONSOLIDATED_ANSWER, case__isnull=False)
    return (
        AssistanceRequest.objects.filter(
            status=RequestStatus.DISTRIBUTED, distributed_at__lte=since
        )
        .exclude(pk__in=written.values("case"))
        .select_related("requester")
        .order_by("distributed_at")
    )


def write_missing() -> int:
    """Try some of the letters of the last days that their step could not write; returns how many. Safe to repeat."""
    since = clock.now() - _REPAIRED_WITHIN
    written = Letter.objects.filter(is_automatic=True)
    requests = AssistanceRequest.objects.filter(acknowledged_at__gte=since).exclude(
        pk__in=written.filter(kind=LetterKind.ACKNOWLEDGEMENT).values("about")
    )
    notices = Notice.objects.filter(visible_at__gte=since, kind="request").exclude(
        pk__in=written.filter(kind=LetterKind.DISTRIBUTION).values("about")
    )
    notices = notices.select_related("assistance_request", "provider")
    missing: list[tuple[Callable[[Any], None], Any]] = [
        *((acknowledged, each) for each in requests.order_by("?")[:_AT_ONE_TICK]),
        *((distributed, each) for each in notices.order_by("?")[:_AT_ONE_TICK]),
    ]
    for write, record in missing:
        write(record)
    return len(missing)


def _draft_offer(notice: Notice, offered: list[Answer]) -> None:
    request = notice.assistance_request
    needs = [
        {"number": each.need.number, "title": each.need.title, "verdict": each.verdict}
        for each in offered
    ]
    facts = {"answered_on": _day(max(each.answered_at for each in offered)), "needs": needs}
    services.draft_again(
        LetterKind.THANKS,
        addressee=notice.provider,
        about=notice.pk,
        key=_offer_key("thanks", notice),
        facts={**facts, "requester": str(request.requester_id)},
        **_of(request),
    )
    services.draft_again(
        LetterKind.OFFER,
        addressee=request.requester,
        about=notice.pk,
        key=_offer_key("offer", notice),
        facts={**facts, "provider": str(notice.provider_id)},
        **_of(request),
    )


def _set_offer_aside(notice: Notice) -> None:
    for name in ("thanks", "offer"):
        services.set_aside(_offer_key(name, notice))


def _offer_key(name: str, notice: Notice) -> str:
    return f"{name}:{notice.assistance_request_id}:{notice.provider_id}"


def _answers(request: AssistanceRequest) -> dict[str, Any]:
    table = table_of(request)
    said = [line for line in table.lines if any(c.verdict not in _UNSAID for c in line.cells)]
    silent = [line for line in table.lines if line not in said]
    rows = [
        {
            "number": need.number,
            "title": need.title,
            "provider": str(line.provider.pk),
            "verdict": line.cells[index].verdict.value,
        }
        for index, need in enumerate(table.needs)
        for line in said
    ]
    return {
        "distributed_on": _day(request.distributed_at),
        "told": len(table.lines),
        "answered": len(said),
        "rows": rows,
        "silent": [str(line.provider.pk) for line in silent],
    }


def _at_once(
    kind: str,
    request: AssistanceRequest,
    *,
    addressee: Party,
    facts: dict[str, Any],
    **options: Any,
) -> None:
    def write() -> None:
        services.send_at_once(kind, addressee=addressee, facts=facts, **options, **_of(request))

    _in_no_way(write)


def _in_no_way(write: Callable[..., None], *arguments: Any) -> None:
    """Write a letter without ever standing in the way of the step: what fails is logged, and a tick repeats it."""
    try:
        with transaction.atomic():
            write(*arguments)
    except Exception:  # the week is kept with or without a letter
        log.exception("letter_failed", step=write.__name__)


def _of(request: AssistanceRequest) -> dict[str, Any]:
    return {
        "case": request.pk,
        "reference": request.reference,
        "is_rehearsal": request.is_rehearsal,
    }


def _moment(value: datetime | None) -> str:
    return value.isoformat() if value else ""


def _day(value: datetime | None) -> str:
    assert value is not None
    return value.astimezone(clock.NEW_YORK).date().isoformat()
