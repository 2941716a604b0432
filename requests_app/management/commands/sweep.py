from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from requests_app.services import tick


class Command(BaseCommand):
    help = (
        "Do what is due: end holds, acknowledge, distribute, send mail. Needs PostgreSQL and the relay, neither "
        "Celery nor Redis; safe beside them. Run it every five minutes by a supervisor."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--every", type=int, metavar="SECONDS", help="Go on for ever, with this pause."
        )

    def handle(self, *args: Any, every: int | None, **options: Any) -> None:
        while True:
            done = tick()
            self.stdout.write(
                f"holds ended {done.holds_expired}, acknowledged {done.acknowledged}, distributed {done.distributed}"
            )
            if every is None:
                return
            time.sleep(every)
