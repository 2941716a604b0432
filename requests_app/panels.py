"""What apps that this one must not import show on its pages. They register from their AppConfig.ready."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from clearinghouse.core.panels import Entry as Entry
from clearinghouse.core.panels import Panel as Panel

if TYPE_CHECKING:
    from requests_app.models import AssistanceRequest


_on_home: list[Callable[[Any], Panel | None]] = []
_on_request: list[Callable[[Any, AssistanceRequest], Panel | None]] = []


def show_on_home(panel: Callable[[Any], Panel | None]) -> None:
    """Ask `panel(user)` for every workspace home page; nothing is shown where it returns None."""
    if panel not in _on_home:
        _on_home.append(panel)


def show_on_request(panel: Callable[[Any, AssistanceRequest], Panel | None]) -> None:
    """Ask `panel(user, assistance_request)` for every page of a request."""
    if panel not in _on_request:
        _on_request.append(panel)


def home_panels(user: Any) -> list[Panel]:
    """Panels with something in them, in the order of registration."""
    return [panel for each in _on_home if (panel := each(user)) and panel.entries]


def request_panels(user: Any, assistance_request: AssistanceRequest) -> list[Panel]:
    """Do the same for the page of one request."""
    return [
        panel for each in _on_request if (panel := each(user, assistance_request)) and panel.entries
    ]
