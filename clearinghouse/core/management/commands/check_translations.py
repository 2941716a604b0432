from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from clearinghouse.core.catalogues import catalogues, gaps


class Command(BaseCommand):
    help = "Fail if a message of a catalogue is missing or fuzzy."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        found = [line for source in catalogues() for line in gaps(source)]
        if found:
            shown = "\n".join(found[:40])
            raise CommandError(f"{len(found)} messages are not translated:\n{shown}")
        self.stdout.write("Every message of every catalogue is translated.")
