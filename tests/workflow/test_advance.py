"""One place moves a status: locked, checked, ruled, audited."""

from __future__ import annotations

from typing import Any

import pytest

from clearinghouse.audit.models import AuditEvent
from clearinghouse.core.errors import NotAllowed, RuleBroken, Stale
from clearinghouse.workflow.advance import advance, may
from requests_app import workflow
from requests_app.enums import RequestStatus
from requests_app.models import AssistanceRequest
from tests.factories import make_draft, make_request

pytestmark = pytest.mark.django_db


def test_may_and_advance_refuse_alike(focal_point: Any, drafter: Any, arcadia: Any) -> None:
    draft = make_draft(focal_point, arcadia, needs=[])

    assert isinstance(may(draft, workflow.SUBMIT, drafter), NotAllowed)
    assert isinstance(may(draft, workflow.SUBMIT, focal_point), RuleBroken)
    with pytest.raises(RuleBroken):
        advance(draft, workflow.SUBMIT, by=focal_point)


def test_refusal_writes_nothing(focal_point: Any, arcadia: Any) -> None:
    request = make_request(focal_point, arcadia)
    before = AuditEvent.objects.count()

    with pytest.raises(Stale, match="Acknowledged"):
        advance(request, workflow.SUBMIT, by=focal_point)

    request.refresh_from_db()
    assert request.status == RequestStatus.ACKNOWLEDGED
    assert AuditEvent.objects.count() == before


def test_advance_looks_at_the_row_and_not_at_the_copy_in_hand(
    focal_point: Any, arcadia: Any
) -> None:
    old_copy = make_draft(focal_point, arcadia)
    fresh = AssistanceRequest.objects.get(pk=old_copy.pk)
    advance(fresh, workflow.WITHDRAW, by=focal_point)

    with pytest.raises(Stale):
        advance(old_copy, workflow.WITHDRAW, by=focal_point)


@pytest.mark.parametrize("status", RequestStatus.values)
@pytest.mark.parametrize(
    "transition", workflow.REQUEST_WORKFLOW.transitions, ids=lambda each: each.verb
)
def test_every_pair_of_status_and_verb_is_decided_by_the_table(
    focal_point: Any, arcadia: Any, status: str, transition: Any
) -> None:
    record = AssistanceRequest(status=status, requester=arcadia)
    allowed = transition.__class__(**{
        **{name: getattr(transition, name) for name in ("verb", "label", "sources", "target", "event")},
        "check": lambda user, record: None,
    })  # fmt: skip

    refusal = may(record, allowed, focal_point)

    assert (refusal is None) == (status in transition.sources)
