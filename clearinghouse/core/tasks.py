"""The one task decorator, and the only door to Celery's publishing side."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Protocol

from celery import shared_task
from django.db import connection, transaction

from clearinghouse.core.wakeups import publisher


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
            """After the commit, once per transaction, ask a worker to run this soon; the sweep repairs a loss."""
            call = partial(publisher.publish, celery_task, ids)
            if not _is_registered(call):
                transaction.on_commit(call)

        celery_task.wake = wake
        return celery_task

    return declare


def _is_registered(call: partial[None]) -> bool:
    registered = [entry[1] for entry in connection.run_on_commit]
    return any(
        isinstance(other, partial) and (other.func, other.args) == (call.func, call.args)
        for other in registered
    )
