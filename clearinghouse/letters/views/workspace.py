"""Letters of the Chair to the person's State or organization."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views import View
from django.views.generic import DetailView, ListView

from clearinghouse.core import clock
from clearinghouse.letters import selectors
from clearinghouse.letters.models import Letter
from clearinghouse.letters.sheet import sheet_of
from clearinghouse.letters.views.download import download


class LetterList(LoginRequiredMixin, ListView):
    """Every letter that was sent to the person's parties, the latest first."""

    template_name = "letters/list.html"
    context_object_name = "letters"
    paginate_by = 30

    def get_queryset(self) -> QuerySet[Letter]:
        return selectors.visible_to(self.request.user).order_by("-sent_at", "-reference")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {**context, "letters": selectors.with_offerers(context["letters"])}


class Detail(LoginRequiredMixin, DetailView):
    """One letter, as it was sent."""

    template_name = "letters/detail.html"
    context_object_name = "letter"

    def get_queryset(self) -> QuerySet[Letter]:
        return selectors.visible_to(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sheet = sheet_of(self.get_object(), at=clock.now())
        return super().get_context_data(sheet=sheet, **kwargs)


class Download(LoginRequiredMixin, View):
    """The letter as a file, always to save."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest, pk: str, file_format: str) -> HttpResponse:
        letter = get_object_or_404(selectors.visible_to(request.user), pk=pk)
        return download(request, letter, file_format, back_to=letter.get_absolute_url())
