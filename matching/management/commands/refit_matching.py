"""Propose weights from labelled cases, replay them on the cases held back, and install them on an expert's word."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from clearinghouse.core import clock
from matching import fitting, labels, weights_file
from matching.casefile import BadCaseFile, CaseFile, read_cases
from matching.embedder import Embedder, NoEmbedder, default_embedder
from matching.fitting import Labelled
from matching.scoring import Weights, current_weights


class Command(BaseCommand):
    help = "Propose new weights; --install puts them in force, --roll-back the earlier ones."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", type=Path, nargs="*", help="Files or folders, read together.")
        parser.add_argument("--also", type=Path, action="append", default=[], help="A file apart.")
        parser.add_argument(
            "--with-decisions", action="store_true", help="Learn from the decisions on matches too."
        )
        parser.add_argument("--install", action="store_true")
        parser.add_argument("--roll-back", action="store_true")
        parser.add_argument("--by", default="", help="The expert who answers for it.")
        parser.add_argument("--reason", default="")
        parser.add_argument(
            "--on", type=date.fromisoformat, help="The day to record, if it is not today."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if (options["install"] or options["roll_back"]) and not (
            options["by"] and options["reason"]
        ):
            raise CommandError("Say who answers for the change (--by) and why (--reason).")
        if options["roll_back"]:
            try:
                self.stdout.write(f"In force: {weights_file.roll_back(**_word(options))}")
            except weights_file.NothingEarlier as error:
                raise CommandError(str(error)) from error
            return
        weights = self._proposed(options)
        if options["install"]:
            self.stdout.write(f"In force: {weights_file.install(weights, **_word(options))}")

    def _proposed(self, options: dict[str, Any]) -> Weights:
        try:
            cases = read_cases(*options["files"])
            apart = [read_cases(path) for path in options["also"]]
        except BadCaseFile as error:
            raise CommandError(str(error)) from error
        embedder = default_embedder()
        learn, replay = _divided(cases, apart, embedder)
        bare, _bare_replay = _divided(cases, apart, NoEmbedder())
        if options["with_decisions"]:
            learn += labels.decided()
        if not learn or not replay:
            raise CommandError("There are too few cases to fit on and to replay.")
        old = current_weights()
        found = fitting.propose(learn, weights=old)
        found = replace(found, weights=fitting.calibrated(bare, found.weights, with_model=False))
        self.stdout.write("\n".join(_report(old, found, learn=learn, replay=replay)))
        return found.weights


def _word(options: dict[str, Any]) -> dict[str, Any]:
    on = options["on"] or clock.now().date()
    return {"by": options["by"], "reason": options["reason"], "on": on}


def _divided(
    cases: CaseFile, apart: Sequence[CaseFile], embedder: Embedder
) -> tuple[list[Labelled], list[Labelled]]:
    learn = fitting.labelled(cases.only(lambda n: not cases.held_back(n)), embedder=embedder)
    for each in apart:
        learn += fitting.labelled(each, embedder=embedder)
    return learn, fitting.labelled(cases.only(cases.held_back), embedder=embedder)


def _report(
    old: Weights, found: fitting.Proposal, *, learn: list[Labelled], replay: list[Labelled]
) -> list[str]:
    new = found.weights
    lines = [
        f"{len(learn)} needs to fit on: nDCG@10 {found.before:.3f} now, {found.after:.3f} with the proposal,",
        f"{found.expected:.3f} on needs left out of the fit (cross-validation).",
        "",
        f"{'figure':<14}{'now':>8}{'proposed':>10}",
    ]
    for name, value in [*old.mix.items(), *old.discounts.items()]:
        lines.append(f"{name:<14}{value:>8.3f}{ {**new.mix, **new.discounts}[name]:>10.3f}")
    lines += [
        "",
        f"{len(replay)} needs held back, nDCG@10:",
        f"{'':<22}{'needs':>6}{'now':>8}{'proposed':>10}",
    ]
    lines += _side_by_side(replay, old, new, key=lambda c: c.language)
    lines += _side_by_side([c for c in replay if c.trap], old, new, key=lambda c: f"trap {c.trap}")
    lines.append("")
    for band, (held, good, score) in fitting.reliability(replay, new).items():
        lines.append(f"{band:<10}{held:>6} pairs, {good:>4} fitting, mean score {score:.2f}")
    return lines


def _side_by_side(
    cases: list[Labelled], old: Weights, new: Weights, *, key: Callable[[Labelled], str]
) -> list[str]:
    groups = {
        "all": cases,
        **{name: [c for c in cases if key(c) == name] for name in sorted(set(map(key, cases)))},
    }
    lines = []
    for name, part in groups.items():
        graded = [c for c in part if c.grades.any()]
        if graded:
            now, then = fitting.measure(graded, old), fitting.measure(graded, new)
            lines.append(f"{name:<22}{len(graded):>6}{now:>8.3f}{then:>10.3f}")
    return lines
