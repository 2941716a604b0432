"""Write the model's space to its file, after the lexicon's sentences or the model changed. Reads no database."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from matching import inference, space_file
from matching.embedder import default_embedder


class Command(BaseCommand):
    help = "Compute the space of the language model and write it beside the lexicon."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        embedder = default_embedder()
        if not embedder.dimension:
            raise CommandError(
                "The language model cannot run here, so there is nothing to compute."
            )
        space = inference.compute_space(embedder)
        path = space_file.save(space, digest=inference.digest_of_space(embedder))
        self.stdout.write(
            f"{path.name}: {len(space.subjects)} subjects, {path.stat().st_size // 1024} kB"
        )
