"""The one task decorator, and the only door to Celery's publishing side."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

import structlog
from celery import shared_task
from django.db import transaction
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)


class Task(Protocol):
    """A background entry point: call it to run it here, `wake` to ask a worker to run it soon."""

    name: str

    def __call__(self, **ids: str) -> None: ...

    def wake(self, **ids: str) -> None: ...


def task(**options: Any) -> Callable[[Callable[..., None]], Task]:
    """Declare a task whose arguments are ids by keyword and which may safely run twice.

    Late acknowledgement, no result, no rejection on a lost worker and no retries of Celery's own: the rows in
    PostgreSQL drive the work again, and a loop of poison tasks cannot arise.
    """

    def declare(function: Callable[..., None]) -> Task:
        celery_task = shared_task(
            acks_late=True, ignore_result=True, reject_on_worker_lost=False, **options
        )(function)

        def wake(**ids: str) -> None:
            """After the commit, ask a worker to run this soon; if the broker is away, the sweep will do it."""
            transaction.on_commit(lambda: _publish(celery_task, ids))

        celery_task.wake = wake
        return celery_task

    return declare


def _publish(celery_task: Any, ids: dict[str, str]) -> None:
    try:
        celery_task.apply_async(kwargs=ids, retry=False)
    except (OperationalError, RedisError, OSError) as error:
        log.warning("wake_up_lost", task=celery_task.name, error=type(error).__name__, **ids)
