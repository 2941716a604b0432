"""What waits for a second person, and who stands in for whom. Reads only."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import QuerySet

from clearinghouse.access.catalogue import DeskRole
from clearinghouse.access.checks import has_desk_role
from clearinghouse.approvals.enums import ApprovalStatus
from clearinghouse.approvals.models import Approval, Deputy
from clearinghouse.core import clock

READERS = (DeskRole.EXPERT, DeskRole.SECRETARIAT, DeskRole.MEMBER)


def visible_to(user: Any) -> QuerySet[Approval]:
    """Everything for those who read at the desk, nothing for anybody else."""
    if not has_desk_role(user, *READERS):
        return Approval.objects.none()
    return Approval.objects.select_related("asked_by", "decided_by")


def waiting() -> QuerySet[Approval]:
    """What waits for a second person, the oldest first."""
    return (
        Approval.objects.filter(status=ApprovalStatus.WAITING)
        .select_related("asked_by")
        .order_by("asked_at")
    )


def of_case(case_id: UUID) -> QuerySet[Approval]:
    """Every question of one case, the newest first."""
    return Approval.objects.filter(case_id=case_id).select_related("asked_by", "decided_by")


def second_persons(approval: Approval) -> list[Any]:
    """The people who may decide: other experts, and deputies of experts."""
    people = get_user_model().objects.filter(is_active=True).exclude(pk=approval.asked_by_id)
    experts = people.filter(groups__name=DeskRole.EXPERT)
    deputies = people.filter(
        groups__name=DeskRole.SECRETARIAT,
        pk__in=Deputy.objects.in_force(day=clock.new_york_day()).of_experts().values("deputy_id"),
    )
    return list((experts | deputies).distinct().order_by("full_name"))


def covered_by(user: Any) -> list[UUID]:
    """Ids of the people for whom this person stands in today."""
    in_force = Deputy.objects.in_force(day=clock.new_york_day())
    return list(in_force.filter(deputy_id=user.pk).values_list("person_id", flat=True))


def deputies_visible_to(user: Any) -> QuerySet[Deputy]:
    """Present and coming deputies, for everybody at the desk."""
    if not has_desk_role(user, *DeskRole):
        return Deputy.objects.none()
    return Deputy.objects.filter(
        ended_at__isnull=True, until_date__gte=clock.new_york_day()
    ).select_related("person", "deputy")
