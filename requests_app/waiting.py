"""What waits for a State about the fate of its requests, as panels of the workspace."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from clearinghouse.access.catalogue import PartyPermission
from clearinghouse.access.checks import party_ids
from clearinghouse.core.templatetags.ui import day_text
from requests_app import panels, selectors
from requests_app.models import AssistanceRequest


def register() -> None:
    """Called once, from the app's configuration."""
    panels.show_on_home(_follow_ups)
    panels.show_on_request(_of_request)


def _follow_ups(user: Any) -> panels.Panel:
    due = selectors.follow_ups_due().filter(
        assistance_request__requester_id__in=party_ids(user, PartyPermission.ACT)
    )
    return panels.Panel(
        _("A year is over: have your needs been met?"),
        tuple(
            panels.Entry(
                f"{each.assistance_request.reference}: {each.assistance_request.title}",
                each.get_absolute_url(),
            )
            for each in due
        ),
    )


def _of_request(user: Any, assistance_request: AssistanceRequest) -> panels.Panel:
    """The questions of one year about a request, asked and answered, for whoever reads the request."""
    return panels.Panel(
        _("One year later: have the needs been met?"),
        tuple(
            panels.Entry(
                day_text(each.due_on),
                each.get_absolute_url(),
                _("Answered") if each.answered_at else _("Waits for an answer"),
            )
            for each in assistance_request.follow_ups.all()
        ),
    )
