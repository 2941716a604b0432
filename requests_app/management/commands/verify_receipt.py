from __future__ import annotations

from argparse import FileType
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from clearinghouse.core.signatures import Verdict
from requests_app import receipts


class Command(BaseCommand):
    help = "Check a receipt file against the keys of this portal; ends with 1 unless it is genuine."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=FileType("r", encoding="utf-8"))

    def handle(self, *args: Any, **options: Any) -> None:
        verdict = receipts.check(options["file"].read())
        if verdict != Verdict.VALID:
            raise CommandError(f"Not genuine: {verdict.value}.")
        self.stdout.write("Genuine: this portal signed exactly this.")
