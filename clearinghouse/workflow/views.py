"""One POST view for every verb."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views import View

from clearinghouse.core.errors import DomainError
from clearinghouse.core.http import refuse


class TransitionView(View):
    """Load by `visible_to`, call one service, answer.

    Subclasses name `selector` (user to queryset), `services` (verb to function with `by=` and `note=`) and
    `done` (verb to sentence). An unknown verb or an invisible record is 404, a refusal shows on the page.
    """

    http_method_names = ["post"]
    selector: ClassVar[Callable[[Any], Any]]
    services: dict[str, Callable[..., Any]] = {}
    done: dict[str, Any] = {}

    def post(self, request: HttpRequest, pk: str, verb: str) -> HttpResponse:
        record = get_object_or_404(type(self).selector(request.user), pk=pk)
        back_to = self.back_to(record)
        service = self.services.get(verb)
        if service is None:
            return redirect(back_to)
        try:
            service(record, by=request.user, note=request.POST.get("note", "").strip())
        except DomainError as error:
            return refuse(request, error, back_to=back_to)
        messages.success(request, str(self.done.get(verb, _("Done."))))
        return redirect(back_to)

    def back_to(self, record: Any) -> str:
        """Address of the page that the person sees afterwards."""
        address: str = record.get_absolute_url()
        return address
