"""A person's own to-dos."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from clearinghouse.desk import selectors, services
from clearinghouse.desk.forms import TodoForm
from clearinghouse.desk.models import Todo
from clearinghouse.desk.views.page import DeskView, back_to
from requests_app.selectors import requests_for_desk


class AddTodo(DeskView):
    """Add one, with the case on whose page it was written, if any."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        address = back_to(request, f"{reverse('admin:index')}#todos")
        form = TodoForm(request.POST, prefix="todo")
        if not form.is_valid():
            messages.error(request, _("Write what is to be done, and a day if there is one."))
            return redirect(address)
        case = None
        if key := request.POST.get("case", ""):
            case = get_object_or_404(requests_for_desk(request.user), pk=_key(key))
        services.add_todo(case=case, by=request.user, **form.cleaned_data)
        messages.success(request, _("It is on your list."))
        return redirect(address)


class ChangeTodo(DeskView):
    """Tick one, take the tick away, or remove it."""

    http_method_names = ["post"]
    services = {
        "done": services.tick_todo,
        "again": services.untick_todo,
        "remove": services.remove_todo,
    }

    def post(self, request: HttpRequest, pk: str, verb: str) -> HttpResponse:
        todo = get_object_or_404(selectors.todos_of(request.user), pk=pk)
        self.perform(todo, verb)
        return redirect(back_to(request, f"{reverse('admin:index')}#todos"))

    def perform(self, todo: Todo, verb: str) -> Any:
        if service := self.services.get(verb):
            service(todo, by=self.request.user)


def _key(text: str) -> Any:
    try:
        return UUID(text)
    except ValueError:
        return None
