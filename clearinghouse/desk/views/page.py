"""The frame of the desk's own pages."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from clearinghouse.access.checks import is_desk
from clearinghouse.access.views import DeskPage
from clearinghouse.core.errors import NotAllowed


class DeskView(DeskPage):
    """A page for everybody with a desk role; what it shows comes from selectors that know the role."""

    def check(self, user: Any) -> None:
        if not is_desk(user):
            raise NotAllowed(
                _("The desk is open to the Committee’s experts, its secretariat and its members.")
            )


def back_to(http_request: HttpRequest, default: str) -> str:
    """Where the person came from, as the form says, if it is within the desk; else the default."""
    wanted = http_request.POST.get("back", "")
    is_ours = wanted.startswith("/desk/") and url_has_allowed_host_and_scheme(
        wanted, allowed_hosts=None
    )
    return wanted if is_ours else default
