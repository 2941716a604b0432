"""Facts for every kind of letter, as the steps of a request give them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from clearinghouse.letters import services
from clearinghouse.letters.models import Letter
from clearinghouse.parties.models import Party

NEEDS = [
    {"number": 1, "title": "Training of customs officers", "verdict": "yes"},
    {"number": 2, "title": "Handheld detectors", "verdict": "partly"},
]


@pytest.fixture
def facts(arcadia: Party, provider: Party, other_provider: Party) -> dict[str, dict[str, Any]]:
    """By kind of letter."""
    rows = [
        {"number": 1, "title": "Training", "provider": str(provider.pk), "verdict": verdict}
        for verdict in ("yes", "partly", "no", "question", "not_for_us", "silent")
    ]
    return {
        "acknowledgement": {
            "requester": str(arcadia.pk),
            "received_at": "2026-11-23T15:30:00+00:00",
            "held": False,
            "distribute_at": "2026-11-30T15:30:00+00:00",
            "silence_publishes": False,
        },
        "distribution": {"requester": str(arcadia.pk), "received_on": "2026-11-23"},
        "thanks": {"requester": str(arcadia.pk), "answered_on": "2026-12-01", "needs": NEEDS},
        "offer": {"provider": str(provider.pk), "answered_on": "2026-12-01", "needs": NEEDS},
        "consolidated_answer": {
            "distributed_on": "2026-11-30",
            "told": 2,
            "answered": 1,
            "rows": rows,
            "silent": [str(other_provider.pk)],
        },
        "one_year_question": {
            "received_on": "2026-11-23",
            "needs": [{"number": 1, "title": "Training", "status": "delivering"}],
        },
    }


@pytest.fixture
def draft(arcadia: Party, facts: dict[str, dict[str, Any]]) -> Callable[..., Letter]:
    """Return a function that drafts a letter to Arcadia, or to whom it is told."""

    def make(kind: str = "offer", **options: Any) -> Letter:
        defaults = {
            "addressee": arcadia,
            "about": uuid4(),
            "case": uuid4(),
            "key": f"{kind}:{uuid4()}",
            "reference": "AR/2026/0007",
            "facts": facts[kind],
        }
        return services.draft(kind, **{**defaults, **options})

    return make
