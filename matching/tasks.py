"""Entry points for Celery. Each may run twice, or not at all: the sweep finds what is stale."""

from __future__ import annotations

from uuid import UUID

from clearinghouse.core.tasks import task

# The services are imported at the first run: a web process that wakes a worker loads neither numbers nor models.


@task(name="matching.tasks.rank_need")
def rank_need(*, need_id: str) -> None:
    """Rank the offers for one need."""
    from matching.services import ranking

    ranking.rank_need(UUID(need_id))


@task(name="matching.tasks.rerank_offer")
def rerank_offer(*, offer_id: str) -> None:
    """Rank one offer for every open need."""
    from matching.services import ranking

    ranking.rerank_offer(UUID(offer_id))


@task(name="matching.tasks.sweep_stale")
def sweep_stale() -> None:
    """Rank what changed since it was ranked."""
    from matching.services import ranking

    ranking.sweep_stale()
