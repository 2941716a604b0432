"""Score the production ranking on a file of labelled cases. Reads no database."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from matching import evaluation, report
from matching.casefile import BadCaseFile, read_cases
from matching.embedder import NoEmbedder, default_embedder
from matching.scoring import current_weights

_COMMAND = "make evaluate"


class Command(BaseCommand):
    help = "Score the production ranking on a file of labelled needs and offers."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", type=Path, nargs="+", help="Files or folders, read together.")
        parser.add_argument("--json", action="store_true", help="Print one JSON document.")
        parser.add_argument(
            "--run", type=Path, help="Write lines 'need offer rank score' to this file."
        )
        parser.add_argument(
            "--without-model", action="store_true", help="Rank by words and codes alone."
        )

        parser.add_argument(
            "--report", type=Path, help="Write the report on the needs held back to this file."
        )
        parser.add_argument(
            "--held-back", action="store_true", help="Only the third that is never fitted on."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            cases = read_cases(*options["files"])
        except BadCaseFile as error:
            raise CommandError(str(error)) from error
        begun = time.monotonic()
        embedder = NoEmbedder() if options["without_model"] else default_embedder()
        if options["report"]:
            text = report.written(cases, embedder=embedder, command=_COMMAND)
            options["report"].write_text(text, encoding="utf-8")
            return
        if options["held_back"]:
            cases = cases.only(cases.held_back)
        results = evaluation.evaluate(cases, embedder=embedder)
        figures = {
            "file": ", ".join(path.name for path in options["files"]),
            "as_of": cases.as_of.isoformat(),
            "offers": len(cases.offers),
            "embedder": f"{embedder.name} {embedder.version}",
            "weights": current_weights().version,
            **evaluation.summary(results),
            "seconds": round(time.monotonic() - begun, 2),
        }
        if options["run"]:
            options["run"].write_text(_run_lines(results), encoding="utf-8")
        self.stdout.write(
            json.dumps(figures, indent=2) if options["json"] else _table(figures, results)
        )
        if figures["needs_with_ineligible_offers"]:
            raise CommandError("An ineligible offer was listed.")


def _run_lines(results: list[evaluation.NeedResult]) -> str:
    return "".join(
        f"{result.need} {offer} {position} {score:.6f}\n"
        for result in results
        for position, (offer, score) in enumerate(result.ranking, start=1)
    )


def _table(figures: dict[str, Any], results: list[evaluation.NeedResult]) -> str:
    columns = ("ndcg_5", "ndcg_10", "reciprocal_rank", "recall_10")
    lines = [
        f"{figures['file']}: {figures['needs']} needs, {figures['offers']} offers, as of {figures['as_of']}",
        f"weights {figures['weights']}, {figures['embedder']}, {figures['seconds']} s",
        "",
        f"{'':<10}{'needs':>7}{'nDCG@5':>9}{'nDCG@10':>9}{'RR':>9}{'recall@10':>11}",
    ]
    for name, part in [("all", figures), *figures["by_language"].items()]:
        cells = ["-" if part[c] is None else f"{part[c]:.3f}" for c in columns]
        lines.append(
            f"{name:<10}{part['measured']:>7}{cells[0]:>9}{cells[1]:>9}{cells[2]:>9}{cells[3]:>11}"
        )
    lines += [
        "",
        f"needs with an ineligible offer listed: {len(figures['needs_with_ineligible_offers'])}",
    ]
    for result in results:
        if result.ndcg_10 is None:
            lines.append(
                f"{result.need}: nothing answers it; best {result.top_score:.2f}, {result.top_confidence}"
            )
    return "\n".join(lines)
