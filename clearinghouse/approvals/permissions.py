"""Who gives the second pair of eyes. Each check raises NotAllowed with its reason."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from clearinghouse.access.catalogue import DeskRole
from clearinghouse.access.checks import has_desk_role
from clearinghouse.approvals.models import Approval, Deputy
from clearinghouse.core import clock
from clearinghouse.core.errors import NotAllowed


def check_can_read(user: Any) -> None:
    """Experts, the secretariat and Committee members see what waits for a second person."""
    if not has_desk_role(user, DeskRole.EXPERT, DeskRole.SECRETARIAT, DeskRole.MEMBER):
        raise NotAllowed(_("Only experts, the secretariat and Committee members read this."))


def check_can_ask(user: Any) -> None:
    """Experts ask."""
    if not has_desk_role(user, DeskRole.EXPERT):
        raise NotAllowed(_("Only an expert does this."))


def check_can_decide(user: Any, approval: Approval) -> None:
    """Another expert, or somebody of the secretariat who is deputy of an expert today; never the one who asked."""
    if approval.asked_by_id == user.pk:
        raise NotAllowed(
            _(
                "You asked for this yourself: a second person decides. Name a deputy if nobody else is there."
            )
        )
    if has_desk_role(user, DeskRole.EXPERT):
        return
    covers = (
        Deputy.objects.in_force(day=clock.new_york_day()).of_experts().filter(deputy_id=user.pk)
    )
    if not (has_desk_role(user, DeskRole.SECRETARIAT) and covers.exists()):
        raise NotAllowed(_("Another expert decides, or the deputy of one."))


def check_can_take_back(user: Any, approval: Approval) -> None:
    """Whoever asked."""
    if approval.asked_by_id != user.pk:
        raise NotAllowed(_("Only the person who asked takes it back."))


def check_can_name_deputy(user: Any, person: Any) -> None:
    """Everybody at the desk their own; the secretariat anybody's."""
    if not has_desk_role(user, *DeskRole) or (
        user.pk != person.pk and not has_desk_role(user, DeskRole.SECRETARIAT)
    ):
        raise NotAllowed(_("People name their own deputy; the secretariat names it for others."))


def check_can_end_deputy(user: Any, deputy: Deputy) -> None:
    """The absent person, or the secretariat."""
    check_can_name_deputy(user, deputy.person)
