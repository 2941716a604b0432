"""Matching at the desk: what waits, a request with its needs, one need, and the experts' steps."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from clearinghouse.access.views import Guarded
from clearinghouse.workflow.views import TransitionView
from matching import permissions, selectors, services
from matching.enums import Confidence
from matching.models import Match
from matching.views import presentation
from requests_app.models import Need
from requests_app.selectors import requests_for_desk

PER_PAGE = 25
AT_A_GLANCE = 5


class DeskPage(Guarded, View):
    """A page of the desk, in the frame of the admin site."""

    def check(self, user: Any) -> None:
        permissions.check_is_desk_reader(user)

    def page(self, template: str, **context: Any) -> HttpResponse:
        return render(self.request, template, {**admin.site.each_context(self.request), **context})

    def reviewed(self, need: Need, *, at_most: int | None = None) -> dict[str, Any]:
        """One need with its lines; `at_most` leaves the weaker suggestions to the need's own page."""
        review = selectors.under_review(need)

        def lines(matches: tuple[Match, ...]) -> list[presentation.Line]:
            return [
                presentation.line(
                    match, user=self.request.user, url_name="admin:desk_matching:step"
                )
                for match in matches
            ]

        shown = review.listed[:at_most]
        return {
            "review": review,
            "need": need,
            "listed": lines(tuple(m for m in shown if m.confidence != Confidence.WEAK)),
            "weak": lines(tuple(m for m in shown if m.confidence == Confidence.WEAK)),
            "settled": lines(review.settled),
            "further": len(review.listed) - len(shown),
        }


class Home(DeskPage):
    """Open needs, with what waits on each."""

    def get(self, request: HttpRequest) -> HttpResponse:
        page = Paginator(selectors.needs_to_review(request.user), PER_PAGE).get_page(
            request.GET.get("page")
        )
        return self.page(
            "matching/desk_home.html",
            title=_("Matching"),
            trail=[(_("What is due"), reverse("admin:index")), (_("Matching"), "")],
            page=page,
        )


class RequestReview(DeskPage):
    """A request: each need with its best offers and the reasons."""

    def get(self, request: HttpRequest, pk: str) -> HttpResponse:
        record = get_object_or_404(requests_for_desk(request.user), pk=pk)
        return self.page(
            "matching/desk_request.html",
            title=_("Offers for %(reference)s") % {"reference": record},
            trail=[
                (_("Matching"), reverse("admin:desk_matching:home")),
                (str(record), reverse("admin:desk_requests:detail", args=[record.pk])),
                (_("Ranked offers"), ""),
            ],
            record=record,
            reviews=[
                self.reviewed(need, at_most=AT_A_GLANCE) for need in selectors.needs_of(record)
            ],
        )


class NeedReview(DeskPage):
    """One need: all its ranked offers, what was decided, and why the others are not listed."""

    def get(self, request: HttpRequest, pk: str) -> HttpResponse:
        need = get_object_or_404(selectors.needs_for_desk(request.user), pk=pk)
        record = need.assistance_request
        return self.page(
            "matching/desk_need.html",
            title=str(need),
            trail=[
                (_("Matching"), reverse("admin:desk_matching:home")),
                *(
                    [(str(record), reverse("admin:desk_matching:request", args=[record.pk]))]
                    if record
                    else []
                ),
                (str(need), ""),
            ],
            record=record,
            not_listed=[
                (each.offer, presentation.refusal_sentences(each.refusals))
                for each in selectors.not_listed(need)
            ],
            need=need,
            part=self.reviewed(need),
        )


class TakeStep(DeskPage, TransitionView):
    """Shortlist, dismiss, put to the State, and what the desk records of a delivery."""

    selector = selectors.for_desk
    services = {
        "shortlist": services.shortlist,
        "dismiss": services.dismiss,
        "put_to_state": services.put_to_state,
        "begin": services.begin,
        "complete": services.complete,
        "fail": services.fail,
    }
    done = {
        "shortlist": gettext_lazy("The offer is on the short list."),
        "dismiss": gettext_lazy("The offer has been put aside for this need."),
        "put_to_state": gettext_lazy("The offer has been put to the State."),
    }

    def back_to(self, record: Match) -> str:
        return f"{reverse('admin:desk_matching:need', args=[record.need_id])}#match-{record.pk}"
