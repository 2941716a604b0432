"""Who does what at the desk's own pages. Each check raises NotAllowed with its reason, and writes nothing."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from clearinghouse.access.checks import has_desk_role
from clearinghouse.core.errors import NotAllowed
from clearinghouse.desk.queues.kinds import DIRECTORY, READERS, QueueKind


def check_can_work(user: Any, kind: QueueKind) -> None:
    """Whoever reads the queue, except Committee members, who read everything and change nothing."""
    if not has_desk_role(user, *kind.workers):
        raise NotAllowed(
            _("Committee members read the queues; experts and the secretariat work on them.")
        )


def check_can_work_on_cases(user: Any) -> None:
    """Experts and the secretariat lead cases and write notes on them."""
    if not has_desk_role(user, *DIRECTORY):
        raise NotAllowed(_("Only experts and the secretariat do this."))


def check_is_desk_reader(user: Any) -> None:
    """Experts, the secretariat and Committee members read what concerns requests."""
    if not has_desk_role(user, *READERS):
        raise NotAllowed(
            _("Only experts, the secretariat and Committee members read requests at the desk.")
        )


def check_can_share_searches(user: Any) -> None:
    """Experts and the secretariat; a Committee member's searches are the member's own."""
    if not has_desk_role(user, *DIRECTORY):
        raise NotAllowed(_("Only experts and the secretariat share a search with the desk."))
