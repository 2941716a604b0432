"""The words that the public may read: written by experts, consented to by the State, exactly as they stand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clearinghouse.access import SYSTEM
from clearinghouse.audit.record import record
from clearinghouse.core import clock
from clearinghouse.core.errors import RuleBroken, Stale
from clearinghouse.reference.policies import policy
from requests_app import clocks, events, notices, permissions, publication
from requests_app.enums import Choice, DecisionKind, PublicationWish
from requests_app.models import AssistanceRequest, Decision, Summary, SummaryConsent

PUBLISHABLE = frozenset({"acknowledged", "distributed", "closed"})
WRITABLE = PUBLISHABLE | {"submitted"}
WORDS_CHANGED = _("The words were changed after you read them. Read them again before you decide.")


def write_summary(
    assistance_request: AssistanceRequest, *, by: Any, language: str, title: str, text: str
) -> Summary:
    """Write or change the summary in one language. A changed word ends the consent and takes the public copy off
    in the same transaction; the same words again change nothing."""
    permissions.check_can_write_summary(by, assistance_request)
    title, text = title.strip(), text.replace("\r\n", "\n").strip()
    if not title or not text:
        raise RuleBroken(_("A summary has a title and a text."))
    with transaction.atomic():
        locked = _lock_writable(assistance_request.pk)
        facts = publication.facts_of(locked)
        digest = Summary.digest(language=language, title=title, text=text, **facts)
        sibling = locked.summaries.first()
        summary = locked.summaries.filter(language=language).first() or Summary(
            assistance_request=locked, language=language, written_by=by
        )
        if sibling is not None:
            summary.public_id = sibling.public_id
        if summary.sha256 == digest and summary.is_intact:
            return summary
        if not summary._state.adding:
            end_consent(summary, by=by, event=events.CONSENT_LAPSED)
        summary.title, summary.text = title, text
        _keep(summary, facts, digest=digest)
        summary.written_by, summary.put_to_state_at = by, None
        summary.save()
        record(
            events.SUMMARY_WRITTEN,
            by=by,
            about=summary,
            case=locked,
            data={"sha256": digest, "language": language},
        )
    return summary


def put_summary_to_state(
    summary: Summary, *, by: Any, sha256: str | None = None, asked_by: Any = None
) -> Summary:
    """Ask the State for its consent to exactly these words; its focal points are told by mail.

    Another person than the writer does it (policy `four_eyes`); with `asked_by`, whoever approved an expert's question.
    `sha256` is the hash of the words as they were read; Stale when they were changed since.
    """
    with transaction.atomic():
        request = _lock_writable(summary.assistance_request_id)
        locked = Summary.objects.select_for_update().get(pk=summary.pk)
        permissions.check_can_put_summary(by, locked, asked_by=asked_by)
        if request.publication_wish == PublicationWish.NOTHING:
            raise RuleBroken(_("The requester said that nothing may be published."))
        if not locked.is_intact or (sha256 is not None and locked.sha256 != sha256):
            raise Stale(WORDS_CHANGED)
        if locked.put_to_state_at is None:
            facts = publication.facts_of(request)
            digest = Summary.digest(
                language=locked.language, title=locked.title, text=locked.text, **facts
            )
            _keep(locked, facts, digest=digest)
            locked.put_to_state_at = clock.now()
            locked.save()
            record(events.SUMMARY_PUT_TO_STATE, by=by, about=locked, case=request)
            notices.summary_for_consent(locked)
    return locked


def consent(summary: Summary, *, by: Any, sha256: str) -> SummaryConsent:
    """Consent to exactly the words with this hash; they are public when this returns.

    Only a focal point of the requester consents. Other words than the present ones: Stale.
    """
    permissions.check_can_decide(by, summary.assistance_request)
    with transaction.atomic():
        request = AssistanceRequest.objects.select_for_update().get(
            pk=summary.assistance_request_id
        )
        locked = Summary.objects.select_for_update().get(pk=summary.pk)
        if request.status not in PUBLISHABLE or locked.put_to_state_at is None:
            raise Stale(_("These words have not been put to you for consent. Load the page again."))
        if locked.sha256 != sha256 or not locked.is_intact:
            raise Stale(WORDS_CHANGED)
        given, is_new = SummaryConsent.objects.get_or_create(
            summary=locked,
            withdrawn_at=None,
            defaults={"sha256": sha256, "given_at": clock.now(), "given_by": by},
        )
        if is_new:
            _decide(request, Choice.CONSENT, by=by)
            record(events.CONSENT_GIVEN, by=by, about=locked, case=request, data={"sha256": sha256})
            _publish(locked, by=by)
    return given


def consent_by_silence(assistance_request: AssistanceRequest) -> int:
    """After the end of the window: where the policy says that silence consents, publish what was put to the State
    at least the minimum window before; returns how many language versions. Nothing while the request is held or
    once the State has decided anything about publication. What applied is recorded with each consent."""
    if not policy("publication_silence_consents"):
        return 0
    count = 0
    with transaction.atomic():
        request = AssistanceRequest.objects.select_for_update().get(pk=assistance_request.pk)
        if not _silence_counts(request):
            return 0
        put_before = clock.now() - timedelta(hours=policy("minimum_window_hours"))
        summaries = request.summaries.select_for_update(of=("self",)).filter(
            put_to_state_at__lte=put_before, consents__isnull=True
        )
        for summary in summaries:
            if not summary.is_intact:
                continue
            SummaryConsent.objects.create(
                summary=summary, sha256=summary.sha256, given_at=clock.now(), by_silence=True
            )
            record(events.CONSENT_BY_SILENCE, by=SYSTEM, about=summary, case=request)
            _publish(summary, by=SYSTEM)
            count += 1
    return count


def withdraw_consent(summary: Summary, *, by: Any, note: str = "") -> None:
    """Withdraw consent to one language version; it is off every public page when this returns."""
    permissions.check_can_decide(by, summary.assistance_request)
    with transaction.atomic():
        locked = Summary.objects.select_for_update().get(pk=summary.pk)
        if not locked.consents.filter(withdrawn_at__isnull=True).exists():
            raise Stale(_("There is no consent in force to withdraw."))
        _decide(locked.assistance_request, Choice.WITHDRAW_CONSENT, by=by, note=note)
        end_consent(locked, by=by, event=events.CONSENT_WITHDRAWN, note=note)


def refuse_publication(
    assistance_request: AssistanceRequest, *, by: Any, note: str = ""
) -> Decision:
    """Refuse publication of anything about this request; consents in force end with it."""
    permissions.check_can_decide(by, assistance_request)
    with transaction.atomic():
        locked = AssistanceRequest.objects.select_for_update().get(pk=assistance_request.pk)
        decision = _decide(locked, Choice.REFUSE, by=by, note=note)
        record(events.PUBLICATION_REFUSED, by=by, about=locked, note=note)
        for summary in locked.summaries.select_for_update():
            end_consent(summary, by=by, event=events.CONSENT_WITHDRAWN, note=note)
            Summary.objects.filter(pk=summary.pk).update(put_to_state_at=None)
    return decision


def _silence_counts(locked: AssistanceRequest) -> bool:
    now = clock.now()
    window_end = clocks.effective_window_end(locked, at=now)
    return (
        locked.status in {"acknowledged", "distributed"}
        and window_end is not None
        and window_end <= now
        and not locked.holds.filter(released_at__isnull=True).exists()
        and not locked.decisions.filter(kind=DecisionKind.PUBLICATION).exists()
    )


def _lock_writable(pk: Any) -> AssistanceRequest:
    locked = AssistanceRequest.objects.select_for_update().get(pk=pk)
    if locked.status not in WRITABLE:
        raise Stale(_("A summary is written for a submitted request that was not withdrawn."))
    return locked


def _keep(summary: Summary, facts: Mapping[str, Any], *, digest: str) -> None:
    for name, value in facts.items():
        setattr(summary, name, value)
    summary.sha256 = digest


def _decide(request: AssistanceRequest, choice: Choice, *, by: Any, note: str = "") -> Decision:
    return Decision.objects.create(
        assistance_request=request,
        kind=DecisionKind.PUBLICATION,
        choice=choice,
        note=note,
        decided_at=clock.now(),
        decided_by=by,
    )


def _publish(summary: Summary, *, by: Any) -> None:
    publication.publish(summary, at=clock.now())
    record(events.SUMMARY_PUBLISHED, by=by, about=summary, case=summary.assistance_request)
    notices.published(summary)


def end_consent(summary: Summary, *, by: Any, event: str, note: str = "") -> None:
    """End the consent in force and take the public copy off, in the caller's transaction."""
    was_public = publication.take_off(summary)
    ended = summary.consents.filter(withdrawn_at__isnull=True).update(
        withdrawn_at=clock.now(), withdrawn_by=by
    )
    if ended:
        record(event, by=by, about=summary, case=summary.assistance_request, note=note)
    # Words under a consent in force are public; with a changed status the database has taken them off already.
    if was_public or ended:
        record(events.SUMMARY_TAKEN_OFF, by=by, about=summary, case=summary.assistance_request)
