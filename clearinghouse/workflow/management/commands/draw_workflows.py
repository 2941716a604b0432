from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from clearinghouse.workflow.diagram import rules_page, workflow_page


class Command(BaseCommand):
    help = "Write docs/workflow.md and docs/rules.md from the tables; --check only tells whether they are fresh."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="Write nothing; fail if a page is stale."
        )

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        docs = Path(settings.BASE_DIR) / "docs"
        for name, content in {"workflow.md": workflow_page(), "rules.md": rules_page()}.items():
            page = docs / name
            if check and (not page.exists() or page.read_text() != content):
                raise CommandError(
                    f"docs/{name} is stale. Run `manage.py draw_workflows` and commit it."
                )
            if not check:
                page.write_text(content)
