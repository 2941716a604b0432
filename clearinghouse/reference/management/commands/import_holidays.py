from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from clearinghouse.core.errors import RuleBroken
from clearinghouse.reference.calendars import import_holidays


class Command(BaseCommand):
    help = (
        "Add the holidays of an iCalendar file (.ics), such as the yearly circular of Headquarters."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--source", default="", help="Where the calendar comes from.")

    def handle(self, *args: Any, file: Path, source: str, **options: Any) -> None:
        try:
            content = file.read_bytes()
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        try:
            count = import_holidays(content, source=source or file.name)
        except RuleBroken as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(str(count))
