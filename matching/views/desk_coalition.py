"""Who could meet all needs of a request together, and putting them to the State in one step."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from matching import coalitions, desk_selectors, selectors
from matching.enums import MatchStatus
from matching.models import Match
from matching.views import desk_presentation
from matching.views.desk import DeskPage
from matching.views.desk_pair import chosen_matches, decide
from requests_app.models import AssistanceRequest, Need
from requests_app.selectors import requests_for_desk

_NOT_PUT_YET = (MatchStatus.SUGGESTED, MatchStatus.SHORTLISTED)


@dataclass(frozen=True, slots=True)
class Share:
    """One need in a coalition, with the match that is to answer it."""

    need: Need
    match: Match | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A coalition as its page shows it."""

    shares: list[Share]
    providers: list[str]
    is_proven: bool

    @property
    def to_put(self) -> list[Match]:
        return [s.match for s in self.shares if s.match and s.match.status in _NOT_PUT_YET]

    @property
    def gaps(self) -> list[Need]:
        return [share.need for share in self.shares if share.match is None]


class CoalitionPage(DeskPage):
    """The smallest set of providers for all needs of a request, the next best, and each need's own best."""

    def get(self, request: HttpRequest, pk: str) -> HttpResponse:
        record = get_object_or_404(requests_for_desk(request.user), pk=pk)
        needs, candidates = desk_selectors.candidates(record)
        keys = [str(need.pk) for need in needs]
        matches = {
            (str(match.need_id), str(match.offer_id)): match
            for match in selectors.for_desk(request.user).filter(need__in=needs)
        }
        best = coalitions.smallest(keys, candidates)
        others = coalitions.alternatives(keys, candidates, first=best)
        return self.page(
            "matching/desk_coalition.html",
            title=_("Coalition for %(reference)s") % {"reference": record},
            trail=[
                (_("Matching"), reverse("admin:desk_matching:home")),
                (str(record), reverse("admin:desk_matching:request", args=[record.pk])),
                (_("Coalition"), ""),
            ],
            record=record,
            coalition=_shown(best, needs, matches),
            others=[_shown(each, needs, matches) for each in others],
            bests=[Share(need, _best(need, candidates, matches)) for need in needs],
            can_review=desk_presentation.can_review(request.user),
        )


class PutCoalition(DeskPage):
    """Put the offers of a coalition to the State, those that the expert saw on the page."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: str) -> HttpResponse:
        record: AssistanceRequest = get_object_or_404(requests_for_desk(request.user), pk=pk)
        chosen = chosen_matches(request.user, request.POST.getlist("match")).filter(
            need__assistance_request=record
        )
        back_to = reverse("admin:desk_matching:coalition", args=[record.pk])
        return decide(request, list(chosen), "put_to_state", back_to=back_to)


def _shown(
    coalition: coalitions.Coalition, needs: list[Need], matches: dict[tuple[str, str], Match]
) -> Shown:
    shares = []
    for need in needs:
        offer = coalition.picks.get(str(need.pk))
        shares.append(Share(need, matches[str(need.pk), offer] if offer else None))
    providers = sorted({str(share.match.offer.provider) for share in shares if share.match})
    return Shown(shares, providers, coalition.is_proven)


def _best(
    need: Need,
    candidates: list[coalitions.Candidate],
    matches: dict[tuple[str, str], Match],
) -> Match | None:
    key = str(need.pk)
    held = [each for each in candidates if key in each.scores]
    best = min(held, key=lambda each: (-each.scores[key], each.offer), default=None)
    return matches[key, best.offer] if best else None
