"""Ranking the portal's needs and offers. Runs in workers and commands only: it loads the model of language."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet

from clearinghouse.core import clock
from matching import inference, lexicon, records, scoring
from matching.embedder import Embedder, default_embedder
from matching.enums import MatchStatus
from matching.explanation import is_outside
from matching.features import OfferTable, view
from matching.models import Match, Ranking
from matching.profiles import NeedProfile, OfferProfile
from matching.services.standings import keep_standings
from matching.services.vectors import StoredVectors
from offers_app.enums import IN_FORCE
from offers_app.models import Offer

# How many suggestions of a need are kept; the rest is ranked again when something changes.
KEPT = 50
_RANKING_LOCK, _SWEEP_LOCK = 1540_401, 1540_402
_RENUMBER = """
    UPDATE matching_match AS m SET rank = o.position
    FROM (
        SELECT id, row_number() OVER (PARTITION BY need_id ORDER BY score DESC, offer_id) AS position
        FROM matching_match WHERE need_id = ANY(%s)
    ) AS o
    WHERE m.id = o.id AND m.status = 'suggested' AND m.rank <> o.position
"""


def rank_need(need_id: UUID) -> int:
    """Rank every offer in force for one need and keep the best; returns how many pairs were written.

    Safe to repeat and to run twice at once. What a person decided is never touched; suggestions that are
    no answer any more go. A need that is settled, or whose request is closed, loses all its suggestions.
    """
    embedder = _ready_embedder()
    with _alone():
        day = records.Day.today()
        need = records.open_needs().filter(pk=need_id).first()
        if need is None:
            return _forget_need(need_id)
        profile = records.need_profile(need, day=day)
        offers = tuple(
            records.offer_profile(o) for o in records.offers_to_rank() if records.meet(need, o)
        )
        ranked = scoring.rank(
            profile, _table(offers, embedder), as_of=day.value, embedder=embedder
        )[:KEPT]
        written = _write(need_id, ranked, embedder=embedder)
        _suggestions(need_id).exclude(offer_id__in=[r.offer_id for r in ranked]).delete()
        _renumber([need_id])
        keep_standings([need_id])
        _note(profile, day=day, embedder=embedder, need_id=need_id)
    return written


def rerank_offer(offer_id: UUID) -> int:
    """Rank one offer for every open need, its other pairs staying as they are; returns how many were written.

    An offer that is withdrawn or has ended loses its suggestions. Safe to repeat.
    """
    embedder = _ready_embedder()
    with _alone():
        day = records.Day.today()
        offer = records.offers_to_explain().filter(pk=offer_id).first()
        if offer is None:
            return 0
        profile = records.offer_profile(offer)
        table = OfferTable.of([profile], embedder=embedder)
        ranked = {
            need_id: scoring.rank(need, table, as_of=day.value, embedder=embedder)
            for need_id, need in _needs_for(offer, day=day).items()
        }
        written = sum(_write(need_id, pair, embedder=embedder) for need_id, pair in ranked.items())
        answered = [need_id for need_id, pair in ranked.items() if pair]
        gone = Match.objects.filter(offer_id=offer_id, status=MatchStatus.SUGGESTED).exclude(
            need_id__in=answered
        )
        touched = [*answered, *gone.values_list("need_id", flat=True)]
        gone.delete()
        _renumber(touched)
        Match.objects.filter(
            need_id__in=touched, status=MatchStatus.SUGGESTED, rank__gt=KEPT
        ).delete()
        keep_standings(touched)
        _note(profile, day=day, embedder=embedder, offer_id=offer_id)
    return written


def sweep_stale(*, seconds: float = 20.0) -> tuple[int, int]:
    """Rank what changed since it was ranked, whatever wake-up was lost; returns how many needs and offers.

    Compares digests of the records as they stand, so it also sees a changed membership, an offer that ended
    yesterday, new weights and another model. Stops after about so many seconds, since distribution needs the
    workers too: the next sweep goes on. Does nothing while another sweep is at work.
    """
    with _the_only_sweep() as is_mine:
        if not is_mine:
            return 0, 0
        until = time.monotonic() + seconds
        needs = _until(until, rank_need, _stale_needs())
        offers = _until(until, rerank_offer, _stale_offers())
    return needs, offers


@lru_cache(maxsize=1)
def worker_embedder() -> Embedder:
    """Return this process's model, its vectors kept in the database; `NoEmbedder` where none can run."""
    embedder = default_embedder()
    return StoredVectors(embedder) if embedder.dimension else embedder


def versions(embedder: Embedder) -> tuple[str, str, str]:
    """Return what a ranking depends on beside the records: weights, lexicon and model."""
    return scoring.current_weights().version, lexicon.version(), _model_of(embedder)


@lru_cache(maxsize=2)
def _table(offers: tuple[OfferProfile, ...], embedder: Embedder) -> OfferTable:
    return OfferTable.of(offers, embedder=embedder)


