"""What the review pages of the desk show beside the ranked offers themselves. Reads only; constant numbers of queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import (
    Case,
    Count,
    F,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
)
from django.db.models.functions import Greatest

from clearinghouse.audit.models import AuditEvent
from clearinghouse.core import clock
from clearinghouse.core.vocabulary import LANGUAGE_CODES
from clearinghouse.parties.models import Party
from matching import records, selectors
from matching.coalitions import Candidate
from matching.eligibility import RefusalCode
from matching.enums import MatchStatus
from matching.models import Look, Match, PairNote, Standing
from matching.rules import ENOUGH_CONFIDENCE
from offers_app.models import Offer
from requests_app.enums import NoticeKind
from requests_app.models import Answer, AssistanceRequest, Need, Notice

# What an expert, a State or a provider stands behind counts as an answer, whatever the engine thinks of it.
_STOOD_BEHIND = (
    MatchStatus.SHORTLISTED,
    MatchStatus.PROPOSED,
    MatchStatus.WELCOMED,
    MatchStatus.AGREED,
    MatchStatus.DELIVERING,
)
# Waits of the list of needs, the most pressing first.
WAITS = ("new", "changed", "state", "provider")
_FOUND_AT_MOST = 20
_NAMES = tuple(f"party__name_{code}" for code in LANGUAGE_CODES)
_SEARCHED = ("title", "description", "assistance_request__reference", "party__code", *_NAMES)


@dataclass(frozen=True, slots=True)
class Told:
    """That a provider was told of the request, and what it answered to this need."""

    at: datetime
    answer: Answer | None


@dataclass(frozen=True, slots=True)
class Explained:
    """An offer that somebody asked about: the gates that stop it, or where it stands."""

    offer: Offer
    refusals: tuple[Any, ...]
    match: Match | None


@dataclass(frozen=True, slots=True)
class Inferred:
    """Codes that the engine read from a need's text and the requester did not give."""

    areas: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    doubtful_areas: tuple[str, ...] = ()


def needs_that_wait(user: Any, *, words: str = "", waits: str = "") -> QuerySet[Need]:
    """Open needs with what waits on each for this person, the most pressing first.

    `waits_for` numbers the waits as in WAITS, from 0; a need that waits for nothing comes last.
    """
    found = _with_looks(selectors.needs_to_review(user), user).annotate(
        welcomed_count=Count("matches", filter=Q(matches__status=MatchStatus.WELCOMED)),
        waits_for=Case(
            When(looked_at__isnull=True, then=0),
            When(changed_at__gt=F("looked_at"), then=1),
            When(proposed_count__gt=0, then=2),
            When(welcomed_count__gt=0, then=3),
            default=len(WAITS),
            output_field=IntegerField(),
        ),
    )
    for word in words.split():
        found = found.filter(_any_holds(word))
    narrow = {
        "new": Q(looked_at__isnull=True),
        "changed": Q(changed_at__gt=F("looked_at")),
        "state": Q(proposed_count__gt=0),
        "provider": Q(welcomed_count__gt=0),
    }
    if waits in narrow:
        found = found.filter(narrow[waits])
    return found.order_by("waits_for", F("best_score").desc(nulls_last=True), "-created_at", "pk")


def inferred_codes(matches: Iterable[Match]) -> Inferred:
    """Return what the latest ranking read from the text of the need whose matches these are."""
    latest = max(matches, key=lambda match: match.computed_at, default=None)
    return read_inferences(latest.reasons) if latest else Inferred()


def read_inferences(reasons: Iterable[Mapping[str, Any]]) -> Inferred:
    """Return the codes that stored reasons call inferred."""
    said = {reason["code"]: reason.get("params", {}) for reason in reasons}

    def codes(reason: str, key: str) -> tuple[str, ...]:
        return tuple(said.get(reason, {}).get(key, ()))

    return Inferred(
        areas=codes("areas_inferred", "areas"),
        categories=codes("categories_inferred", "categories"),
        kinds=codes("kinds_inferred", "kinds"),
        doubtful_areas=codes("areas_doubtful", "areas"),
    )


