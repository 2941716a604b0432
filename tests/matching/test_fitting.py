import json
import shutil
from dataclasses import replace
from datetime import date
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from matching import fitting, labels, scoring, weights_file
from matching.casefile import read_cases
from matching.embedder import NoEmbedder
from matching.enums import DismissalCause, MatchStatus
from matching.features import FEATURES
from matching.management.commands import refit_matching
from matching.scoring import Weights, current_weights
from matching.services import decisions

WORLD = Path(__file__).parent / "cases" / "world"
TODAY = date(2026, 11, 24)


@pytest.fixture
def stored(tmp_path):
    path = tmp_path / "weights.json"
    shutil.copy(weights_file._FILE, path)
    yield path
    scoring.current_weights.cache_clear()


def a_case(name, *, grades, **columns):
    rows = np.full((len(grades), len(FEATURES)), 0.5)
    for feature, values in columns.items():
        rows[:, FEATURES.index(feature)] = values
    return fitting.Labelled(name, "en", rows, 0.0, np.array(grades))


def test_fitting_raises_the_weight_of_what_tells_good_from_bad():
    cases = [
        a_case(f"n{i}", grades=[3, 0, 0], meaning=[0.9, 0.1, 0.1], area=[0.35, 0.6, 0.6])
        for i in range(20)
    ]
    weights = replace(
        current_weights(), mix={"subject": 1.0, "area": 2.0, "meaning": 0.5, "words": 0.2}
    )

    found = fitting.propose(cases, weights=weights)

    assert found.before < found.after
    assert found.weights.mix["meaning"] / found.weights.mix["area"] > 0.25
    assert found.weights.mix["words"] == 0.2, "what does not matter stays where it is"


def test_proposed_weights_are_monotone_and_readable():
    rng = np.random.default_rng(7)
    cases = [
        replace(a_case(f"n{i}", grades=[3, 1, 0, 0]), rows=rng.random((4, len(FEATURES))))
        for i in range(30)
    ]

    found = fitting.propose(cases, weights=current_weights()).weights

    assert all(value >= 0 for value in found.mix.values())
    assert all(0 <= value <= 0.95 for value in found.discounts.values())


def test_installing_keeps_the_old_figures_and_rolling_back_restores_them(stored):
    before = Weights.read(stored.read_text())
    other = replace(before, mix={**before.mix, "words": 0.7})

    version = weights_file.install(other, by="A. Expert", reason="replayed", on=TODAY, path=stored)
    installed = json.loads(stored.read_text())
    back = weights_file.roll_back(by="A. Expert", reason="worse", on=TODAY, path=stored)

    assert version != before.version != back != version
    assert (installed["by"], installed["mix"]["words"]) == ("A. Expert", 0.7)
    assert Weights.read(stored.read_text()).mix == before.mix
    assert [e["version"] for e in json.loads(stored.read_text())["earlier"]][-2:] == [
        before.version,
        version,
    ]


def test_there_is_nothing_before_the_first_version(stored):
    only = {k: v for k, v in json.loads(stored.read_text()).items() if k != "earlier"}
    stored.write_text(json.dumps(only))

    with pytest.raises(weights_file.NothingEarlier):
        weights_file.roll_back(by="A. Expert", reason="try", on=TODAY, path=stored)


@pytest.mark.parametrize("wish", ["install", "roll_back"])
def test_nobody_changes_weights_without_name_and_reason(wish):
    with pytest.raises(CommandError, match="answers for the change"):
        call_command("refit_matching", WORLD, **{wish: True}, by="", reason="")


def test_a_proposal_alone_changes_nothing(monkeypatch):
    monkeypatch.setattr(refit_matching, "default_embedder", NoEmbedder)
    before, out = weights_file._FILE.read_bytes(), StringIO()

    call_command("refit_matching", WORLD.parent / "small.json", stdout=out)

    assert "needs held back" in out.getvalue()
    assert weights_file._FILE.read_bytes() == before


def test_a_third_is_held_back_and_translations_go_together():
    cases = read_cases(WORLD)
    held = [n.id for n in cases.needs if cases.held_back(n.id)]
    sides = {}
    for need, original in cases.same_as.items():
        sides.setdefault(original, set()).add(cases.held_back(need))

    assert 0.25 < len(held) / len(cases.needs) < 0.42
    assert all(len(side) == 1 for side in sides.values())


def test_the_world_has_enough_needs_in_every_language():
    cases = read_cases(WORLD)
    spoken = [n.language for n in cases.needs]

    assert len(cases.needs) >= 150
    assert len(cases.offers) >= 80
    assert min(spoken.count(lang) for lang in ("ar", "zh", "en", "fr", "ru", "es")) >= 20


def test_decisions_become_labels_and_causes_that_say_nothing_of_the_fit_do_not(match, expert):
    match.features = dict.fromkeys(FEATURES, 0.5)
    match.save(update_fields=["features"])
    decisions.dismiss(match, by=expert, cause=DismissalCause.OTHER_SUBJECT, note="About mines.")

    [case] = labels.decided()
    type(match).objects.filter(pk=match.pk).update(dismissed_cause=DismissalCause.TOO_LATE)

    assert case.grades.tolist() == [0]
    assert case.weight < 1
    assert labels.decided() == []


def test_a_suggestion_is_no_label(match):
    assert match.status == MatchStatus.SUGGESTED
    assert labels.decided() == []


def test_bands_hold_what_their_names_promise_without_the_model():
    cases = read_cases(WORLD)
    pairs = fitting.labelled(cases.only(cases.held_back), embedder=NoEmbedder())

    table = fitting.reliability(pairs, current_weights(), with_model=False)
    shares = {band: good / held for band, (held, good, _) in table.items()}

    assert shares["likely"] > 0.5 > shares["possible"] > 0.15 > shares["weak"]
