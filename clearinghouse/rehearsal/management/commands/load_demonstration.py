from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from clearinghouse.rehearsal import demonstration


class Command(BaseCommand):
    help = "Load the demonstration into a database that has none; does nothing otherwise. Embedded mode only."

    def handle(self, *args: Any, **options: Any) -> None:
        if demonstration.is_loaded():
            self.stdout.write("The demonstration is loaded already.")
            return
        demonstration.load()
        self.stdout.write("The demonstration is loaded.")
