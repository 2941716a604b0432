"""Signs of life, by the database's clock: an outside watch and the relay question rest on them."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from clearinghouse.core import clock
from clearinghouse.notifications.models import Heartbeat

RELAY_LOG: Final = "relay_log"
TICK: Final = "tick"


def beat(name: str, *, at: datetime | None = None, detail: str = "") -> None:
    """Note that `name` went well, now or at the moment when it began. Never moves backwards."""
    moment = at or clock.now()
    beating, made = Heartbeat.objects.get_or_create(
        name=name, defaults={"last_ok": moment, "detail": detail[:300]}
    )
    if not made:
        Heartbeat.objects.filter(name=name, last_ok__lt=moment).update(
            last_ok=moment, detail=detail[:300]
        )


def last_ok(name: str) -> datetime | None:
    """When `name` last went well, or nothing."""
    return Heartbeat.objects.filter(name=name).values_list("last_ok", flat=True).first()
