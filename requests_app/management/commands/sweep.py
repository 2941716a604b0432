from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, connection

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
            try:
                self._sweep(quietly=every is not None)
            except DatabaseError as error:
                if every is None:
                    raise
                self.stderr.write(f"the database is away, next try in {every} s: {error}")
                connection.close()
            if every is None:
                return
            time.sleep(every)

    def _sweep(self, *, quietly: bool) -> None:
        done = tick()
        if done.did_something or not quietly:
            self.stdout.write(
                f"holds ended {done.holds_expired}, acknowledged {done.acknowledged}, distributed {done.distributed}"
            )
