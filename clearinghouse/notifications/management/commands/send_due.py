from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from clearinghouse.notifications.services import tick


class Command(BaseCommand):
    requires_system_checks: list[str] = []  # must work on a night when a page is broken
    help = "One round of the mails without Celery: settle doubts with the relay, send what is due."

    def handle(self, *args: Any, **options: Any) -> None:
        done = tick()
        self.stdout.write(f"{done.sent} sent, {done.resolved} doubts resolved, {done.stale} stale.")
