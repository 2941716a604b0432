import json
import math
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from matching import casefile, evaluation

SMALL = Path(__file__).parent / "cases" / "small.json"


def run(*args, **options):
    out = StringIO()
    call_command("evaluate_matching", *args, stdout=out, without_model=True, **options)
    return out.getvalue()


def test_ndcg_rewards_the_best_offer_at_the_top():
    grades = {"a": 3, "b": 1}

    assert evaluation.ndcg(["a", "b", "c"], grades, at=10) == 1.0
    assert evaluation.ndcg(["b", "a"], grades, at=10) == pytest.approx(
        (1 + 7 / math.log2(3)) / (7 + 1 / math.log2(3))
    )
    assert evaluation.ndcg(["c"], grades, at=10) == 0.0
    assert evaluation.ndcg(["a"], {}, at=10) is None


def test_reciprocal_rank_and_recall_count_grades_of_two_and_more():
    grades = {"a": 1, "b": 2, "c": 3}

    assert evaluation.reciprocal_rank(["a", "b"], grades) == 0.5
    assert evaluation.reciprocal_rank(["a"], grades) == 0.0
    assert evaluation.recall(["a", "b"], grades, at=10) == 0.5
    assert evaluation.recall(["a", "b"], {"a": 1}, at=10) is None


def test_the_command_ranks_the_small_cases_well_without_database_or_model():
    report = json.loads(run(str(SMALL), json=True))

    assert report["ndcg_10"] > 0.8
    assert report["needs_with_ineligible_offers"] == []
    assert report["unanswered_needs_above_weak"] == []
    assert set(report["by_language"]) == {"ar", "en", "es", "fr", "ru", "zh"}


def test_the_run_file_holds_need_offer_rank_and_score(tmp_path):
    run(str(SMALL), run=tmp_path / "one")
    run(str(SMALL), run=tmp_path / "two")

    lines = [line.split() for line in (tmp_path / "one").read_text().splitlines()]
    assert (tmp_path / "one").read_text() == (tmp_path / "two").read_text()
    assert [line[2] for line in lines if line[0] == "M05"] == [str(i) for i in range(1, 8)]
    assert all(len(line) == 4 and 0 < float(line[3]) < 1 for line in lines)


def test_the_table_for_people_names_every_language():
    printed = run(str(SMALL))

    assert "nDCG@10" in printed
    assert "M14: nothing answers it" in printed


@pytest.mark.parametrize(
    "content", ["not json", "{}", '{"as_of": "2026-11-01", "offers": [], "needs": [{}]}']
)
def test_a_bad_file_is_refused_with_its_name(tmp_path, content):
    path = tmp_path / "bad.json"
    path.write_text(content)

    with pytest.raises(CommandError, match=r"bad\.json"):
        run(str(path))


def test_a_member_that_is_no_state_here_has_its_regions():
    """Montserrat belongs to CARICOM: without it no offer for the Caribbean would reach the whole Community."""
    geography = casefile._Geography({"groupings_used": {"CARICOM": ["JAM", "MSR"]}})

    requester = geography.requester("CARICOM", "organization")

    assert {place.code: "029" in place.m49 for place in requester.members} == {
        "JAM": True,
        "MSR": True,
    }
