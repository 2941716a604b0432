"""What waits for a State about the fate of its requests, as a panel of the workspace's home."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from clearinghouse.access.catalogue import PartyPermission
from clearinghouse.access.checks import party_ids
from requests_app import panels, selectors


def register() -> None:
    """Called once, from the app's configuration."""
    panels.show_on_home(_follow_ups)


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
