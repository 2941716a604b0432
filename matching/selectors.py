"""Who sees which matches, and why an offer is or is not listed. Reads stored rankings; knows no model of language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from clearinghouse.access.catalogue import DeskRole, PartyPermission
from clearinghouse.access.checks import has_desk_role, party_ids
from clearinghouse.core import clock
from clearinghouse.parties.models import Party
from clearinghouse.reference.policies import policy
from matching import records
from matching.eligibility import Refusal, RefusalCode, refusals
from matching.enums import SHOWN_TO_STATE, Confidence, MatchStatus, NoteKind, Side
from matching.models import Feedback, Match, MatchNote, Ranking
from matching.profiles import NeedProfile
from offers_app.models import Offer
from requests_app.models import AssistanceRequest, Need
from requests_app.selectors import requests_for_desk

# A provider knows of a match from the moment the State welcomed it, and never of one that the State declined.
_SHOWN_TO_PROVIDER = (
    MatchStatus.WELCOMED,
    MatchStatus.AGREED,
    MatchStatus.DELIVERING,
    MatchStatus.COMPLETED,
    MatchStatus.FAILED,
)
_AGREED = (MatchStatus.AGREED, MatchStatus.DELIVERING)
_IN_VIEW = (MatchStatus.SUGGESTED, MatchStatus.SHORTLISTED)


@dataclass(frozen=True, slots=True)
class NotListed:
    """An offer that is not among the suggestions of a need: refused by the gates, or ranked too low to keep."""

    offer: Offer
    refusals: tuple[Refusal, ...]


@dataclass(frozen=True, slots=True)
class NeedUnderReview:
    """One need at the desk: its ranked offers as stored, with what the gates say now (`match.refusals_now`)."""

    need: Need
    listed: tuple[Match, ...]
    settled: tuple[Match, ...]
    ranking: Ranking | None

    @property
    def has_answer(self) -> bool:
        """Whether any offer in view is more than a weak one."""
        return any(match.confidence != Confidence.WEAK for match in self.listed)


def for_desk(user: Any) -> QuerySet[Match]:
    """Matches that desk people read: those of the requests and other needs that they read."""
    if not has_desk_role(user, DeskRole.EXPERT, DeskRole.SECRETARIAT, DeskRole.MEMBER):
        return Match.objects.none()
    return _joined(Match.objects.filter(need__in=needs_for_desk(user).values("pk")))


def needs_for_desk(user: Any) -> QuerySet[Need]:
    """Needs that desk people read."""
    if not has_desk_role(user, DeskRole.EXPERT, DeskRole.SECRETARIAT, DeskRole.MEMBER):
        return Need.objects.none()
    readable = Q(assistance_request__in=requests_for_desk(user).values("pk"))
    return Need.objects.filter(readable | Q(assistance_request__isnull=True)).select_related(
        "party", "assistance_request__requester", "ranking"
    )


def needs_to_review(user: Any) -> QuerySet[Need]:
    """Open needs with what waits on each, those with the best unreviewed suggestion first."""
    suggested = Q(matches__status=MatchStatus.SUGGESTED)
    return (
        needs_for_desk(user)
        .filter(pk__in=records.open_needs().values("pk"))
        .annotate(
            suggested_count=Count(
                "matches", filter=suggested & ~Q(matches__confidence=Confidence.WEAK)
            ),
            shortlisted_count=Count("matches", filter=Q(matches__status=MatchStatus.SHORTLISTED)),
            proposed_count=Count("matches", filter=Q(matches__status=MatchStatus.PROPOSED)),
            best_score=Max("matches__score", filter=suggested),
        )
        .order_by("-best_score", "-created_at")
    )


def under_review(need: Need) -> NeedUnderReview:
    """Return one need with its matches, those that lapsed since they were ranked told apart."""
    matches = list(_joined(need.matches.all()).order_by("rank", "pk"))
    _look_at_gates([need], matches)
    return NeedUnderReview(
        need=need,
        listed=tuple(match for match in matches if _is_in_view(match)),
        settled=tuple(match for match in matches if match.status not in _IN_VIEW),
        ranking=Ranking.objects.filter(need=need).first(),
    )


def not_listed(need: Need) -> list[NotListed]:
    """Return every offer that was handed in and is not among the matches of the need, with all reasons why."""
    day = records.Day.today()
    profile = records.need_profile(need, day=day)
    known = set(need.matches.values_list("offer_id", flat=True))
    found = []
    for offer in records.offers_to_explain().order_by("provider__name_en", "title"):
        reasons = _refusals(profile, offer, day=day)
        if records.meet(need, offer) and (reasons or offer.pk not in known):
            found.append(NotListed(offer, reasons))
    return found


def refusals_for(need: Need, offers: Iterable[Offer]) -> dict[UUID, tuple[Refusal, ...]]:
    """Return what the gates say today of each offer; the offers come with their scope."""
    day = records.Day.today()
    profile = records.need_profile(need, day=day)
    return {offer.pk: _refusals(profile, offer, day=day) for offer in offers}


def with_gates(need: Need, matches: Iterable[Match]) -> list[Match]:
    """Return the matches of a need with what the gates say of each today, asked for all at once."""
    listed = list(matches)
    _look_at_gates([need], listed)
    return listed


def eligible(needs: Iterable[Need], matches: Iterable[Match]) -> list[Match]:
    """Return the matches of these needs that the gates let through today; what was agreed stays agreed."""
    listed = list(matches)
    _look_at_gates(list(needs), listed)
    return [match for match in listed if match.status in _AGREED or not match.refusals_now]


def shown_to_state(user: Any) -> QuerySet[Match]:
    """Offers put to the parties for which the person writes or acts."""
    parties = party_ids(user, PartyPermission.DRAFT)
    return _joined(Match.objects.filter(need__party_id__in=parties, status__in=SHOWN_TO_STATE))


def shown_to_provider(user: Any) -> QuerySet[Match]:
    """Needs whose State welcomed an offer of the parties for which the person answers."""
    parties = party_ids(user, PartyPermission.PROVIDE)
    welcomed = Q(status__in=_SHOWN_TO_PROVIDER) | Q(
        status=MatchStatus.DECLINED, provider_answered_at__isnull=False
    )
    return _joined(Match.objects.filter(welcomed, offer__provider_id__in=parties))


def questions_waiting() -> QuerySet[MatchNote]:
    """Questions of States about offers that no expert has answered since, the oldest first."""
    later = MatchNote.objects.filter(
        match=OuterRef("match"), kind=NoteKind.ANSWER, written_at__gt=OuterRef("written_at")
    )
    return (
        MatchNote.objects.filter(~Exists(later), kind=NoteKind.QUESTION)
        .select_related("match__need__assistance_request", "match__need__party", "match__offer")
        .order_by("written_at")
    )


def without_feedback(matches: QuerySet[Match], *, side: Side) -> QuerySet[Match]:
    """Of these matches, those that are over and of which the side has not said how it went."""
    given = Feedback.objects.filter(match=OuterRef("pk"), side=side)
    return matches.filter(
        ~Exists(given),
        status__in=(MatchStatus.COMPLETED, MatchStatus.FAILED),
        ended_at__isnull=False,
    ).order_by("ended_at")


def feedback_shown(match: Match, *, to: Side | None) -> list[Feedback]:
    """What was said of the assistance, as far as the side may read it; experts (no side) read all.

    The other side's words show once both spoke, or after the days of the policy.
    """
    given = list(match.feedback.all())
    if to is None or len(given) > 1:
        return given
    shown_from = (match.ended_at or clock.now()) + timedelta(
        days=policy("feedback_shown_after_days")
    )
    return [each for each in given if each.side == to or clock.now() >= shown_from]


def visible_to(user: Any) -> QuerySet[Match]:
    """Matches that the person may open in the workspace: as requester or as provider."""
    return (shown_to_state(user) | shown_to_provider(user)).distinct()


def needs_of(assistance_request: AssistanceRequest) -> QuerySet[Need]:
    """The needs of a request in their order, for its review page."""
    return (
        assistance_request.needs.select_related("party", "assistance_request")
        .prefetch_related("assistance_request__excluded_providers")
        .order_by("number")
    )


def party_names(codes: Iterable[str]) -> dict[str, str]:
    """Return the names of parties by code in the active language."""
    return {party.code: party.name for party in Party.objects.filter(code__in=set(codes))}


def _joined(matches: QuerySet[Match]) -> QuerySet[Match]:
    return matches.select_related(
        "need__party", "need__assistance_request__requester", "offer__provider"
    )


def _look_at_gates(needs: list[Need], matches: list[Match]) -> None:
    """Write into the matches of these needs what the gates say today."""
    day = records.Day.today()
    profiles = records.need_profiles(needs, day=day)
    wanted = {match.offer_id for match in matches}
    offers = {offer.pk: offer for offer in records.offers_to_explain().filter(pk__in=wanted)}
    for match in matches:
        match.refusals_now = _refusals(profiles[match.need_id], offers.get(match.offer_id), day=day)


def _is_in_view(match: Match) -> bool:
    # A suggestion that lapsed since it was ranked is not shown: an ineligible offer is never listed.
    return match.status == MatchStatus.SHORTLISTED or (
        match.status == MatchStatus.SUGGESTED and not match.refusals_now
    )


def _refusals(
    profile: NeedProfile, offer: Offer | None, *, day: records.Day
) -> tuple[Refusal, ...]:
    if offer is None:
        return (Refusal(RefusalCode.NOT_OPEN),)
    return tuple(refusals(profile, records.offer_profile(offer), day.value))
