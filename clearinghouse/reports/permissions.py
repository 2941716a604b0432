"""Who reads and writes reports. Each check raises NotAllowed with its reason."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from clearinghouse.access.catalogue import DeskRole
from clearinghouse.access.checks import has_desk_role
from clearinghouse.core.errors import NotAllowed


def check_can_read(user: Any) -> None:
    """Experts, the secretariat and Committee members."""
    if not has_desk_role(user, DeskRole.EXPERT, DeskRole.SECRETARIAT, DeskRole.MEMBER):
        raise NotAllowed(_("Only experts, the secretariat and Committee members read reports."))


def check_can_write(user: Any, briefing: object = None) -> None:
    """Experts brief the Committee."""
    if not has_desk_role(user, DeskRole.EXPERT):
        raise NotAllowed(_("Only an expert writes and presents a briefing."))
