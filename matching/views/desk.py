"""Matching at the desk: what waits, a request with its needs, one need, and the experts' steps."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clearinghouse.access import views as access_views
from clearinghouse.core.public_pages import Choice, Select
from clearinghouse.workflow.views import TransitionView
from matching import desk_selectors, neighbours, permissions, selectors, services
from matching.enums import Confidence, DismissalCause, MatchStatus
from matching.models import Match
from matching.views import desk_presentation
from requests_app.models import Need
from requests_app.selectors import requests_for_desk

PER_PAGE = 25
AT_A_GLANCE = 5


class DeskPage(access_views.DeskPage):
    """A page of match review, for those who read requests at the desk."""

    def check(self, user: Any) -> None:
        permissions.check_is_desk_reader(user)

    def reviewed(self, need: Need, *, at_most: int | None = None) -> dict[str, Any]:
        """One need with its lines; `at_most` leaves the weaker suggestions to the need's own page."""
        review = selectors.under_review(need)
        shown = review.listed[:at_most]
        lines = desk_presentation.offer_lines(
            need, [*shown, *review.settled], user=self.request.user
        )
        listed, settled = lines[: len(shown)], lines[len(shown) :]
        return {
            "review": review,
            "need": need,
            "listed": [each for each in listed if not _is_weak(each)],
            "weak": [each for each in listed if _is_weak(each)],
            "settled": [each for each in settled if not _is_dismissed(each)],
            "dismissed": [each for each in settled if _is_dismissed(each)],
            "further": len(review.listed) - len(shown),
            "codes": desk_presentation.codes(
                need, desk_selectors.inferred_codes([*review.listed, *review.settled])
            ),
        }


class Home(DeskPage):
    """Open needs, those that wait first; narrowed by words and by what they wait for."""

    def get(self, request: HttpRequest) -> HttpResponse:
        words, waits = request.GET.get("q", "").strip()[:200], request.GET.get("waits", "")
        found = desk_selectors.needs_that_wait(request.user, words=words, waits=waits)
        return self.page(
            "matching/desk_home.html",
            title=_("Matching"),
            trail=[(_("What is due"), reverse("admin:index")), (_("Matching"), "")],
            page=Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
            words=words,
            waits=waits,
            selects=[_waits_select(waits)],
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


class NeedPage(DeskPage):
    """A page about one need; 404 when the reader may not know of it."""

    def need(self, pk: str) -> Need:
        found: Need = get_object_or_404(selectors.needs_for_desk(self.request.user), pk=pk)
        return found

    def trail(self, need: Need, *further: tuple[str, str]) -> list[tuple[str, str]]:
        record = need.assistance_request
        here = reverse("admin:desk_matching:need", args=[need.pk])
        listed = [
            (_("Matching"), reverse("admin:desk_matching:home")),
            *(
                [(str(record), reverse("admin:desk_matching:request", args=[record.pk]))]
                if record
                else []
            ),
            (str(need), here if further else ""),
        ]
        return [*listed, *further]


class NeedReview(NeedPage):
    """One need beside all its ranked offers, with what to know before deciding."""

    def get(self, request: HttpRequest, pk: str) -> HttpResponse:
        need = self.need(pk)
        part = self.reviewed(need)
        nearby = neighbours.neighbours(need, user=request.user)
        services.look_at(need, by=request.user)
        return self.page(
            "matching/desk_need.html",
            title=str(need),
            trail=self.trail(need),
            record=need.assistance_request,
            need=need,
            part=part,
            overlaps=neighbours.overlaps(need),
            neighbours=nearby,
            workshop_states=sorted({str(each.need.party) for each in nearby}),
            can_review=desk_presentation.can_review(request.user),
            causes=DismissalCause.choices,
        )


class TakeStep(DeskPage, TransitionView):
    """Shortlist, dismiss, put to the State, and what the desk records of a delivery."""

    selector = selectors.for_desk
    services = {
        "shortlist": services.shortlist,
        "dismiss": services.dismiss,
        "put_to_state": services.put_to_state,
        "reply": services.reply,
        "begin": services.begin,
        "complete": services.complete,
        "fail": services.fail,
    }
    done = {
        "shortlist": gettext_lazy("The offer is on the short list."),
        "dismiss": gettext_lazy("The offer has been put aside for this need."),
        "put_to_state": gettext_lazy("The offer has been put to the State."),
    }

    def post(self, request: HttpRequest, pk: str, verb: str) -> HttpResponse:
        cause = known_cause(request.POST.get("choice", ""))
        self.services = {**self.services, "dismiss": partial(services.dismiss, cause=cause)}
        return super().post(request, pk, verb)

    def back_to(self, record: Match) -> str:
        return f"{reverse('admin:desk_matching:need', args=[record.need_id])}#match-{record.pk}"


def known_cause(value: str) -> str:
    """Return a cause of dismissal as sent by a form, or nothing when there is no such cause."""
    return value if value in DismissalCause.values else ""


def _is_weak(each: desk_presentation.OfferLine) -> bool:
    # What an expert shortlisted stays in sight, whatever the engine thinks of it.
    match = each.line.match
    return match.confidence == Confidence.WEAK and match.status == MatchStatus.SUGGESTED


def _is_dismissed(each: desk_presentation.OfferLine) -> bool:
    return each.line.match.status == MatchStatus.DISMISSED


def _waits_select(waits: str) -> Select:
    names = {
        "new": _("You have not opened it yet"),
        "changed": _("Changed since you last opened it"),
        "state": _("Waits for the State"),
        "provider": _("Waits for a provider"),
    }
    return Select(
        name="waits",
        label=_("What it waits for"),
        any_label=_("All open needs"),
        choices=[Choice(value, str(names[value])) for value in desk_selectors.WAITS],
        selected=waits,
    )
