"""The report on the ranking: figures on the cases held back, beside simpler rankings, as a page of text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from statistics import mean

import numpy as np

from matching import baselines, evaluation, fitting
from matching.casefile import CaseFile
from matching.eligibility import refusals
from matching.embedder import Embedder, NoEmbedder
from matching.features import OfferTable
from matching.profiles import NeedProfile
from matching.scoring import Weights, current_weights, rank

_TOP = 5
_LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")
_REGIONS = {"002": "Africa", "019": "Americas", "142": "Asia", "150": "Europe", "009": "Oceania"}
Row = Sequence[object]


def written(cases: CaseFile, *, embedder: Embedder, command: str) -> str:
    """Return the whole report as Markdown: the same for the same cases, weights and model."""
    held = cases.only(cases.held_back)
    pairs = fitting.labelled(held, embedder=embedder)
    weights = current_weights()
    parts = [
        "# How well matching works",
        f"Cases as of {cases.as_of:%-d %B %Y}. Weights {weights.version}, model {embedder.name} {embedder.version}. "
        f"Made by `{command}`; do not edit.",
        f"{len(cases.needs)} needs and {len(cases.offers)} offers of an invented world, written in six languages. "
        f"A third, {len(held.needs)} needs chosen by a hash of their ids, is never used for fitting; "
        "the figures below are of that third unless they say otherwise. nDCG@10 with gain 2^grade - 1.",
        *_quality(cases, held, embedder),
        *_baselines(held, embedder),
        *_ablation(pairs, weights),
        *_traps(pairs, weights),
        *_reliability(pairs, weights),
        *_fairness(cases, embedder),
        "## What these figures do not say",
        "The cases were written by few people, who also wrote the words of the lexicon; real needs are vaguer and "
        "real offers older. Differences below 0.02 between rows are within chance. Judgements of experts on real "
        "needs should replace these cases as they come.",
    ]
    return "\n\n".join(parts) + "\n"


def _quality(cases: CaseFile, held: CaseFile, embedder: Embedder) -> list[str]:
    sets = {
        "held back": evaluation.evaluate(held, embedder=embedder),
        "held back, without the model": evaluation.evaluate(held, embedder=NoEmbedder()),
        "fitted on": evaluation.evaluate(
            cases.only(lambda n: not cases.held_back(n)), embedder=embedder
        ),
    }
    rows, remarks = [], []
    for name, results in sets.items():
        found = evaluation.summary(results)
        rows.append([name, found["measured"], *_by_language(results)])
        listed = found["needs_with_ineligible_offers"]
        weak = found["unanswered_needs_above_weak"]
        remarks.append(
            f"- {name}: needs with an ineligible offer listed {_count(listed)}; "
            f"needs that nothing answers and that were not called weak {_count(weak)}."
        )
    return [
        "## Quality by language",
        _table(["", "needs", "all", *_LANGUAGES], rows),
        "\n".join(remarks),
    ]


def _baselines(held: CaseFile, embedder: Embedder) -> list[str]:
    table = OfferTable.of(held.offers, embedder=embedder)
    rows: list[Row] = []
    for name, ranker in baselines.rankers(table, embedder=embedder).items():
        rows.append([name, *_by_language(_ranked_by(held, ranker))])
    rows.append(["**the engine**", *_by_language(evaluation.evaluate(held, embedder=embedder))])
    about = "All rank the same eligible offers: the gates come first for everybody."
    return ["## Beside simpler rankings", about, _table(["ranking", "all", *_LANGUAGES], rows)]


def _ranked_by(
    cases: CaseFile, ranker: Callable[[NeedProfile], np.ndarray]
) -> list[evaluation.NeedResult]:
    results = []
    for need in cases.needs:
        scores = ranker(need)
        eligible = [i for i, o in enumerate(cases.offers) if not refusals(need, o, cases.as_of)]
        order = sorted(eligible, key=lambda i: (-scores[i], cases.offers[i].id))
        listed = [cases.offers[i].id for i in order]
        results.append(evaluation.of_order(need, listed, cases.grades.get(need.id, {})))
    return results


def _ablation(pairs: Sequence[fitting.Labelled], weights: Weights) -> list[str]:
    whole = _mean(pairs, weights)
    rows: list[Row] = [["everything", _figure(whole), ""]]
    for name in (*weights.mix, *weights.discounts):
        left = _without(weights, name)
        value = _mean(pairs, left)
        rows.append([f"without {name}", _figure(value), f"{value - whole:+.3f}"])
    return ["## What each feature is worth", _table(["", "nDCG@10", "difference"], rows)]


def _traps(pairs: Sequence[fitting.Labelled], weights: Weights) -> list[str]:
    by_trap: dict[str, list[fitting.Labelled]] = defaultdict(list)
    for case in pairs:
        if case.trap and case.grades.any():
            by_trap[case.trap].append(case)
    rows = [
        [name.replace("_", " "), len(part), _figure(_mean(part, weights))]
        for name, part in sorted(by_trap.items())
    ]
    return ["## Traps", _table(["trap", "needs", "nDCG@10"], rows)]


def _reliability(pairs: Sequence[fitting.Labelled], weights: Weights) -> list[str]:
    rows = [
        [band, held, good, f"{good / held:.0%}" if held else "-", _figure(score)]
        for band, (held, good, score) in fitting.reliability(pairs, weights).items()
    ]
    about = (
        f"Likely from {weights.bands['likely']}, possible from {weights.bands['possible']}, weak below. "
        "Fitting: judged a main part of the answer or more (grade 2 or 3)."
    )
    head = ["band", "pairs", "fitting", "share fitting", "mean score"]
    return ["## What likely, possible and weak mean", about, _table(head, rows)]


def _fairness(cases: CaseFile, embedder: Embedder) -> list[str]:
    table = OfferTable.of(cases.offers, embedder=embedder)
    groups: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for need in cases.needs:
        if need.id in cases.same_as:
            listed = rank(need, table, as_of=cases.as_of, embedder=embedder)[:_TOP]
            groups[cases.same_as[need.id]][need.language] = [r.offer_id for r in listed]
    rows = [
        [lang, f"{mean(_shared(group, lang) for group in groups.values()):.2f}"]
        for lang in _LANGUAGES
        if groups and all(lang in group for group in groups.values())
    ]
    about = (
        f"{len(groups)} needs are written in all six languages. How many of the first five offers a language "
        "has in common with each of the others, on average (1 would be the same five):"
    )
    return [
        "## Fairness",
        about,
        _table(["language", "overlap"], rows),
        *_by_region(cases, table, embedder),
    ]


def _by_region(cases: CaseFile, table: OfferTable, embedder: Embedder) -> list[str]:
    """Ask the same needs in the name of a State of each region: only the gates may make a difference."""
    places = {
        _REGIONS[code]: need.requester
        for need in cases.needs
        if need.requester.kind == "state"
        for code in sorted(need.requester.m49 & set(_REGIONS))
    }
    asked = [n for n in cases.needs if n.id in cases.same_as and n.language == "en"]
    rows: list[Row] = []
    scores: dict[tuple[str, str], set[float]] = defaultdict(set)
    for region, requester in sorted(places.items()):
        counts, tops = [], []
        for need in asked:
            listed = rank(
                replace(need, requester=requester), table, as_of=cases.as_of, embedder=embedder
            )
            counts.append(len(listed))
            tops.append(listed[0].score)
            for each in listed:
                scores[(need.id, each.offer_id)].add(each.score)
        rows.append([region, f"{mean(counts):.0f}", f"{mean(tops):.2f}"])
    same = all(len(values) == 1 for values in scores.values())
    about = (
        "The same needs asked in the name of one State of each region. The score reads nothing of the requester, "
        "neither region nor size: an offer that reaches two States has "
        + ("exactly the same score for both." if same else "**not** the same score for both.")
        + " What differs is how many offers reach a region:"
    )
    return [about, _table(["region", "eligible offers", "mean best score"], rows)]


def _shared(group: Mapping[str, list[str]], language: str) -> float:
    own = set(group[language])
    return mean(len(own & set(other)) / _TOP for key, other in group.items() if key != language)


def _without(weights: Weights, name: str) -> Weights:
    if name in weights.mix:
        return replace(weights, mix={**weights.mix, name: 0.0})
    return replace(weights, discounts={**weights.discounts, name: 0.0})


def _mean(pairs: Iterable[fitting.Labelled], weights: Weights) -> float:
    found = [fitting.ndcg(case, weights) for case in pairs]
    return mean(value for value in found if value is not None)


def _by_language(results: Sequence[evaluation.NeedResult]) -> list[str]:
    def average(part: list[float]) -> str:
        return _figure(mean(part)) if part else "-"

    measured = [(r.language, r.ndcg_10) for r in results if r.ndcg_10 is not None]
    return [
        average([value for _, value in measured]),
        *(average([v for spoken, v in measured if spoken == lang]) for lang in _LANGUAGES),
    ]


def _figure(value: float) -> str:
    return f"{value:.3f}"


def _count(listed: object) -> int:
    return len(listed) if isinstance(listed, list) else 0


def _table(head: Sequence[str], rows: Iterable[Row]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)
