"""Who may do what to a letter. Each check raises NotAllowed with its reason, and writes nothing."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from clearinghouse.access.catalogue import DeskRole
from clearinghouse.access.checks import has_desk_role, is_system
from clearinghouse.core.errors import NotAllowed
from clearinghouse.letters.models import Letter


def check_is_desk_reader(user: Any) -> None:
    """Experts, the secretariat and Committee members read every letter."""
    if not has_desk_role(user, DeskRole.EXPERT, DeskRole.SECRETARIAT, DeskRole.MEMBER):
        raise NotAllowed(
            _("Only experts, the secretariat and Committee members read letters at the desk.")
        )


def check_can_write(user: Any, letter: Letter | None = None) -> None:
    """Experts and the secretariat prepare and send letters in the Chair's name."""
    if not has_desk_role(user, DeskRole.EXPERT, DeskRole.SECRETARIAT):
        raise NotAllowed(_("Only experts and the secretariat prepare letters of the Chair."))


def check_can_discard(user: Any, letter: Letter) -> None:
    """Experts and the secretariat; the system, when the reason for a draft has gone."""
    if not is_system(user):
        check_can_write(user)


def check_can_send(user: Any, letter: Letter) -> None:
    """Experts and the secretariat; the system for what a step of the procedure sends by itself."""
    if not (is_system(user) and letter.is_automatic):
        check_can_write(user)
