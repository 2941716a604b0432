"""Every table of moves is complete, and nothing but `advance` moves a status."""

from __future__ import annotations

import ast
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps

from clearinghouse.audit.timeline import _sentences
from clearinghouse.core.rules import REGISTRY as RULES
from clearinghouse.workflow.transition import REGISTRY

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [
    path
    for folder in ("clearinghouse", "requests_app", "offers_app", "matching")
    for path in (ROOT / folder).rglob("*.py")
    if "migrations" not in path.parts
]


@pytest.fixture(params=["request", "need", "question", "offer", "match", "letter"])
def workflow(request: pytest.FixtureRequest):
    for app in ("requests_app", "offers_app", "matching", "clearinghouse.letters"):
        import_module(f"{app}.workflow")
    return REGISTRY[request.param]


def test_statuses_are_those_of_the_model(workflow) -> None:
    field = apps.get_model(workflow.model)._meta.get_field("status")

    assert set(workflow.statuses) == {value for value, _label in field.choices}


def test_every_move_starts_and_ends_at_a_known_status(workflow) -> None:
    for transition in workflow.transitions:
        assert transition.sources <= set(workflow.statuses)
        assert transition.target in workflow.statuses


def test_every_status_can_be_reached(workflow) -> None:
    reached = {workflow.initial} | {transition.target for transition in workflow.transitions}

    assert reached == set(workflow.statuses)


def test_verbs_are_unique_and_say_who(workflow) -> None:
    verbs = [transition.verb for transition in workflow.transitions]

    assert len(verbs) == len(set(verbs))
    assert all(transition.check.__doc__ for transition in workflow.transitions)


def test_every_event_has_its_sentence(workflow) -> None:
    assert {transition.event for transition in workflow.transitions} <= set(_sentences)


def test_status_has_its_check_in_the_database(workflow) -> None:
    model = apps.get_model(workflow.model)

    assert any("status" in str(getattr(c, "condition", "")) for c in model._meta.constraints)


def test_every_rule_names_its_source_and_ends_as_a_sentence() -> None:
    for rule in RULES.values():
        assert rule.source
        assert str(rule.sentence).rstrip().endswith((".", "?"))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_status_is_assigned_outside_advance(path: Path) -> None:
    if path == ROOT / "clearinghouse/workflow/advance.py":
        return
    for node in ast.walk(ast.parse(path.read_text())):
        assert not _writes_status(node), f"{path}:{node.lineno} writes a status; call advance()"


def _writes_status(node: ast.AST) -> bool:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        is_update = node.func.attr == "update"
        return is_update and any(keyword.arg == "status" for keyword in node.keywords)
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    return any(isinstance(target, ast.Attribute) and target.attr == "status" for target in targets)


@pytest.mark.parametrize("line", ["need.status = 1", "a.b.update(status=1)", "x.status: int = 1"])
def test_the_search_finds_a_written_status(line: str) -> None:
    assert any(_writes_status(node) for node in ast.walk(ast.parse(line)))
