from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from requests_app.deadlines import deadline_report


class Command(BaseCommand):
    help = (
        "Per request: received, released, last mail accepted, slack; and the share within one week."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="Machine-readable.")

    def handle(self, *args: Any, **options: Any) -> None:
        report = deadline_report()
        if options["json"]:
            self.stdout.write(json.dumps(report.as_json(), indent=2))
            return
        for line in report.lines:
            self.stdout.write(
                f"{line.reference}  received {line.received_at:%Y-%m-%d %H:%M}Z  released {_moment(line.released_at)}  "
                f"accepted {_moment(line.accepted_at)} ({line.accepted}/{line.mails})  "
                f"slack {line.slack_hours:.1f} h  {line.verdict}"
            )
        share = "–" if report.share_within_week is None else f"{report.share_within_week:.1%}"
        self.stdout.write(
            f"{report.decided} decided, {report.within_week} within one week ({share}), {report.open} open"
        )


def _moment(moment: Any) -> str:
    return f"{moment:%Y-%m-%d %H:%M}Z" if moment else "–"
