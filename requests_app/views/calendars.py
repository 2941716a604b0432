"""The moments of requests in a calendar: one request as a file, all of the party behind a private address."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from clearinghouse.core import clock
from clearinghouse.core.errors import NotAllowed
from requests_app import calendar_file, permissions, selectors, services
from requests_app.views.records import OneRequest, WorkspacePage


def _answer(content: bytes, *, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return response


class CalendarFile(OneRequest, View):
    """The moments of one request."""

    def get(self, request: HttpRequest, pk: str) -> HttpResponse:
        record = self.assistance_request
        if record.submitted_at is None:
            return redirect(record)
        reference = str(record.reference)
        content = calendar_file.calendar_of([record], at=clock.now(), name=reference)
        return _answer(content, name=reference.replace("/", "-"))


class CalendarPage(WorkspacePage, TemplateView):
    """Make the private address, which is shown this once, or end it."""

    template_name = "requests/calendar.html"

    def check(self, user: Any) -> None:
        permissions.check_can_subscribe(user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            current=selectors.calendar_address_of(self.request.user), **kwargs
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        token = services.make_calendar_address(by=request.user)
        address = settings.SITE_URL + reverse("requests:calendar-feed", args=[token])
        return self.render_to_response(self.get_context_data(address=address))


class EndCalendarAddress(View):
    """From now on the address answers nobody."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        try:
            services.end_calendar_address(by=request.user)
        except NotAllowed as refusal:
            raise PermissionDenied(str(refusal.sentence)) from refusal
        messages.success(
            request, _("The calendar address has been revoked; it answers nobody any more.")
        )
        return redirect("requests:calendar")


# Calendar programs cannot sign in: the token in the address is what they have.
@method_decorator(login_not_required, name="dispatch")
class CalendarFeed(View):
    """All requests of the person's parties, as long as the address and the account are open."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        address = selectors.calendar_address(services.token_hash(token))
        if address is None:
            raise Http404
        person = address.person
        with translation.override(person.language):
            found = selectors.own(person).prefetch_related("holds", "decisions", "follow_ups")
            name = _("Requests for assistance, resolution 1540 (2004)")
            content = calendar_file.calendar_of(found, at=clock.now(), name=name)
        response = _answer(content, name="clearing-house")
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "no-referrer"
        return response
