"""The search over requests, needs and offers, and the searches that people keep."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from clearinghouse.core import clock
from clearinghouse.core.errors import DomainError, NotAllowed
from clearinghouse.core.http import refuse
from clearinghouse.desk import permissions, searching, selectors, services
from clearinghouse.desk.enums import Place
from clearinghouse.desk.forms import SaveSearchForm
from clearinghouse.desk.views.page import DeskView, back_to
from requests_app.desk_selectors import list_lines

PER_PAGE = 25


class SearchView(DeskView):
    """For those who read requests."""

    def check(self, user: Any) -> None:
        permissions.check_is_desk_reader(user)


class SearchPage(SearchView):
    """What is found in one place, with the numbers of the others; everything stands in the address."""

    def get(self, request: HttpRequest) -> HttpResponse:
        user, text = request.user, request.GET.get("q", "")
        wanted = request.GET.get("in", "")
        place = Place(wanted) if wanted in Place.values else Place.REQUESTS
        here = searching.PLACES[place]
        search = here.search(user, text)
        found = here.found(user, text)
        if place == Place.REQUESTS:
            found = found.prefetch_related("holds")
        page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
        return self.page(
            "desk/search.html",
            title=_("Search"),
            trail=[(_("What is due"), reverse("admin:index")), (_("Search"), "")],
            search=search,
            operators=here.operators.values(),
            place=place,
            places=[
                (each.place, each.place.label, each.found(user, text).count())
                for each in searching.PLACES.values()
            ],
            page=page,
            lines=list_lines(page, at=clock.now()) if place == Place.REQUESTS else list(page),
            save_form=SaveSearchForm(initial={"text": search.text, "place": place}),
            can_share=_may_share(user),
        )


class SaveSearch(SearchView):
    """Keep a search under a name."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        form = SaveSearchForm(request.POST)
        address = back_to(request, reverse("admin:desk:search"))
        if not form.is_valid():
            messages.error(request, _("Give the search a name, and something to look for."))
            return redirect(address)
        try:
            saved = services.save_search(by=request.user, **form.cleaned_data)
        except DomainError as refusal:
            return refuse(request, refusal, back_to=address)
        messages.success(
            request,
            _("“%(name)s” is on your first page now, with its number.") % {"name": saved},
        )
        return redirect(searching.address(saved))


class RemoveSearch(SearchView):
    """Forget a search of one's own."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: str) -> HttpResponse:
        saved = get_object_or_404(selectors.searches_visible_to(request.user), pk=pk)
        try:
            services.remove_search(saved, by=request.user)
        except DomainError as refusal:
            return refuse(request, refusal, back_to=reverse("admin:index"))
        messages.success(request, _("“%(name)s” has been removed.") % {"name": saved})
        return redirect("admin:index")


def _may_share(user: Any) -> bool:
    try:
        permissions.check_can_share_searches(user)
    except NotAllowed:
        return False
    return True
