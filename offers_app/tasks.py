"""Entry points for Celery; each calls one service and may run twice."""

from __future__ import annotations

from clearinghouse.core.tasks import task
from offers_app import services


@task()
def expire_offers() -> None:
    """End the offers whose last day is over."""
    services.expire_overdue()