def _write(need_id: UUID, ranked: Sequence[scoring.Ranked], *, embedder: Embedder) -> int:
    """Insert or refresh suggestions; a pair that somebody decided on keeps what it had."""
    weights, words, model = versions(embedder)
    now = clock.now()
    rows = [
        Match(
            need_id=need_id,
            offer_id=UUID(r.offer_id),
            score=r.score,
            confidence=r.confidence,
            rank=r.rank,
            reasons=[reason.as_json() for reason in r.reasons],
            features=dict(r.features),
            weights_version=weights,
            lexicon_version=words,
            embedder_version=model,
            computed_at=now,
        )
        for r in ranked
    ]
    decided = Match.objects.filter(need_id=need_id).exclude(status=MatchStatus.SUGGESTED)
    settled = set(decided.values_list("offer_id", flat=True))
    rows = [row for row in rows if row.offer_id not in settled]
    # A decision taken between these two statements would be overwritten: hence the lock.
    locked = set(
        _suggestions(need_id).order_by("pk").select_for_update().values_list("offer_id", flat=True)
    )
    Match.objects.bulk_create(
        [row for row in rows if row.offer_id not in locked], ignore_conflicts=True
    )
    _refresh(need_id, {row.offer_id: row for row in rows if row.offer_id in locked})
    return len(rows)


def _refresh(need_id: UUID, fresh: Mapping[UUID, Match]) -> None:
    stored = list(_suggestions(need_id).filter(offer_id__in=fresh))
    fields = [
        "score", "confidence", "rank", "reasons", "features", "weights_version", "lexicon_version",
        "embedder_version", "computed_at",
    ]  # fmt: skip
    for match in stored:
        for field in fields:
            setattr(match, field, getattr(fresh[match.offer_id], field))
    Match.objects.bulk_update(stored, fields)


def _ready_embedder() -> Embedder:
    """The model with its space computed, which takes seconds: before the lock, not under it."""
    embedder = worker_embedder()
    if embedder.dimension:
        inference.space(embedder)
    return embedder


@contextmanager
def _alone() -> Iterator[None]:
    """One ranking at a time, from reading to writing: else an old reading could overwrite a newer one."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_RANKING_LOCK])
        yield


@contextmanager
def _the_only_sweep() -> Iterator[bool]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_SWEEP_LOCK])
        is_mine = bool(cursor.fetchone()[0])
        try:
            yield is_mine
        finally:
            if is_mine:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_SWEEP_LOCK])


def _until(moment: float, rank_one: Callable[[UUID], int], stale: Iterable[UUID]) -> int:
    done = 0
    for pk in stale:
        if time.monotonic() > moment:
            break
        rank_one(pk)
        done += 1
    return done


def _note(
    profile: NeedProfile | OfferProfile, *, day: records.Day, embedder: Embedder, **of: Any
) -> None:
    outside = isinstance(profile, NeedProfile) and is_outside(view(profile, embedder=embedder))
    Ranking.objects.update_or_create(
        **of,
        defaults={
            "fingerprint": records.fingerprint(profile, day=day, versions=versions(embedder)),
            "computed_at": clock.now(),
            "embedder_version": _model_of(embedder),
            "outside_mandate": outside,
        },
    )


def _needs_for(offer: Offer, *, day: records.Day) -> dict[UUID, NeedProfile]:
    if offer.status not in IN_FORCE:
        return {}
    return records.need_profiles(
        (n for n in records.open_needs() if records.meet(n, offer)), day=day
    )


def _stale_needs() -> list[UUID]:
    day, current = records.Day.today(), versions(worker_embedder())
    profiles = records.need_profiles(records.open_needs(), day=day)
    known = dict(Ranking.objects.filter(need_id__in=profiles).values_list("need_id", "fingerprint"))
    changed = [
        pk
        for pk, profile in profiles.items()
        if known.get(pk) != records.fingerprint(profile, day=day, versions=current)
    ]
    closed = Match.objects.filter(status=MatchStatus.SUGGESTED).exclude(need_id__in=profiles)
    return [*changed, *closed.values_list("need_id", flat=True).distinct()]


def _stale_offers() -> list[UUID]:
    day, current = records.Day.today(), versions(worker_embedder())
    known = dict(Ranking.objects.filter(offer__isnull=False).values_list("offer_id", "fingerprint"))
    return [
        offer.pk
        for offer in records.offers_to_explain()
        if known.get(offer.pk)
        != records.fingerprint(records.offer_profile(offer), day=day, versions=current)
    ]


def _renumber(need_ids: Iterable[UUID]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_RENUMBER, [list(need_ids)])


def _forget_need(need_id: UUID) -> int:
    _suggestions(need_id).delete()
    Ranking.objects.filter(need_id=need_id).delete()
    return 0


def _suggestions(need_id: UUID) -> QuerySet[Match]:
    return Match.objects.filter(need_id=need_id, status=MatchStatus.SUGGESTED)


def _model_of(embedder: Embedder) -> str:
    return f"{embedder.name} {embedder.version}"
