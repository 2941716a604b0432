"""A relay that does as told, and mails to send through it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from clearinghouse.notifications.models import Delivery
from clearinghouse.notifications.queue import Recipient, queue
from clearinghouse.relay.scripted import Behaviour, ScriptedRelay

# Longer than the lease and the margin together: whatever was in doubt can be decided.
AFTER_THE_LEASE = timedelta(minutes=7)

StartRelay = Callable[..., ScriptedRelay]


@pytest.fixture
def relay_log(tmp_path: Path, settings: Any) -> Path:
    settings.RELAY_LOG = str(tmp_path / "relay.log")
    settings.RELAY_LOG_FORMAT = "local"
    settings.EMAIL_HOST = "127.0.0.1"
    return tmp_path / "relay.log"


@pytest.fixture
def start_relay(relay_log: Path, settings: Any) -> Iterator[StartRelay]:
    """Start a scripted relay; settings point to it."""
    started: list[ScriptedRelay] = []

    def start(script: Iterable[Behaviour] | Callable[[str], Behaviour] = ()) -> ScriptedRelay:
        relay = ScriptedRelay(relay_log, script=script).__enter__()
        started.append(relay)
        settings.EMAIL_PORT = relay.port
        return relay

    yield start
    for relay in started:
        relay.__exit__(None, None, None)


def queue_notice(number: int = 1, *, addresses: list[str] | None = None, **fields: Any) -> Delivery:
    """Queue one notice and return its (first) delivery."""
    to = [Recipient(a, name="Aid Office") for a in addresses or [f"p{number}@aid.example"]]
    message = queue(
        "distribution_notice",
        key=f"notice:{number}",
        to=to,
        context={"reference": "AR/2026/0007", "path": f"/en/workspace/notices/{number}/"},
        **fields,
    )
    return message.deliveries.order_by("address")[0]


@pytest.fixture
def delivery(db: None, relay_log: Path) -> Delivery:
    return queue_notice()
