from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from clearinghouse.core.catalogues import compile_all


class Command(BaseCommand):
    help = "Compile the message catalogues that changed. Needs no gettext."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{compile_all()} catalogues compiled")
