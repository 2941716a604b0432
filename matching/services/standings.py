"""What became of a pair from ranking to ranking: a row each time that its confidence or its versions changed."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import connection

_KEEP = """
    INSERT INTO matching_standing
        (id, need_id, offer_id, rank, score, confidence, weights_version, embedder_version, computed_at)
    SELECT gen_random_uuid(), m.need_id, m.offer_id, m.rank, m.score, m.confidence, m.weights_version,
        m.embedder_version, m.computed_at
    FROM matching_match AS m
    LEFT JOIN LATERAL (
        SELECT s.confidence, s.weights_version, s.embedder_version FROM matching_standing AS s
        WHERE s.need_id = m.need_id AND s.offer_id = m.offer_id ORDER BY s.computed_at DESC LIMIT 1
    ) AS last ON true
    WHERE m.need_id = ANY(%s) AND m.status = 'suggested'
        AND (last.confidence, last.weights_version, last.embedder_version)
            IS DISTINCT FROM (m.confidence, m.weights_version, m.embedder_version)
    ON CONFLICT DO NOTHING
"""


def keep_standings(need_ids: Iterable[UUID]) -> int:
    """Keep where the suggestions of the needs stand, if anything changed; returns how many rows that took.

    Part of the ranking's transaction. Safe to repeat: the same ranking leaves one row.
    """
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, [list(need_ids)])
        kept: int = cursor.rowcount
    return kept
