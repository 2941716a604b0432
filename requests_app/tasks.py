"""Entry points for Celery."""

from __future__ import annotations

from clearinghouse.core.tasks import task
from requests_app import services


@task(name="requests_app.tasks.tick")
def tick() -> None:
    """Do what is due; the same as `manage.py sweep`."""
    services.tick()
