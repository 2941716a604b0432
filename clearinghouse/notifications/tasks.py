"""Entry points for Celery: the fast path of what `tick` does anyway."""

from __future__ import annotations

from uuid import UUID

from clearinghouse.core.tasks import task
from clearinghouse.notifications import services


@task()
def deliver(*, delivery_id: str) -> None:
    """Send one delivery if it is still due; gone, done or held by another is success."""
    services.send_one(UUID(delivery_id))


@task(expires=55)
def send_due() -> None:
    """Send what is due."""
    services.send_due()


@task(expires=55)
def tick() -> None:
    """Do one round of the mails: read the relay's log, settle doubts, send what is due."""
    services.tick()
