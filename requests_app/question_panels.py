"""What the workspace's home and the page of a request show of providers' questions."""

from __future__ import annotations

from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from requests_app import questions
from requests_app.models import AssistanceRequest, Question
from requests_app.panels import Entry, Panel, show_on_home, show_on_request


def register() -> None:
    """Called once, from the app's configuration."""
    show_on_home(_waiting)
    show_on_request(_of_request)


def _waiting(user: Any) -> Panel:
    return Panel(
        _("Questions of providers that wait for you"),
        tuple(
            _entry(each, note=str(each.assistance_request)) for each in questions.waiting_for(user)
        ),
    )


def _of_request(user: Any, assistance_request: AssistanceRequest) -> Panel:
    found = questions.about(assistance_request)
    return Panel(
        _("Questions of providers"),
        tuple(_entry(each, note=each.get_status_display()) for each in found),
        lead=_(
            "Your answer goes to every provider that received the request, without naming who asked."
        ),
    )


def _entry(question: Question, *, note: Any) -> Entry:
    return Entry(Truncator(question.text).chars(120), question.get_absolute_url(), note)