def told(need: Need, provider_ids: Collection[UUID]) -> dict[UUID, Told]:
    """Return which of the providers were told of the need's request, and what each answered to the need."""
    notices = Notice.objects.filter(
        assistance_request=need.assistance_request_id,
        provider__in=provider_ids,
        kind=NoticeKind.REQUEST,
        visible_at__lte=clock.now(),
    )
    answers = {
        answer.notice_id: answer
        for answer in Answer.objects.filter(need=need, notice__provider__in=provider_ids)
    }
    return {
        notice.provider_id: Told(notice.visible_at, answers.get(notice.pk)) for notice in notices
    }


def note_counts(need: Need) -> Counter[UUID]:
    """Return how many notes the desk wrote on each offer for the need."""
    return Counter(PairNote.objects.filter(need=need).values_list("offer_id", flat=True))


def pair_notes(match: Match) -> QuerySet[PairNote]:
    """Notes of the desk on a pair, the oldest first."""
    return PairNote.objects.filter(need=match.need_id, offer=match.offer_id).select_related(
        "written_by"
    )


def standings(match: Match) -> QuerySet[Standing]:
    """Where the engine put a pair over time, the oldest first."""
    return Standing.objects.filter(need=match.need_id, offer=match.offer_id).order_by("computed_at")


def events_of(match: Match) -> QuerySet[AuditEvent]:
    """Every step and question about a match, the oldest first."""
    return AuditEvent.objects.filter(about_id=match.pk)


def explained(need: Need, *, words: str) -> list[Explained]:
    """Return the offers with these words in title, reference or provider, and why each stands where it does."""
    found = records.offers_to_explain()
    for word in words.split():
        found = found.filter(
            Q(title__icontains=word)
            | Q(reference__icontains=word)
            | Q(provider__code__icontains=word)
            | Q(provider__in=_named(word))
        )
    offers = [
        offer
        for offer in found.order_by("provider__name_en", "title", "pk")
        if records.meet(need, offer)
    ][:_FOUND_AT_MOST]
    matches = {
        match.offer_id: match
        for match in need.matches.filter(offer__in=[offer.pk for offer in offers])
    }
    stopped = selectors.refusals_for(need, offers)
    return [Explained(offer, stopped[offer.pk], matches.get(offer.pk)) for offer in offers]


def stopped_by_gate(need: Need) -> Counter[RefusalCode]:
    """Return how many offers each gate stops for the need."""
    return Counter(refusal.code for each in selectors.not_listed(need) for refusal in each.refusals)


def candidates(assistance_request: AssistanceRequest) -> tuple[list[Need], list[Candidate]]:
    """Return the open needs of a request and the offers that could answer them: eligible, and at least possible."""
    needs = [
        need for need in selectors.needs_of(assistance_request) if need.status in records.OPEN_NEEDS
    ]
    likely = Q(status=MatchStatus.SUGGESTED, confidence__in=ENOUGH_CONFIDENCE)
    matches = Match.objects.filter(
        likely | Q(status__in=_STOOD_BEHIND), need__in=[need.pk for need in needs]
    ).select_related("offer__provider")
    eligible = selectors.eligible(needs, matches)
    scores: dict[UUID, dict[str, float]] = {}
    providers: dict[UUID, str] = {}
    for match in eligible:
        scores.setdefault(match.offer_id, {})[str(match.need_id)] = match.score
        providers[match.offer_id] = match.offer.provider.code
    return needs, [Candidate(str(pk), providers[pk], held) for pk, held in scores.items()]


def _with_looks(needs: QuerySet[Need], user: Any) -> QuerySet[Need]:
    looks = Look.objects.filter(need=OuterRef("pk"), looked_by=user)
    return needs.annotate(
        looked_at=Subquery(looks.values("looked_at")[:1]),
        changed_at=Greatest(
            _latest(Standing, "need", "computed_at"),
            _latest(Match, "need", "state_answered_at"),
            _latest(Match, "need", "provider_answered_at"),
            _latest(Answer, "need", "answered_at"),
        ),
    )


def _latest(model: Any, to_need: str, moment: str) -> Subquery:
    rows = model.objects.filter(**{to_need: OuterRef("pk")}).order_by().values(to_need)
    return Subquery(rows.annotate(latest=Max(moment)).values("latest"))


def _any_holds(word: str) -> Q:
    found = Q()
    for name in _SEARCHED:
        found |= Q(**{f"{name}__icontains": word})
    return found


def _named(word: str) -> Any:
    found = Q()
    for code in LANGUAGE_CODES:
        found |= Q(**{f"name_{code}__icontains": word})
    return Party.objects.filter(found).values("pk")
