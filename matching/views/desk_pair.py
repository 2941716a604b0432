"""A need and an offer at the desk: their history, notes, comparison, several decisions at once, and "why not here?"."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clearinghouse.core.errors import DomainError
from clearinghouse.core.http import refuse
from matching import conversation, desk_selectors, selectors, services
from matching.eligibility import SENTENCES
from matching.models import Match
from matching.views import desk_presentation
from matching.views.desk import DeskPage, NeedPage, known_cause

COMPARED_AT_MOST = 3
_DECISIONS: dict[str, Callable[..., Match]] = {
    "shortlist": services.shortlist,
    "dismiss": services.dismiss,
    "put_to_state": services.put_to_state,
}


class PairPage(NeedPage):
    """One need and one offer: what the engine says, what people decided and noted, in the order of time."""

    def get(self, request: HttpRequest, pk: str) -> HttpResponse:
        match = get_object_or_404(selectors.for_desk(request.user), pk=pk)
        need = self.need(str(match.need_id))
        (shown,) = desk_presentation.offer_lines(need, [match], user=request.user)
        return self.page(
            "matching/desk_pair.html",
            title=_("%(provider)s for this need") % {"provider": match.offer.provider},
            trail=self.trail(need, (str(match.offer.title), "")),
            need=need,
            match=match,
            shown=shown,
            history=desk_presentation.history(match),
            talk=conversation.of(match, user=request.user),
            can_review=desk_presentation.can_review(request.user),
        )


class WriteNote(DeskPage):
    """A note on a pair, for the desk only."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: str) -> HttpResponse:
        match = get_object_or_404(selectors.for_desk(request.user), pk=pk)
        back_to = reverse("admin:desk_matching:pair", args=[match.pk])
        try:
            services.note_pair(match, by=request.user, text=request.POST.get("note", ""))
        except DomainError as error:
            return refuse(request, error, back_to=back_to)
        messages.success(request, _("Your note is kept. Only the desk reads it."))
        return redirect(back_to)


class DecideSeveral(NeedPage):
    """The same decision on several offers for one need."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: str) -> HttpResponse:
        need = self.need(pk)
        back_to = reverse("admin:desk_matching:need", args=[need.pk])
        chosen = chosen_matches(request.user, request.POST.getlist("match")).filter(need=need)
        return decide(request, list(chosen), request.POST.get("verb", ""), back_to=back_to)


class Compare(NeedPage):
    """Two or three offers side by side against the need."""

    def get(self, request: HttpRequest, pk: str) -> HttpResponse:
        need = self.need(pk)
        chosen = chosen_matches(request.user, request.GET.getlist("match")).filter(need=need)
        matches = selectors.with_gates(need, chosen.order_by("rank", "pk")[:COMPARED_AT_MOST])
        if len(matches) < 2:
            messages.error(request, _("Select two or three offers, then compare them."))
            return redirect("admin:desk_matching:need", pk=need.pk)
        lines = desk_presentation.offer_lines(need, matches, user=request.user)
        return self.page(
            "matching/desk_compare.html",
            title=_("Offers compared"),
            trail=self.trail(need, (_("Offers compared"), "")),
            need=need,
            lines=lines,
            rows=desk_presentation.comparison(need, lines),
        )


class WhyNot(NeedPage):
    """Why an offer or a provider is not listed for a need, or what keeps it low."""

    def get(self, request: HttpRequest, pk: str) -> HttpResponse:
        need = self.need(pk)
        words = request.GET.get("q", "").strip()[:200]
        found = desk_selectors.explained(need, words=words) if words else []
        names = {"requester": need.party.name, "date": "…"}
        stopped = [] if words else desk_selectors.stopped_by_gate(need).most_common()
        return self.page(
            "matching/desk_why.html",
            title=_("Why is it not here?"),
            trail=self.trail(need, (_("Why is it not here?"), "")),
            need=need,
            words=words,
            found=[(each, desk_presentation.why(need, each)) for each in found],
            stopped=[(str(SENTENCES[code]) % names, count) for code, count in stopped],
        )


def chosen_matches(user: Any, keys: list[str]) -> Any:
    """Return the matches that a form names, of those that the person reads; what is no key is left out."""
    return selectors.for_desk(user).filter(pk__in=[key for key in keys if _is_key(key)])


def decide(request: HttpRequest, matches: list[Match], verb: str, *, back_to: str) -> HttpResponse:
    """Take one decision on each, and say what became of it."""
    decision = _DECISIONS.get(verb)
    if decision is None or not matches:
        messages.error(request, _("Select at least one offer, then choose what to do with it."))
        return redirect(back_to)
    if verb == "dismiss":
        decision = partial(decision, cause=known_cause(request.POST.get("choice", "")))
    try:
        outcome = services.decide_several(
            matches, decision, by=request.user, note=request.POST.get("note", "").strip()
        )
    except DomainError as refusal:
        return refuse(request, refusal, back_to=back_to)
    if outcome.done:
        said = ngettext(
            "Done for %(number)s offer.", "Done for %(number)s offers.", len(outcome.done)
        )
        messages.success(request, said % {"number": len(outcome.done)})
    for match, error in outcome.refused:
        messages.error(request, f"{match.offer.provider}: {_reason(error)}")
    return redirect(back_to)


def _reason(error: DomainError) -> str:
    return " ".join(str(each.sentence) for each in error.details) or str(error.sentence)


def _is_key(value: str) -> bool:
    try:
        UUID(value)
    except ValueError:
        return False
    return True
